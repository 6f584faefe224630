package org.moodlegateway.ledger;

import java.nio.file.Path;

class PostgresAssignmentsTest extends AssignmentsContract {
    @Override
    LedgerSettings emptyDatabase() {
        return Databases.POSTGRES.empty(Path.of("target"));
    }
}
