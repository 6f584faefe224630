package org.moodlegateway.ledger;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.moodlegateway.MovableClock;

class H2LedgerTest extends LedgerContract {
    @TempDir private Path directory;

    @Override
    LedgerSettings emptyDatabase() {
        return settings(url());
    }

    private String url() {
        return "jdbc:h2:file:" + directory.resolve("ledger") + ";MODE=PostgreSQL;WRITE_DELAY=0";
    }

    private static LedgerSettings settings(String url) {
        return new LedgerSettings(url, "gateway", "", LEASE, SETTLE, 4);
    }

    @Test
    void a_write_delay_is_refused() {
        assertRefused(url().replace(";WRITE_DELAY=0", ""), "WRITE_DELAY=0");
        assertRefused(url().replace("WRITE_DELAY=0", "WRITE_DELAY=500"), "WRITE_DELAY=0");
    }

    @Test
    void another_database_is_refused() {
        assertRefused("jdbc:mysql://localhost/x", "jdbc:postgresql:");
    }

    private void assertRefused(String url, String sentence) {
        assertThatThrownBy(
                        () -> Ledger.open(settings(url), MovableClock.at("2026-01-01T00:00:00Z")))
                .isInstanceOf(LedgerException.class)
                .hasMessageContaining(sentence);
    }
}
