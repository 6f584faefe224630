package org.moodlegateway.ledger;

import java.nio.file.Path;

class PostgresNoticeTest extends NoticeContract {
    @Override
    LedgerSettings emptyDatabase() {
        return Databases.POSTGRES.empty(Path.of("target"));
    }
}
