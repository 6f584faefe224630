package org.moodlegateway.ledger;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;

class H2AssignmentsTest extends AssignmentsContract {
    @TempDir private Path directory;

    @Override
    LedgerSettings emptyDatabase() {
        return new LedgerSettings(
                "jdbc:h2:file:" + directory.resolve("ledger") + ";MODE=PostgreSQL;WRITE_DELAY=0",
                "gateway",
                "",
                Duration.ofSeconds(90),
                Duration.ofMinutes(2),
                4);
    }
}
