package org.moodlegateway.shop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.moodlegateway.ServingFixture;

/** An administrator edits shops while the gateway runs, and shops go on as they are edited. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class ShopsWhileRunningTest {
    @TempDir private Path directory;
    private ServingFixture gateway;

    @BeforeEach
    void start() {
        gateway = ServingFixture.in(directory);
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    private Path config() {
        return directory.resolve("config");
    }

    /** A file that appears whole, as an editor writes it. */
    private static void write(Path file, String text) throws IOException {
        Path draft = Files.writeString(file.resolveSibling(file.getFileName() + ".draft"), text);
        Files.move(draft, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }

    private void put(String shop, String name, String json) throws IOException {
        Path inbox = Files.createDirectories(directory.resolve("inbox").resolve(shop));
        write(inbox.resolve(name), json);
    }

    private List<String> seats(String order) {
        return gateway.list(
                "select product || ' ' || state || ' ' || reason from seat where kind = 'PAID' and order_id = '"
                        + order
                        + "' order by number");
    }

    private static String woo(String id, String sku) {
        return """
                {"id":%s,"status":"processing","currency":"EUR","total":"90.00","date_paid_gmt":"2026-01-15T09:30:00",
                 "date_modified_gmt":"2026-01-15T09:30:02","billing":{"email":"office@example.org"},
                 "line_items":[{"id":1,"sku":"%s","quantity":1,"meta_data":[{"key":"Participant 1 e-mail","value":"ana@example.org"}]}]}
                """
                .formatted(id, sku);
    }

    @Test
    void a_file_may_hold_what_the_shop_itself_would_send() throws IOException {
        put("boutique", "orders.json", woo("7001", "COURSE-SCI"));

        await().untilAsserted(() -> assertThat(seats("7001")).containsExactly("SCI-180 ACTIVE "));
    }

    @Test
    void an_order_of_an_unknown_product_goes_on_when_the_shop_names_it() throws IOException {
        put("boutique", "orders.json", woo("7002", "LANG-NEW"));
        await().untilAsserted(
                        () ->
                                assertThat(seats("7002"))
                                        .containsExactly("LANG-NEW WAITING product-unknown"));

        Path shops = config().resolve("shops.yaml");
        write(
                shops,
                Files.readString(shops)
                        .replace("COURSE-SCI: SCI-180, \"TSHIRT", "LANG-NEW: LANG-180, \"TSHIRT"));

        await().untilAsserted(
                        () ->
                                assertThat(seats("7002"))
                                        .containsExactly(
                                                "LANG-NEW CANCELLED ", "LANG-180 ACTIVE "));
    }

    @Test
    void seats_of_what_is_no_training_are_cancelled_once_the_shop_says_so() throws IOException {
        put("boutique", "orders.json", woo("7005", "MUG"));
        await().untilAsserted(
                        () ->
                                assertThat(seats("7005"))
                                        .containsExactly("MUG WAITING product-unknown"));

        Path shops = config().resolve("shops.yaml");
        write(
                shops,
                Files.readString(shops)
                        .replace("\"TSHIRT-*\": ignore }", "\"TSHIRT-*\": ignore, MUG: ignore }"));

        await().untilAsserted(
                        () ->
                                assertThat(seats("7005"))
                                        .allMatch(seat -> seat.contains("CANCELLED")));
    }

    @Test
    void an_order_of_which_no_training_is_left_gives_its_access_back() throws IOException {
        put("boutique", "a.json", woo("7006", "COURSE-SCI"));
        await().untilAsserted(() -> assertThat(seats("7006")).containsExactly("SCI-180 ACTIVE "));

        put("boutique", "b.json", woo("7006", "TSHIRT-M").replace("09:30:02", "09:40:00"));
        put("boutique", "c.json", woo("7007", "TSHIRT-M"));

        await().untilAsserted(
                        () ->
                                assertThat(seats("7006"))
                                        .allMatch(seat -> seat.contains("CANCELLED")));
        await().until(() -> gateway.count("select count(*) from inbox where state = 'NEW'") == 0);
        assertThat(gateway.count("select count(*) from orders where order_id = '7007'")).isZero();
    }

    @Test
    void a_message_that_the_mapping_refused_goes_on_when_the_mapping_is_mended()
            throws IOException {
        Path mapping = config().resolve("shops/woocommerce.jq");
        String good = Files.readString(mapping);
        put("boutique", "a.json", woo("7003", "COURSE-SCI").replace("\"id\":1,", "\"id\":null,"));
        await().until(() -> gateway.rejectedCodes().size() == 1);

        write(mapping, good + "\n# mended\n");
        await().until(
                        () ->
                                gateway.list("select state from inbox").equals(List.of("NEW"))
                                        || gateway.count(
                                                        "select count(*) from inbox where settled_at is not null")
                                                == 1);
        assertThat(gateway.rejectedCodes()).hasSize(1);
    }

    @Test
    void a_broken_edit_changes_nothing() throws IOException {
        Path shops = config().resolve("shops.yaml");
        write(shops, Files.readString(shops).replace("kind: woocommerce", "kind: wooo"));
        put("boutique", "orders.json", woo("7004", "COURSE-SCI"));

        await().untilAsserted(() -> assertThat(seats("7004")).containsExactly("SCI-180 ACTIVE "));
    }

    @Test
    void a_shop_that_is_taken_out_has_no_address_any_more_and_a_new_one_has() throws IOException {
        Path shops = config().resolve("shops.yaml");
        write(shops, Files.readString(shops).replace("  cashier:\n", "  till:\n"));

        await().until(() -> status("till") == 401);
        assertThat(status("cashier")).isEqualTo(404);
    }

    private int status(String shop) {
        return gateway.send(gateway.post("/webhooks/" + shop, "{}".getBytes(UTF_8))).status();
    }
}
