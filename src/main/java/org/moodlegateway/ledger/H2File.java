package org.moodlegateway.ledger;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;

/**
 * The file of an H2 ledger. After a kill, H2 finds the newest state by searching the file. What is
 * then written on top of a file that was only recovered was once seen lost at the next kill, so the
 * file is closed cleanly after a recovery, before anything is written.
 */
final class H2File {
    private H2File() {}

    /** Opens the file, which recovers it, and closes it; does nothing for other databases. */
    static void closeCleanly(LedgerSettings settings) {
        if (!settings.url().toUpperCase(Locale.ROOT).startsWith("JDBC:H2:FILE:")) {
            return;
        }
        String url = LedgerUrl.complete(settings.url());
        try (Connection connection =
                        DriverManager.getConnection(url, settings.user(), settings.password());
                Statement statement = connection.createStatement()) {
            if (isAlone(statement)) {
                statement.execute("shutdown");
            }
        } catch (SQLException e) {
            throw LedgerUrl.explain(e);
        }
    }

    /** Whether nobody else in this process has the file open. */
    private static boolean isAlone(Statement statement) throws SQLException {
        try (ResultSet row =
                statement.executeQuery("select count(*) from information_schema.sessions")) {
            row.next();
            return row.getInt(1) == 1;
        }
    }
}
