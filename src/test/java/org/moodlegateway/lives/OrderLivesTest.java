package org.moodlegateway.lives;

import java.nio.file.Path;
import java.time.Duration;
import org.moodlegateway.ledger.LedgerSettings;

/** In memory: what a disk keeps is tested elsewhere. */
class OrderLivesTest extends OrderLivesContract {
    @Override
    LedgerSettings emptyDatabase(Path directory) {
        return inMemory();
    }

    static LedgerSettings inMemory() {
        return new LedgerSettings(
                "jdbc:h2:mem:lives;MODE=PostgreSQL;QUERY_CACHE_SIZE=60",
                "gateway",
                "",
                Duration.ofSeconds(90),
                Duration.ofMinutes(2),
                4);
    }

    @Override
    int usualLives() {
        return 2_000;
    }
}
