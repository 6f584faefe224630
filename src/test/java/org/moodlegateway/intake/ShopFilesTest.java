package org.moodlegateway.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.moodlegateway.Orders;
import org.moodlegateway.ServingFixture;

/** Shops that put their files into folders of their own, while shops come and go. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class ShopFilesTest {
    private static final String MILL =
            """
              mill:
                kind: woocommerce
                files: "{{env:MILL_FILES}}"
                products: { COURSE-SCI: SCI-180 }
            """;

    @TempDir private Path directory;
    private Path drop;
    private ServingFixture gateway;

    @BeforeEach
    void start() {
        drop = directory.resolve("drop of/the mill");
        gateway =
                ServingFixture.in(
                        directory,
                        Map.of("INTAKE_QUIET", "PT0.3S", "MILL_FILES", drop.toString()),
                        MILL);
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    private void shops(String from, String to) throws IOException {
        Path shops = directory.resolve("config/shops.yaml");
        Path draft = directory.resolve("shops.draft");
        Files.writeString(draft, Files.readString(shops).replace(from, to));
        Files.move(draft, shops, StandardCopyOption.REPLACE_EXISTING);
    }

    private static byte[] order(String id) {
        return Orders.order(id).line(Orders.SCI, 1, "ana@example.org").json();
    }

    private Path inbox(String place) {
        return directory.resolve("inbox").resolve(place);
    }

    private List<String> seats(String order) {
        return gateway.list(
                "select shop || ' ' || product || ' ' || state from seat where kind = 'PAID' and order_id = '"
                        + order
                        + "' order by number");
    }

    @Test
    void what_a_shop_itself_says_is_read_from_its_own_folder() throws IOException {
        Files.writeString(
                drop.resolve("today.json"),
                """
                {"id":7001,"status":"processing","currency":"EUR","total":"90.00","date_paid_gmt":"2026-01-15T09:30:00",
                 "date_modified_gmt":"2026-01-15T09:30:02","billing":{"email":"office@example.org"},
                 "line_items":[{"id":1,"sku":"COURSE-SCI","quantity":1,"meta_data":[{"key":"Participant 1 e-mail","value":"ana@example.org"}]}]}
                """);

        await().untilAsserted(
                        () -> assertThat(seats("7001")).containsExactly("mill SCI-180 ACTIVE"));
        await().until(() -> Files.exists(drop.resolve("done/today.json")));
        assertThat(drop.resolve("done/today.json.report.json")).content().contains("7001");
        assertThat(drop.resolve("today.json")).doesNotExist();
        assertThat(inbox("mill")).doesNotExist();
    }

    @Test
    void a_file_for_it_in_the_inbox_is_refused_with_a_report() throws IOException {
        Files.write(Files.createDirectories(inbox("mill")).resolve("x.json"), order("M-1"));
        Files.write(Files.createDirectories(inbox("nobody")).resolve("x.json"), order("M-1"));

        await().until(
                        () ->
                                Files.exists(inbox("failed/mill/x.json"))
                                        && Files.exists(inbox("failed/nobody/x.json")));

        assertThat(inbox("failed/mill/x.json.report.json")).content().contains("shop-elsewhere");
        assertThat(inbox("failed/nobody/x.json.report.json")).content().contains("shop-unknown");
        assertThat(gateway.rows()).isZero();
    }

    @Test
    void folders_are_read_as_shops_come_move_and_go() throws IOException {
        Path late = directory.resolve("late");
        Path moved = directory.resolve("moved");
        shops("files: \"{{env:MILL_FILES}}\"", "files: " + moved);
        shops("\nadmin:\n", "\n  late:\n    files: " + late + "\n  later: {}\n\nadmin:\n");
        await().until(
                        () ->
                                Files.isDirectory(late)
                                        && Files.isDirectory(moved)
                                        && Files.isDirectory(inbox("later")));
        Files.write(late.resolve("a.json"), withoutShop("L-1"));
        Files.write(inbox("later/a.json"), withoutShop("L-2"));
        Files.writeString(
                moved.resolve("a.csv"),
                "order_id,status,updated_at,line_id,product,quantity,participant_email\n"
                        + "C-1,paid,2026-01-01T00:00:00Z,1,SCI-180,1,ana@example.org\n");
        await().untilAsserted(
                        () -> {
                            assertThat(seats("C-1")).containsExactly("mill SCI-180 ACTIVE");
                            assertThat(seats("L-1")).containsExactly("late SCI-180 ACTIVE");
                            assertThat(seats("L-2")).containsExactly("later SCI-180 ACTIVE");
                        });

        shops("  late:\n    files: " + late + "\n  later: {}\n", "");
        await().until(() -> gateway.gateway.camel().getRoute("take-files-late") == null);
        Files.write(late.resolve("b.json"), withoutShop("L-3"));
        Files.write(inbox("later/b.json"), withoutShop("L-4"));

        await().until(() -> Files.exists(inbox("failed/later/b.json")));
        assertThat(inbox("failed/later/b.json.report.json")).content().contains("shop-unknown");
        assertThat(late.resolve("b.json")).exists();
        assertThat(gateway.rows()).isEqualTo(3);
    }

    @Test
    void a_folder_that_was_made_a_link_is_neither_read_nor_written() throws IOException {
        Path outside = Files.createDirectory(directory.resolve("outside"));
        Files.write(outside.resolve("x.json"), order("X-1"));
        Files.delete(inbox("other"));
        Files.createSymbolicLink(inbox("other"), outside);
        Files.createSymbolicLink(drop.resolve("done"), outside);
        Files.writeString(drop.resolve("y.csv"), "no table");
        Files.write(inbox("web/z.json"), order("X-2"));

        await().until(() -> Files.exists(drop.resolve("failed/y.csv")));
        Files.writeString(
                drop.resolve("y.csv"),
                "order_id,status,updated_at,line_id,product,quantity\n"
                        + "C-1,paid,2026-01-01T00:00:00Z,1,SCI-180,1\n");
        await().until(() -> !seats("C-1").isEmpty() && !seats("X-2").isEmpty());

        assertThat(outside.toFile().list()).containsExactly("x.json");
        assertThat(seats("X-1")).isEmpty();
        assertThat(drop.resolve("y.csv")).exists();
    }

    private static byte[] withoutShop(String id) {
        return new String(order(id), UTF_8).replace("\"shop\":\"web\",", "").getBytes(UTF_8);
    }
}
