package org.moodlegateway.ledger;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** The databases that a ledger may be on, for tests that run on both. */
public enum Databases {
    H2 {
        @Override
        public LedgerSettings empty(Path directory) {
            String file = "ledger" + COUNT.incrementAndGet();
            return settings(
                    "jdbc:h2:file:" + directory.resolve(file) + ";MODE=PostgreSQL;WRITE_DELAY=0",
                    "gateway",
                    "");
        }
    },
    POSTGRES {
        @Override
        public LedgerSettings empty(Path directory) {
            String name = "made" + COUNT.incrementAndGet();
            try (Connection connection = Server.RUNNING.getPostgresDatabase().getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("create database " + name);
            } catch (SQLException e) {
                throw new IllegalStateException("no database", e);
            }
            return settings(Server.RUNNING.getJdbcUrl("postgres", name), "postgres", "postgres");
        }
    };

    private static final AtomicInteger COUNT = new AtomicInteger();

    /** A new, empty database; H2 puts its file into {@code directory}. */
    public abstract LedgerSettings empty(Path directory);

    private static LedgerSettings settings(String url, String user, String password) {
        return new LedgerSettings(
                url, user, password, Duration.ofSeconds(90), Duration.ofMinutes(2), 4);
    }

    /** One server for the whole test run; it ends with it. */
    private static final class Server {
        private static final EmbeddedPostgres RUNNING = start();

        private static EmbeddedPostgres start() {
            try {
                EmbeddedPostgres server = EmbeddedPostgres.start();
                Runtime.getRuntime().addShutdownHook(new Thread(() -> close(server)));
                return server;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static void close(EmbeddedPostgres server) {
            try {
                server.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
