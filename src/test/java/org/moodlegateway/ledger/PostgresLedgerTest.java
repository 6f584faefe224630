package org.moodlegateway.ledger;

import java.nio.file.Path;

class PostgresLedgerTest extends LedgerContract {
    @Override
    LedgerSettings emptyDatabase() {
        return Databases.POSTGRES.empty(Path.of("target"));
    }
}
