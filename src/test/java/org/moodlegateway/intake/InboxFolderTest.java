package org.moodlegateway.intake;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.moodlegateway.Orders.order;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.moodlegateway.MovableClock;
import org.moodlegateway.Orders;
import org.moodlegateway.ledger.Inbox;
import org.moodlegateway.ledger.Ledger;
import org.moodlegateway.ledger.LedgerSettings;
import org.moodlegateway.ledger.Views;
import org.moodlegateway.order.Order;
import org.moodlegateway.order.OrderJson;
import org.moodlegateway.order.OrderReader;
import org.moodlegateway.order.OrderSchema;
import org.moodlegateway.orders.DifferenceViews;
import org.moodlegateway.orders.MessageFates;
import org.moodlegateway.seat.ShopTerms;

/** What becomes of files in the inbox. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class InboxFolderTest {
    private static final ZoneId PARIS = ZoneId.of("Europe/Paris");
    private static final String HEADER =
            "order_id,status,updated_at,line_id,product,quantity,participant_email\n";

    @TempDir private Path directory;
    private final MovableClock clock = MovableClock.at("2026-02-01T00:00:00Z");
    private Ledger ledger;
    private ShopFolders folders;
    private InboxFolder folder;
    private OpenReports reports;

    @BeforeEach
    void open() {
        ledger =
                Ledger.open(
                        new LedgerSettings(
                                "jdbc:h2:file:"
                                        + directory.resolve("ledger")
                                        + ";MODE=PostgreSQL;WRITE_DELAY=0",
                                "gateway",
                                "",
                                Duration.ofSeconds(60),
                                Duration.ofMinutes(2),
                                2),
                        clock);
        folder = folder(new FileLimits(100_000, 100));
    }

    private InboxFolder folder(FileLimits limits) {
        Shops shops =
                new Shops(
                        List.of(new Shop("web", List.of(), List.of(), ShopTerms.USUAL)), List.of());
        Inbox inbox = new Inbox(ledger);
        OrderCheck check = new OrderCheck(new OrderJson(50_000), new OrderSchema());
        FileOrders orders =
                new FileOrders(
                        shops,
                        check,
                        new Keeper(inbox, () -> {}),
                        inbox,
                        (shop, source, outcome) -> {},
                        new OrderFile(limits, PARIS));
        folders = new ShopFolders(directory.resolve("inbox"), shops);
        folders.prepare();
        reports =
                new OpenReports(
                        folders,
                        shops,
                        new OrderReports(
                                new Views(ledger, PARIS),
                                new MessageFates(ledger),
                                new DifferenceViews(ledger),
                                clock),
                        clock);
        return new InboxFolder(folders, shops, orders, reports, limits, clock);
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    private Path put(String name, String content) throws IOException {
        Path file = directory.resolve("inbox/web").resolve(name);
        Files.writeString(file, content);
        Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2026-01-31T10:00:00Z")));
        return file;
    }

    /** Takes the file and says, for each order, its status and what is wrong. */
    private List<String> take(String name, String content) throws IOException {
        folder.take(put(name, content).toFile());
        return entries(report("done", name));
    }

    private static List<String> entries(JsonNode report) {
        List<String> entries = new java.util.ArrayList<>();
        report.path("orders")
                .forEach(
                        entry ->
                                entries.add(
                                        (entry.path("order").asText()
                                                        + " "
                                                        + entry.path("status").asText()
                                                        + " "
                                                        + entry.path("code").asText()
                                                        + " "
                                                        + entry.path("pointer").asText())
                                                .strip()));
        return entries;
    }

    private String failure(String name, String content) throws IOException {
        folder.take(put(name, content).toFile());
        assertThat(rows()).isZero();
        return report("failed", name).path("problem").path("code").asText();
    }

    private JsonNode report(String outcome, String name) throws IOException {
        Path there = directory.resolve("inbox").resolve(outcome).resolve("web");
        assertThat(there.resolve(name)).exists();
        assertThat(directory.resolve("inbox/web").resolve(name)).doesNotExist();
        return new ObjectMapper().readTree(Files.readString(there.resolve(name + ".report.json")));
    }

    private long rows() {
        return ledger.read(
                handle -> handle.select("select count(*) from inbox").mapTo(Long.class).one());
    }

    private List<String> bodies() {
        return ledger.read(
                handle ->
                        handle
                                .select("select body from inbox order by id")
                                .mapTo(byte[].class)
                                .list()
                                .stream()
                                .map(body -> new String(body, UTF_8))
                                .toList());
    }

    private static String json(String id) {
        return new String(order(id).line(Orders.SCI, 1, "ana@example.org").json(), UTF_8);
    }

    @Test
    void a_json_file_is_one_order_and_is_put_away_with_a_report() throws IOException {
        List<String> entries = take("one.json", json("A-1"));

        assertThat(entries).containsExactly("A-1 stored");
        assertThat(bodies()).containsExactly(json("A-1"));
        assertThat(report("done", "one.json").path("counts").path("stored").asInt()).isEqualTo(1);
    }

    @Test
    void the_same_file_twice_changes_nothing() throws IOException {
        take("one.json", json("A-1"));

        folder.take(put("one.json", json("A-1")).toFile());

        assertThat(rows()).isEqualTo(1);
        JsonNode second =
                new ObjectMapper()
                        .readTree(
                                directory
                                        .resolve("inbox/done/web/one-2.json.report.json")
                                        .toFile());
        assertThat(entries(second)).containsExactly("A-1 duplicate");
    }

    @Test
    void a_list_is_taken_order_by_order_and_a_bad_one_stops_no_other() throws IOException {
        List<String> entries =
                take("list.json", "[" + json("A-1") + ",{\"id\":\"A-2\"},7," + json("A-3") + "]");

        assertThat(entries)
                .containsExactly(
                        "A-1 stored", "rejected schema /status", "rejected schema", "A-3 stored");
        assertThat(rows()).isEqualTo(2);
    }

    @Test
    void a_paid_order_in_a_file_says_its_lines() throws IOException {
        String silent =
                "{\"id\":\"A-1\",\"status\":\"paid\",\"updatedAt\":\"2026-01-15T09:30:02Z\"}";
        String empty = silent.replace("}", ",\"lines\":[]}");

        assertThat(take("one.json", silent)).containsExactly("rejected lines-missing /lines");
        assertThat(take("two.json", empty)).containsExactly("A-1 stored");
    }

    @Test
    void a_table_of_orders_without_any_line_is_rejected_order_by_order() throws IOException {
        String text =
                "order_id,status,updated_at\nB-1,paid,2026-01-01T00:00:00Z\nB-2,cancelled,2026-01-01T00:00:00Z\n";

        assertThat(take("lines.csv", text))
                .containsExactly("B-1 rejected lines-missing /lines", "B-2 stored");
    }

    @Test
    void a_table_names_nobody_by_empty_cells_and_says_nothing_without_columns_for_people()
            throws IOException {
        take(
                "with.csv",
                "order_id,status,updated_at,line_id,product,quantity,participant_email\nB-1,paid,2026-01-01T00:00:00Z,1,SCI-180,1,\n");
        take(
                "without.csv",
                "order_id,status,updated_at,line_id,product,quantity\nB-2,paid,2026-01-01T00:00:00Z,1,SCI-180,1\n");

        assertThat(read(bodies().get(0)).lines().get(0).named()).isEmpty();
        assertThat(read(bodies().get(1)).lines().get(0).named()).isNull();
    }

    private static Order read(String body) {
        return new OrderReader().read(new OrderJson().parse(body.getBytes(UTF_8)), "web");
    }

    @Test
    void a_file_of_lines_is_taken_line_by_line() throws IOException {
        List<String> entries =
                take("lines.jsonl", json("A-1") + "\n\n{broken}\n" + json("A-2") + "\r\n");

        assertThat(entries).containsExactly("A-1 stored", "rejected json-unparsable", "A-2 stored");
    }

    @Test
    void an_order_over_several_lines_is_one_order() throws IOException {
        String pretty = new ObjectMapper().readTree(json("A-1")).toPrettyString();

        assertThat(take("pretty.json", pretty)).containsExactly("A-1 stored");
    }

    @Test
    void a_broken_list_is_not_taken_at_all() throws IOException {
        assertThat(failure("list.json", "[" + json("A-1") + ",")).isEqualTo("json-unparsable");
    }

    @Test
    void a_broken_order_is_rejected() throws IOException {
        assertThat(take("one.json", "{\"id\":")).containsExactly("rejected json-unparsable");
        assertThat(rows()).isZero();
    }

    @Test
    void the_shipped_sample_of_csv_becomes_canonical_orders() throws IOException {
        List<String> entries =
                take("seats.csv", Files.readString(Path.of("config/samples/06-seats-by-row.csv")));

        assertThat(entries).containsExactly("A-1006 stored", "A-1007 stored");
        var first =
                new OrderReader()
                        .read(new OrderJson().parse(bodies().get(0).getBytes(UTF_8)), "web");
        assertThat(first.transaction()).isEqualTo("TX0006");
        assertThat(first.paidAt()).contains(Instant.parse("2026-05-04T12:00:00Z"));
        assertThat(first.buyer().lastName()).isEqualTo("Łukasik");
        assertThat(first.lines())
                .extracting(line -> line.product())
                .containsExactly("LANG-180", "LANG-TEACH");
        assertThat(first.lines().get(0).participants())
                .extracting(person -> person.email())
                .containsExactly("jon@example.org", "kim@example.org");
        assertThat(first.lines().get(0).quantity()).isEqualTo(2);
    }

    @Test
    void spreadsheets_of_every_country_are_read() throws IOException {
        String text =
                "\uFEFForder_id;status;updated_at;line_id;product;quantity;participant_email;participant_last\r\n"
                        + "B-1;paid;2026-01-01T00:00:00Z;1;SCI-180;1;ana@example.org;\"Silva; \"\"e\"\" Sousa\"\r\n";

        assertThat(take("excel.csv", text)).containsExactly("B-1 stored");
        assertThat(bodies().get(0)).contains("Silva; \\\"e\\\" Sousa");
    }

    @Test
    void rows_of_an_order_need_not_stand_together_nor_repeat_what_was_said() throws IOException {
        String text =
                HEADER
                        + "C-1,paid,2026-01-01T00:00:00Z,1,SCI-180,2,ana@example.org\n"
                        + "C-2,paid,2026-01-01T00:00:00Z,1,SCI-180,1,eve@example.org\n"
                        + "C-1,,,1,,,bo@example.org\n";

        assertThat(take("mixed.csv", text)).containsExactly("C-1 stored", "C-2 stored");
        assertThat(bodies().get(0))
                .contains("ana@example.org", "bo@example.org")
                .doesNotContain("eve@");
    }

    @Test
    void rows_are_named_as_a_spreadsheet_counts_them() throws IOException {
        String text =
                "\n"
                        + HEADER
                        + "\n;\n".replace(";", ",,,,,,")
                        + "K-1,paid,2026-01-01T00:00:00Z,1,SCI-180,2,ana@example.org\n"
                        + "K-1,,,1,,,bo@example.org\n";
        take("counted.csv", text);

        JsonNode report = report("done", "counted.csv");

        assertThat(report.path("orders").get(0).path("place").asText()).isEqualTo("rows 5 to 6");
    }

    @Test
    void a_bad_order_stops_no_other() throws IOException {
        String text =
                HEADER
                        + "D-1,paid,2026-01-01T00:00:00Z,1,SCI-180,many,ana@example.org\n"
                        + "D-2,paid,2026-01-01T00:00:00Z,1,SCI-180,1,bo@example.org\n"
                        + "D-3,paid,2026-01-01T00:00:00Z,1,SCI-180,2,chen@example.org\n"
                        + "D-3,placed,2026-01-01T00:00:00Z,1,SCI-180,3,dara@example.org\n"
                        + "D-4,paid,2026-01-01T00:00:00Z,1,SCI-180\n"
                        + ",paid,2026-01-01T00:00:00Z,1,SCI-180,1,emil@example.org\n";

        assertThat(take("some.csv", text))
                .containsExactly(
                        "D-1 stored",
                        "D-2 stored",
                        "D-3 rejected csv-rows-differ /status",
                        "D-4 rejected schema /lines/0/quantity",
                        "rejected schema /id");
        assertThat(rows()).isEqualTo(2);
    }

    @Test
    void without_a_time_of_its_own_an_order_has_the_files() throws IOException {
        String text = "order_id,status,line_id,product,quantity\nE-1,paid,1,SCI-180,1\n";

        assertThat(take("dateless.csv", text)).containsExactly("E-1 stored");

        assertThat(bodies().get(0)).contains("\"updatedAt\":\"2026-01-31T10:00:00Z\"");
    }

    @Test
    void the_same_rows_in_a_file_of_another_day_change_nothing() throws IOException {
        String text = "order_id,status,line_id,product,quantity\nE-1,paid,1,SCI-180,1\n";
        take("monday.csv", text);
        Path tuesday = put("tuesday.csv", text);
        Files.setLastModifiedTime(tuesday, FileTime.from(Instant.parse("2026-02-01T10:00:00Z")));

        folder.take(tuesday.toFile());

        assertThat(entries(report("done", "tuesday.csv"))).containsExactly("E-1 duplicate");
        assertThat(rows()).isEqualTo(1);
    }

    @Test
    void a_quoted_line_break_is_part_of_its_cell() throws IOException {
        String text = HEADER + "F-1,paid,2026-01-01T00:00:00Z,1,\"SCI\n180\",1,ana@example.org\n";

        assertThat(take("quoted.csv", text)).containsExactly("F-1 stored");
    }

    @Test
    void a_file_that_is_no_table_of_orders_is_not_taken() throws IOException {
        assertThat(failure("a.csv", "order_id,status,e-mail\n")).isEqualTo("csv-columns");
        assertThat(failure("b.csv", "order_id,status,status\n")).isEqualTo("csv-columns");
        assertThat(failure("c.csv", "product,quantity\n")).isEqualTo("csv-columns");
        assertThat(failure("d.csv", "")).isEqualTo("csv-columns");
        assertThat(failure("e.csv", HEADER + "G-1,\"paid\n")).isEqualTo("csv-unreadable");
        assertThat(failure("f.csv", HEADER + "G-1,x\n".repeat(101))).isEqualTo("file-too-long");
        assertThat(failure("g.csv", HEADER + "x".repeat(100_001))).isEqualTo("file-too-large");
    }

    @Test
    void a_file_in_another_character_set_is_not_taken() throws IOException {
        Path file = put("latin.csv", "");
        Files.write(file, (HEADER + "é,paid,,,,,\n").getBytes(ISO_8859_1));

        folder.take(file.toFile());

        assertThat(report("failed", "latin.csv").path("problem").path("code").asText())
                .isEqualTo("file-not-utf8");
    }

    @Test
    void an_order_of_another_shop_is_rejected() throws IOException {
        assertThat(
                        take(
                                "other.csv",
                                "shop,order_id,status,updated_at\nother,H-1,cancelled,2026-01-01T00:00:00Z\n"))
                .containsExactly("H-1 rejected shop-differs /shop");
    }

    @Test
    void a_folder_that_is_no_shop_is_not_taken() throws IOException {
        Path stray = Files.createDirectories(directory.resolve("inbox/nobody")).resolve("x.json");
        Files.writeString(stray, json("A-1"));

        folder.take(stray.toFile());

        assertThat(directory.resolve("inbox/failed/nobody/x.json")).exists();
        assertThat(directory.resolve("inbox/failed/nobody/x.json.report.json"))
                .content()
                .contains("shop-unknown");
        assertThat(rows()).isZero();
    }

    @Test
    void a_link_is_not_followed() throws IOException {
        Path secret = Files.writeString(directory.resolve("secret.json"), json("A-1"));
        Path link = Files.createSymbolicLink(directory.resolve("inbox/web/link.json"), secret);

        folder.take(link.toFile());

        assertThat(rows()).isZero();
        assertThat(secret).exists();
        assertThat(directory.resolve("inbox/failed/web/link.json.report.json"))
                .content()
                .contains("file-not-regular")
                .doesNotContain("A-1");
    }

    @Test
    void a_file_elsewhere_is_refused() throws IOException {
        Path outside = Files.writeString(directory.resolve("x.json"), json("A-1"));
        Path dotted = directory.resolve("inbox/web/../../x.json");

        assertThatThrownBy(() -> folder.take(outside.toFile()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> folder.take(dotted.toFile()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(outside).exists();
    }

    @Test
    void while_the_ledger_is_away_a_file_stays_where_it_is() throws IOException {
        Path file = put("one.json", json("A-1"));
        ledger.close();

        assertThatThrownBy(() -> folder.take(file.toFile()))
                .isInstanceOf(CannotStoreException.class);

        assertThat(file).exists();
    }
}
