package org.moodlegateway.ledger;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Locale;

/**
 * A copy of an H2 ledger in one zip file, as H2 makes it. The ledger is left as it is: it is not
 * brought to this gateway's version, so that a backup from before an upgrade can be made with
 * either. A PostgreSQL ledger is backed up by PostgreSQL's own tools.
 */
public final class LedgerBackup {
    private LedgerBackup() {}

    /**
     * Writes the backup.
     *
     * @throws LedgerException with a sentence, if there is no such ledger, it is in use, it is no
     *     H2 file, or {@code file} is there already
     */
    public static void write(LedgerSettings settings, Path file) {
        LedgerUrl.check(settings.url());
        if (!settings.url().toUpperCase(Locale.ROOT).startsWith("JDBC:H2:FILE:")) {
            throw new LedgerException(
                    "only an H2 ledger is backed up like this; for PostgreSQL use"
                            + " pg_dump --format=custom, while the gateway runs");
        }
        if (Files.exists(file)) {
            throw new LedgerException(file + " is there already; a backup overwrites nothing");
        }
        String url = LedgerUrl.complete(settings.url()) + ";IFEXISTS=TRUE";
        try (Connection connection =
                        DriverManager.getConnection(url, settings.user(), settings.password());
                PreparedStatement backup = connection.prepareStatement("backup to ?")) {
            backup.setString(1, file.toAbsolutePath().toString());
            backup.execute();
        } catch (SQLException e) {
            throw LedgerUrl.explain(e);
        }
    }
}
