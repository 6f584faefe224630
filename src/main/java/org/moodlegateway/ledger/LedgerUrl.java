package org.moodlegateway.ledger;

import java.sql.SQLException;
import java.util.List;
import java.util.Locale;

/** What a ledger's JDBC URL must say, and what a failure to open it means. */
final class LedgerUrl {
    private static final int H2_FILE_LOCKED = 90020;
    private static final int H2_WRONG_PASSWORD = 28000;
    private static final int H2_NOT_THERE = 90146;

    private LedgerUrl() {}

    static void check(String url) {
        String plain = url.toUpperCase(Locale.ROOT);
        if (plain.startsWith("JDBC:POSTGRESQL:")) {
            return;
        }
        if (!plain.startsWith("JDBC:H2:")) {
            throw new LedgerException("ledger.url must start with jdbc:postgresql: or jdbc:h2:");
        }
        require(plain, "MODE=POSTGRESQL");
        if (!plain.startsWith("JDBC:H2:MEM:")) {
            require(plain, "WRITE_DELAY=0");
            if (plain.contains("AUTO_SERVER=TRUE")) {
                throw new LedgerException(
                        "ledger.url must not say AUTO_SERVER=TRUE: an H2 ledger has one node");
            }
        }
    }

    /**
     * The URL to connect with: H2 must not close itself before the workers have stopped, nor answer
     * a query from what it found before the same transaction wrote.
     */
    static String complete(String url) {
        if (!url.toUpperCase(Locale.ROOT).startsWith("JDBC:H2:")) {
            return url;
        }
        String complete = url;
        for (String option : List.of("DB_CLOSE_ON_EXIT=FALSE", "OPTIMIZE_REUSE_RESULTS=0")) {
            String key = option.substring(0, option.indexOf('=') + 1);
            boolean said = url.toUpperCase(Locale.ROOT).contains(";" + key);
            complete = said ? complete : complete + ";" + option;
        }
        return complete;
    }

    private static void require(String url, String option) {
        if (!(url + ";").contains(";" + option + ";")) {
            throw new LedgerException(
                    "ledger.url must say ;"
                            + option
                            + ": without it a kill can lose orders that were"
                            + " acknowledged, or statements read differently than on PostgreSQL");
        }
    }

    static LedgerException explain(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof LedgerException known) {
                return known;
            }
            if (cause instanceof SQLException sql && sql.getErrorCode() == H2_FILE_LOCKED) {
                return new LedgerException(
                        "another process uses this ledger: an H2 ledger has one node. Stop the"
                                + " other one, or move to PostgreSQL (ledger.url)");
            }
            if (cause instanceof SQLException sql && sql.getErrorCode() == H2_NOT_THERE) {
                return new LedgerException("there is no ledger at ledger.url yet");
            }
            if (cause instanceof SQLException sql
                    && (sql.getErrorCode() == H2_WRONG_PASSWORD
                            || "28P01".equals(sql.getSQLState()))) {
                return new LedgerException(
                        "the ledger refuses the user or password (ledger.user, ledger.password)");
            }
        }
        return new LedgerException("the ledger can't be opened: " + rootMessage(failure), failure);
    }

    private static String rootMessage(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage())
                .lines()
                .findFirst()
                .orElse("")
                .replaceAll("password=[^&;\\s]*", "password=…");
    }
}
