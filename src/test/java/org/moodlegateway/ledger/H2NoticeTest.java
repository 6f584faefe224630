package org.moodlegateway.ledger;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class H2NoticeTest extends NoticeContract {
    @TempDir private Path directory;

    @Override
    LedgerSettings emptyDatabase() {
        return new LedgerSettings(
                "jdbc:h2:file:" + directory.resolve("ledger") + ";MODE=PostgreSQL;WRITE_DELAY=0",
                "gateway",
                "",
                LedgerContract.LEASE,
                LedgerContract.SETTLE,
                4);
    }
}
