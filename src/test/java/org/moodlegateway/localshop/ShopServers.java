package org.moodlegateway.localshop;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.moodlegateway.ledger.Databases;
import org.moodlegateway.ledger.LedgerSettings;

/** A Moodle's database with the plugin's tables, and an account that can only read them. */
final class ShopServers {
    private static final AtomicInteger COUNT = new AtomicInteger();

    private ShopServers() {}

    /**
     * One shop's database.
     *
     * @param url of the database
     * @param owner who may write
     */
    record Server(String url, String owner, String password) {

        Connection connect() throws SQLException {
            return DriverManager.getConnection(url, owner, password);
        }

        void run(String... statements) throws SQLException {
            try (Connection connection = connect();
                    Statement statement = connection.createStatement()) {
                for (String one : statements) {
                    statement.execute(one);
                }
            }
        }

        ShopDatabase reading() {
            return reading(null);
        }

        ShopDatabase reading(Long shopId) {
            return new ShopDatabase(
                    url.replaceAll("\\?.*", ""),
                    "reader",
                    "r-secret",
                    "mdl_",
                    shopId,
                    ShopDatabase.DEFAULT_TIMEOUT);
        }

        /** Inserts rows of one table as they are. */
        void insert(String table, Iterable<JsonNode> rows) throws SQLException {
            try (Connection connection = connect()) {
                for (JsonNode row : rows) {
                    insert(connection, table, row);
                }
            }
        }

        private static void insert(Connection connection, String table, JsonNode row)
                throws SQLException {
            List<String> names = new ArrayList<>();
            List<JsonNode> values = new ArrayList<>();
            for (Map.Entry<String, JsonNode> field : row.properties()) {
                names.add(field.getKey());
                values.add(field.getValue());
            }
            String sql =
                    "insert into mdl_"
                            + table
                            + " ("
                            + String.join(", ", names)
                            + ") values "
                            + Rows.marks(names);
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                for (int i = 0; i < values.size(); i++) {
                    statement.setObject(i + 1, value(names.get(i), values.get(i)));
                }
                statement.execute();
            }
        }

        private static Object value(String name, JsonNode value) {
            if (value.isNull()) {
                return null;
            }
            if (name.equals("amount")) {
                return value.decimalValue().signum() == 0 && value.isTextual()
                        ? new java.math.BigDecimal(value.asText())
                        : value.decimalValue();
            }
            return value.isIntegralNumber()
                    ? (Object) value.asLong()
                    : value.isNumber() ? (Object) value.asDouble() : value.asText();
        }
    }

    static Server postgres(Path folder) throws SQLException {
        LedgerSettings settings = Databases.POSTGRES.empty(folder);
        Server server = new Server(settings.url(), settings.user(), settings.password());
        server.run(schema("bigint", "numeric(13,3)", "double precision", "smallint"));
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "do $$ begin create role reader login password 'r-secret'; exception when"
                            + " duplicate_object then null; end $$");
            statement.execute("grant select on all tables in schema public to reader");
        }
        return server;
    }

    static Server mariadb() throws SQLException {
        String name = "moodle" + COUNT.incrementAndGet();
        MariaDb server = MariaDb.running();
        new Server(server.url("mysql"), "root", "")
                .run("create database " + name + " character set utf8mb4");
        Server made = new Server(server.url(name), "root", "");
        made.run(schema("bigint", "decimal(13,3)", "double", "tinyint(1)"));
        made.run(
                "create user if not exists reader@'%' identified by 'r-secret'",
                "grant select on " + name + ".* to reader@'%'");
        return made;
    }

    private static String[] schema(String whole, String amount, String fraction, String flag) {
        return new String[] {
            """
            create table mdl_local_shop_bill (id %1$s primary key, blockid %1$s, shopid %1$s,
             customerid varchar(50) not null, status varchar(10) not null default 'PENDING',
             emissiondate %1$s, lastactiondate %1$s, currency varchar(16) not null default 'EUR',
             amount %2$s not null default 0, transactionid varchar(40), onlinetransactionid varchar(128),
             paymode varchar(16) not null default 'CHK', productionfeedback text,
             test %3$s not null default 0)
            """
                    .formatted(whole, amount, flag),
            """
            create table mdl_local_shop_billitem (id %1$s primary key, billid %1$s not null,
             ordering %1$s not null default 0, type varchar(10) not null default 'BILLING',
             itemcode varchar(32), catalogitem text, quantity %2$s not null default 1,
             bundleid %1$s, customerdata text, productiondata text)
            """
                    .formatted(whole, fraction),
            """
            create table mdl_local_shop_customer (id %1$s primary key, shopid %1$s not null,
             firstname varchar(40) not null, lastname varchar(40) not null, email varchar(80) not null,
             city varchar(40) not null, country varchar(2) not null, organisation varchar(64) not null,
             hasaccount %1$s not null default 0, timecreated %1$s not null default 0)
            """
                    .formatted(whole),
            """
            create table mdl_local_shop_catalogitem (id %1$s primary key, catalogid %1$s not null,
             code varchar(32) not null, name varchar(255) not null, status varchar(20) not null,
             quantaddressesusers %2$s not null default 0, renewable %2$s not null default 0,
             isset varchar(1) not null default '0', requireddata text, enablehandler varchar(30),
             handlerparams text)
            """
                    .formatted(whole, flag)
        };
    }

    /** The sample rows of all tables. */
    static void fill(Server server) throws SQLException, IOException {
        for (String table :
                List.of(
                        "local_shop_customer",
                        "local_shop_bill",
                        "local_shop_billitem",
                        "local_shop_catalogitem")) {
            server.insert(table, SampleRows.of(table));
        }
    }

    static boolean mariadbIsHere() {
        return Files.isExecutable(MariaDb.PROGRAM);
    }
}
