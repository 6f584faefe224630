package org.moodlegateway.lives;

import java.nio.file.Path;
import org.moodlegateway.ledger.Databases;
import org.moodlegateway.ledger.LedgerSettings;

class OrderLivesOnPostgresTest extends OrderLivesContract {
    @Override
    LedgerSettings emptyDatabase(Path directory) {
        return Databases.POSTGRES.empty(directory);
    }

    @Override
    int usualLives() {
        return 200;
    }
}
