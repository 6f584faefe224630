package org.moodlegateway.localshop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.moodlegateway.MovableClock;
import org.moodlegateway.ShippedConfiguration;
import org.moodlegateway.command.GatewayCommand;
import org.moodlegateway.command.Shell;
import org.moodlegateway.localshop.ShopServers.Server;

/** What holds whatever database the Moodle of the shop is on. */
abstract class LocalShopContract {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long NOON = 1768900000L;

    private final MovableClock clock = MovableClock.at("2026-01-20T09:06:40Z");
    private Server server;
    private LocalShopSource source;
    private KeptBills kept;

    abstract Server server() throws SQLException;

    @BeforeEach
    void fill() throws SQLException, IOException {
        server = server();
        ShopServers.fill(server);
        source = new LocalShopSource(server.reading());
        kept = new KeptBills();
    }

    @Test
    void a_bill_comes_with_items_customer_and_catalogue_items() throws IOException {
        ObjectNode first = source.after(BillCursor.START, 10).get(0).message();

        assertThat(first.at("/bill/amount").asText()).isEqualTo("360.000");
        assertThat(first.at("/bill/test").isIntegralNumber()).isTrue();
        assertThat(first.at("/customer/firstname").asText()).isEqualTo("Zoé");
        assertThat(first.at("/items/0/quantity").isIntegralNumber()).isTrue();
        assertThat(first.at("/items/0/productiondata").asText())
                .isEqualTo(SampleRows.of("local_shop_billitem").at("/0/productiondata").asText());
        assertThat(first.at("/items/0/catalogitem/enablehandler").asText())
                .isEqualTo("std_setuponecoursesession");
        assertThat(first.at("/items/1/type").asText()).isEqualTo("SHIPPING");
        assertThat(first.at("/items/1/catalogitem").isNull()).isTrue();
    }

    @Test
    void a_poll_keeps_all_bills_and_the_next_one_nothing_new() {
        poll(10);

        assertThat(kept.messages()).hasSize(3);
        assertThat(kept.statuses()).containsExactly("SOLDOUT", "PENDING", "COMPLETE");

        poll(10);

        assertThat(kept.messages()).hasSize(3);
    }

    @Test
    void only_the_bills_of_one_shop_are_read_if_it_is_named() throws SQLException {
        server.run("update mdl_local_shop_bill set shopid = 2 where id = 42");
        source = new LocalShopSource(server.reading(2L));

        poll(10);

        assertThat(kept.statuses()).containsExactly("PENDING");
    }

    @Test
    void a_payment_that_dates_nothing_is_noticed_and_dates_from_then() throws SQLException {
        poll(10);
        clock.forward(Duration.ofDays(10));
        server.run("update mdl_local_shop_bill set status = 'SOLDOUT' where id = 42");

        poll(10);

        assertThat(kept.messages()).hasSize(4);
        ObjectNode paid = kept.messages().get(3);
        assertThat(paid.at("/bill/status").asText()).isEqualTo("SOLDOUT");
        assertThat(paid.path("noticed").asLong()).isEqualTo(NOON + 864_000);

        clock.forward(Duration.ofMinutes(1));
        poll(10);

        assertThat(kept.messages()).hasSize(4);
    }

    @Test
    void a_bill_that_was_refused_and_then_paid_is_newer_each_time() throws SQLException {
        poll(10);
        List<Long> stamps = new ArrayList<>();
        for (String status : List.of("REFUSED", "SOLDOUT", "PAYBACK")) {
            server.run("update mdl_local_shop_bill set status = '" + status + "' where id = 42");
            poll(10);
            stamps.add(kept.messages().get(kept.messages().size() - 1).path("noticed").asLong());
        }

        assertThat(stamps).containsExactly(NOON, NOON + 1, NOON + 2);
    }

