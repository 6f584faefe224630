package org.moodlegateway.ledger;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.Handle;
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

    /** A copy of the file is what a kill would leave; space in the file is used again quickly. */
    @Test
    void what_was_committed_is_in_the_file() throws Exception {
        Path file = directory.resolve("busy.mv.db");
        String busy = url().replace("/ledger;", "/busy;");
        try (Ledger ledger = Ledger.open(settings(busy + ";RETENTION_TIME=100"), clock)) {
            Inbox inbox = new Inbox(ledger);
            for (int kept = 1; kept <= 60; kept++) {
                inbox.keep("web", "http", "key", "evt-" + kept, new byte[2000]);
                inbox.claim(5);
                Files.copy(file, directory.resolve("copy.mv.db"), REPLACE_EXISTING);
                assertThat(messagesIn(url().replace("/ledger;", "/copy;"))).isEqualTo(kept);
            }
        }
    }

    private static long messagesIn(String url) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url, "gateway", "");
                Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                "select count(*) from inbox where lease_until is not null")) {
            row.next();
            return row.getLong(1);
        }
    }

    @Test
    void transactions_run_one_at_a_time() throws Exception {
        AtomicInteger within = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try (Ledger ledger = Ledger.open(settings(url().replace("/ledger;", "/turns;")), clock)) {
            for (int i = 0; i < 40; i++) {
                boolean intake = i % 2 == 0;
                threads.submit(
                        () ->
                                intake
                                        ? ledger.intakeTransaction(h -> counted(h, within, most))
                                        : ledger.transaction(h -> counted(h, within, most)));
            }
            threads.shutdown();
            assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(most).hasValue(1);
    }

    private static int counted(Handle handle, AtomicInteger within, AtomicInteger most) {
        most.accumulateAndGet(within.incrementAndGet(), Math::max);
        handle.execute("select count(*) from inbox");
        return within.decrementAndGet();
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
