package org.moodlegateway.ledger;

import java.nio.file.Path;

class PostgresRenewalTest extends RenewalContract {
    @Override
    LedgerSettings emptyDatabase() {
        return Databases.POSTGRES.empty(Path.of("target"));
    }
}