    @Test
    void an_edited_bill_dates_itself() throws SQLException {
        poll(10);
        server.run(
                "update mdl_local_shop_bill set status = 'SOLDOUT', lastactiondate = "
                        + (NOON - 60)
                        + " where id = 42");

        poll(10);

        assertThat(kept.messages()).hasSize(4);
        assertThat(kept.messages().get(3).has("noticed")).isFalse();
    }

    @Test
    void a_bill_that_came_late_or_without_a_date_is_found() throws SQLException, IOException {
        poll(10);
        ObjectNode late = SampleRows.of("local_shop_bill").get(0).deepCopy();
        late.put("id", 44).put("lastactiondate", 1768469000).put("transactionid", "TX4");
        ObjectNode dateless = late.deepCopy();
        dateless.put("id", 45).put("transactionid", "TX5").putNull("lastactiondate");
        server.insert("local_shop_bill", List.of(late, dateless));

        poll(10);

        assertThat(kept.messages()).hasSize(5);
    }

    @Test
    void what_was_before_the_gateway_is_left_until_it_changes() throws SQLException {
        BillPoll.Manner later =
                new BillPoll.Manner(
                        10,
                        Duration.ofMinutes(5),
                        Duration.ofDays(400),
                        Instant.ofEpochSecond(1768500000));
        BillPoll.run(source, kept, clock, later);

        assertThat(kept.statuses()).containsExactly("COMPLETE");

        server.run("update mdl_local_shop_bill set status = 'SOLDOUT' where id = 42");
        BillPoll.run(source, kept, clock, later);

        assertThat(kept.statuses()).containsExactly("COMPLETE", "SOLDOUT");
    }

    @Test
    void a_thousand_bills_take_hardly_more_than_the_pages_they_fill()
            throws SQLException, IOException {
        thousandBills();

        BillPoll.Done done = BillPoll.run(source, kept, clock, manner(100));

        assertThat(kept.messages()).hasSize(1003);
        assertThat(done.pages()).isLessThanOrEqualTo(11);

        BillPoll.Done again = BillPoll.run(source, kept, clock, manner(100));

        assertThat(kept.messages()).hasSize(1003);
        assertThat(again.pages()).isLessThanOrEqualTo(5);
    }

    @Test
    void bills_that_change_while_they_are_read_are_read_as_they_ended()
            throws SQLException, IOException {
        thousandBills();
        kept.afterEachPage(
                page -> {
                    long now = clock.instant().getEpochSecond();
                    server.run(
                            "update mdl_local_shop_bill set status = 'CANCELLED', lastactiondate = "
                                    + now
                                    + " where id between "
                                    + (1000 + page * 60)
                                    + " and "
                                    + (1000 + page * 60 + 4),
                            "update mdl_local_shop_bill set status = 'PAYBACK' where id between "
                                    + (1990 - page * 60)
                                    + " and "
                                    + (1990 - page * 60 + 4));
                });

        BillPoll.run(source, kept, clock, manner(100));
        kept.afterEachPage(page -> {});
        BillPoll.run(source, kept, clock, manner(100));

        assertThat(kept.lastStatuses()).isEqualTo(statuses());
    }

