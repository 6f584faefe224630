package org.moodlegateway.localshop;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.concurrent.Callable;

/**
 * Opens the shop's database so that nothing can be written, that one transaction sees one state,
 * and that neither a server that says nothing nor one that says "go elsewhere" is followed.
 */
final class ReadOnlyConnection {
    private static final int CONNECT_SECONDS = 10;

    private ReadOnlyConnection() {}

    static Connection open(ShopDatabase database) throws SQLException {
        Connection connection = DriverManager.getConnection(database.url(), properties(database));
        try {
            connection.setReadOnly(true);
            if (!database.isPostgres()) {
                try (Statement statement = connection.createStatement()) {
                    statement.execute("set session transaction read only");
                }
            }
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            connection.setAutoCommit(false);
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    private static Properties properties(ShopDatabase database) {
        int seconds = seconds(database);
        Properties properties = new Properties();
        properties.setProperty("user", database.user());
        properties.setProperty("password", database.password());
        if (database.isPostgres()) {
            properties.setProperty("connectTimeout", String.valueOf(CONNECT_SECONDS));
            properties.setProperty("socketTimeout", String.valueOf(seconds + CONNECT_SECONDS));
            properties.setProperty("readOnly", "true");
            properties.setProperty("readOnlyMode", "always");
            properties.setProperty("options", "-c statement_timeout=" + seconds * 1000L);
            properties.setProperty("ApplicationName", "moodle-gateway");
        } else {
            properties.setProperty("connectTimeout", String.valueOf(CONNECT_SECONDS * 1000));
            properties.setProperty(
                    "socketTimeout", String.valueOf((seconds + CONNECT_SECONDS) * 1000));
            properties.setProperty("permitRedirect", "false");
            properties.setProperty("allowLocalInfile", "false");
            properties.setProperty("allowMultiQueries", "false");
            properties.setProperty("tinyInt1isBit", "false");
            properties.setProperty("sessionVariables", "max_statement_time=" + seconds);
        }
        return properties;
    }

    static int seconds(ShopDatabase database) {
        return (int) Math.max(1, Math.min(database.timeout().toSeconds(), 3600));
    }

    /** Runs the work and says in a sentence why it can't be done. */
    static <T> T explaining(ShopDatabase database, Callable<T> work) {
        try {
            return work.call();
        } catch (SQLException e) {
            throw new LocalShopException(sentence(database, e), e);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("nothing else is thrown", e);
        }
    }

    private static String sentence(ShopDatabase database, SQLException e) {
        String state = String.valueOf(e.getSQLState());
        String shop = "the shop's database ";
        return switch (state) {
            case "28P01", "28000" -> shop + "refuses the user or password";
            case "42P01", "42S02", "42S22", "42703" ->
                    shop
                            + "has no such table or column as "
                            + database.table("bill")
                            + ": is the prefix right, and local_shop installed?";
            case "42501", "42000" -> shop + "doesn't let " + database.user() + " read its tables";
            case "57014", "70100" -> shop + "took too long";
            default ->
                    state.startsWith("08")
                            ? shop + "can't be reached"
                            : shop + "can't be read (" + state + ")";
        };
    }
}