    @Test
    void nothing_can_be_written() throws SQLException {
        server.run(
                server.url().contains("mariadb")
                        ? "grant all on *.* to reader@'%'"
                        : "grant all on all tables in schema public to reader");
        try (var connection = ReadOnlyConnection.open(server.reading());
                var statement = connection.createStatement()) {
            assertThatThrownBy(
                            () ->
                                    statement.execute(
                                            "update mdl_local_shop_bill set status = 'SOLDOUT'"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageMatching("(?is).*read[- ]only.*");
        }
    }

    @Test
    void what_is_wrong_with_the_database_is_told_in_a_sentence() throws SQLException {
        ShopDatabase good = server.reading();
        assertThatThrownBy(() -> read(with(good, "nobody", "r-secret", "mdl_")))
                .isInstanceOf(LocalShopException.class)
                .hasMessage("the shop's database refuses the user or password");
        assertThatThrownBy(() -> read(with(good, "reader", "r-secret", "x_")))
                .hasMessageContaining("no such table or column as x_local_shop_bill");
        ShopDatabase nowhere =
                new ShopDatabase(
                        good.url().replaceAll(":[0-9]+/", ":1/"),
                        "reader",
                        "r-secret",
                        "mdl_",
                        null,
                        Duration.ofSeconds(1));
        assertThatThrownBy(() -> read(nowhere)).hasMessage("the shop's database can't be reached");
    }

    @Test
    void its_catalogue_becomes_products_by_command(@TempDir Path folder) throws IOException {
        Path config = ShippedConfiguration.copy(folder.resolve("config"));
        Files.writeString(
                config.resolve("shops.yaml"),
                """
                shops:
                  moodle:
                    kind: local_shop
                    database: { url: "%s", user: "{{env:READER}}", password: "{{env:SECRET}}" }
                """
                        .formatted(server.reading().url()));
        String[] options = {"--shop", "moodle", "--config", config.toString()};

        Said said = command("import-catalogue", options);
        Files.writeString(config.resolve("products.yaml"), said.out());
        Said check = command("check", options[2], options[3]);

        assertThat(said.code()).as(said.err()).isZero();
        assertThat(said.out()).contains("PROD1", "RENEW180", "PACK5", "Science 180 jours");
        assertThat(check.out()).contains("3 good products, nothing wrong");
        assertThat(said.out() + said.err()).doesNotContain("r-secret");
    }

    private record Said(int code, String out, String err) {}

    private static Said command(String name, String... options) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        String[] all = Stream.concat(Stream.of(name), Stream.of(options)).toArray(String[]::new);
        int code =
                GatewayCommand.execute(
                        new Shell(
                                new PrintWriter(out),
                                new PrintWriter(err),
                                // else other tests in this process would hear errors only
                                Map.of(
                                        "READER", "reader",
                                        "SECRET", "r-secret",
                                        "GATEWAY_LOG_LEVEL", "INFO"),
                                MovableClock.at("2026-01-20T09:06:40Z"),
                                false),
                        all);
        return new Said(code, out.toString(), err.toString());
    }

    private static ShopDatabase with(
            ShopDatabase good, String user, String password, String prefix) {
        return new ShopDatabase(good.url(), user, password, prefix, null, good.timeout());
    }

    private static void read(ShopDatabase database) {
        new LocalShopSource(database).after(BillCursor.START, 1);
    }

    private void thousandBills() throws SQLException, IOException {
        JsonNode bill = SampleRows.of("local_shop_bill").get(0);
        JsonNode item = SampleRows.of("local_shop_billitem").get(0);
        List<JsonNode> bills = new ArrayList<>();
        List<JsonNode> items = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            ObjectNode made = bill.deepCopy();
            // several of each second, in another order than their ids
            made.put("id", 1000 + i).put("lastactiondate", 1768600000 + (i * 7 % 1000) / 3 * 600);
            made.put("transactionid", "TXN" + i);
            bills.add(made);
            ObjectNode line = item.deepCopy();
            items.add(line.put("id", 5000 + i).put("billid", 1000 + i));
        }
        server.insert("local_shop_bill", bills);
        server.insert("local_shop_billitem", items);
    }

    private Map<Long, String> statuses() throws SQLException {
        Map<Long, String> statuses = new java.util.TreeMap<>();
        try (var connection = server.connect();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("select id, status from mdl_local_shop_bill")) {
            while (rows.next()) {
                statuses.put(rows.getLong(1), rows.getString(2));
            }
        }
        return statuses;
    }

    private void poll(int pageSize) {
        BillPoll.run(source, kept, clock, manner(pageSize));
    }

    private static BillPoll.Manner manner(int pageSize) {
        return new BillPoll.Manner(pageSize, Duration.ofMinutes(5), Duration.ofDays(400), null);
    }
}
