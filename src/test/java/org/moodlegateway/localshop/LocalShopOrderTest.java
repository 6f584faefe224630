package org.moodlegateway.localshop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.moodlegateway.order.Line;
import org.moodlegateway.order.Order;
import org.moodlegateway.order.OrderReader;
import org.moodlegateway.order.OrderStatus;
import org.moodlegateway.order.Participant;
import org.moodlegateway.order.Problem;
import org.moodlegateway.order.Renews;
import org.moodlegateway.seat.Handlers;
import org.moodlegateway.shop.Translation;

@DisplayNameGeneration(ReplaceUnderscores.class)
class LocalShopOrderTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Handlers HANDLERS =
            Handlers.standard(ZoneOffset.UTC, Set.of("student", "teacher"), 1000);

    private final LocalShopOrder orders = new LocalShopOrder(rules(Map.of()));

    @Test
    void a_paid_bill_is_a_paid_order_with_people_by_role() throws IOException {
        Order order = order(SampleRows.message(41));

        assertThat(order.id()).isEqualTo("41");
        assertThat(order.transaction()).isEqualTo("TX0001");
        assertThat(order.status()).isEqualTo(OrderStatus.PAID);
        assertThat(order.placed()).isEqualTo("2026-01-15T09:23:20Z");
        assertThat(order.paid()).isEqualTo("2026-01-15T09:30:00Z");
        assertThat(order.updatedAt()).isEqualTo("2026-01-15T09:30:00Z");
        assertThat(order.total()).isEqualTo("360.00");
        assertThat(order.currency()).isEqualTo("EUR");
        assertThat(order.test()).isFalse();
        assertThat(order.buyer().email()).isEqualTo("office@example.org");
        assertThat(order.buyer().firstName()).isEqualTo("Zoé");
        assertThat(order.buyer().country()).isEqualTo("FR");
        Line line = order.lines().get(0);
        assertThat(order.lines()).hasSize(1);
        assertThat(line.id()).isEqualTo("301");
        assertThat(line.product()).isEqualTo("PROD1");
        assertThat(line.quantity()).isEqualTo(3);
        assertThat(line.parameters())
                .containsOnly(
                        Map.entry("coursename", "SCI"),
                        Map.entry("duration", "180"),
                        Map.entry("supervisor", "teacher"),
                        Map.entry("customersupport", "HELP"));
        assertThat(line.participants())
                .containsExactly(
                        new Participant("ana@example.org", "Ana", "SILVA", "student"),
                        new Participant("bo@example.org", "Bô", "NGỌC", "student"),
                        new Participant("chef@example.org", "Chef", "DUPONT", "teacher"));
    }

    @Test
    void parameters_that_were_frozen_as_a_map_mean_the_same() throws IOException {
        Order order = order(SampleRows.message(42));

        assertThat(order.status()).isEqualTo(OrderStatus.PLACED);
        assertThat(order.paidAt()).isEmpty();
        assertThat(order.lines().get(0).parameters())
                .containsOnly(Map.entry("coursename", "SCI"), Map.entry("duration", "180"));
        assertThat(order.lines().get(0).participants()).isEmpty();
    }

    @Test
    void a_renewal_names_the_seat_by_its_reference() throws IOException {
        Line line = order(SampleRows.message(43)).lines().get(0);

        assertThat(line.product()).isEqualTo("RENEW180");
        assertThat(line.renews()).contains(new Renews(Renews.Target.SEAT, "MZLM-NWVI-NDIZ-ZJ1V"));
        assertThat(line.parameters())
                .containsOnly(
                        Map.entry("coursename", "SCI"),
                        Map.entry("enroltype", "manual"),
                        Map.entry("extension", "180"));
    }

    @Test
    void one_answer_for_each_of_the_quantity_renews_each_of_them() throws IOException {
        ObjectNode message = SampleRows.message(43);
        item(message).put("quantity", 3);
        answers(
                message,
                "a:1:{s:11:\"productcode\";a:3:{i:0;s:1:\"A\";i:1;s:1:\"B\";i:2;s:1:\"A\";}}");

        List<Line> lines = order(message).lines();

        assertThat(lines).extracting(Line::id).containsExactly("304.1", "304.2");
        assertThat(lines).extracting(Line::quantity).containsExactly(2, 1);
        assertThat(lines)
                .extracting(line -> line.renews().orElseThrow().value())
                .containsExactly("A", "B");
    }

    @Test
    void one_seat_is_renewed_by_the_whole_quantity() throws IOException {
        ObjectNode message = SampleRows.message(43);
        item(message).put("quantity", 2);
        answers(message, "a:1:{s:11:\"productcode\";a:2:{i:0;s:1:\"A\";i:1;s:0:\"\";}}");

        assertThat(order(message).lines()).extracting(Line::quantity).containsExactly(2);
    }

    @Test
    void two_seats_for_a_quantity_of_three_leave_their_own_line_waiting() throws IOException {
        ObjectNode message = SampleRows.message(43);
        item(message).put("quantity", 3);
        answers(message, "a:1:{s:11:\"productcode\";a:2:{i:0;s:1:\"A\";i:1;s:1:\"B\";}}");

        assertThat(wrong(message).code()).isEqualTo("renews-unclear");
        assertThat(wrong(message).pointer()).isEqualTo("/items/0/customerdata");
    }

    @ParameterizedTest
    @CsvSource({
        "SOLDOUT, PAID",
        "COMPLETE, PAID",
        "PAYBACK, REFUNDED",
        "CANCELLED, CANCELLED",
        "REFUSED, CANCELLED",
        "FAILED, CANCELLED",
        "WORKING, PLACED",
        "PLACED, PLACED",
        "PENDING, PLACED",
        "PREPROD, PLACED",
        "PARTIAL, PLACED",
        "SOMETHING, PLACED"
    })
    void each_status_means_something(String status, OrderStatus meant) throws IOException {
        ObjectNode message = SampleRows.message(41);
        bill(message).put("status", status);

        assertThat(order(message).status()).isEqualTo(meant);
    }

    @Test
    void a_change_that_was_noticed_later_dates_from_then() throws IOException {
        ObjectNode message = SampleRows.message(41);
        message.put("noticed", 1769333400);

        assertThat(order(message).updatedAt()).isEqualTo("2026-01-25T09:30:00Z");
        assertThat(order(message).paid()).isEqualTo("2026-01-25T09:30:00Z");
        assertThat(order(message).placed()).isEqualTo("2026-01-15T09:23:20Z");
    }

    @Test
    void a_bill_without_last_action_dates_from_when_it_was_made_out() throws IOException {
        ObjectNode message = SampleRows.message(41);
        bill(message).putNull("lastactiondate");

        assertThat(order(message).updatedAt()).isEqualTo("2026-01-15T09:23:20Z");

        bill(message).putNull("emissiondate");

        assertThat(refused(message).code()).isEqualTo("value-missing");
    }

    @Test
    void a_test_bill_is_a_test_order() throws IOException {
        ObjectNode message = SampleRows.message(41);
        bill(message).put("test", 1);

        assertThat(order(message).test()).isTrue();
    }

    @Test
    void a_bill_without_customer_still_seats_its_people() throws IOException {
        ObjectNode message = SampleRows.message(41);
        message.putNull("customer");

        assertThat(order(message).buyer().email()).isEmpty();
        assertThat(order(message).lines().get(0).participants()).hasSize(3);
    }

    @Test
    void quantities_are_whole_whatever_the_database_calls_them() throws IOException {
        ObjectNode message = SampleRows.message(41);
        item(message).put("quantity", 3.0);
        assertThat(order(message).lines().get(0).quantity()).isEqualTo(3);

        item(message).put("quantity", "3.00");
        assertThat(order(message).lines().get(0).quantity()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2.5", "-1", "1e9", "NaN", "", "many", "1000001"})
    void what_is_no_quantity_leaves_its_own_line_waiting(String quantity) throws IOException {
        ObjectNode message = SampleRows.message(41);
        item(message).put("quantity", quantity);

        assertThat(wrong(message).code()).isEqualTo("quantity-invalid");
        assertThat(wrong(message).pointer()).isEqualTo("/items/0/quantity");
    }

    @Test
    void parameters_are_split_as_local_shop_does() throws IOException {
        ObjectNode message = SampleRows.message(41);
        production(
                message,
                "coursename=S%20+C=I&duration=&role=student&nothing&requiredroles=a,b&extra=1");

        assertThat(order(message).lines().get(0).parameters())
                .containsOnly(Map.entry("coursename", "S%20+C"), Map.entry("role", "student"));
    }

    @Test
    void a_course_id_is_a_short_name() throws IOException {
        ObjectNode message = SampleRows.message(41);
        production(message, "courseid=SCI&duration=180");

        assertThat(order(message).lines().get(0).parameters())
                .containsOnly(Map.entry("coursename", "SCI"), Map.entry("duration", "180"));
    }

    @Test
    void parameters_of_a_handler_that_is_not_here_are_all_told() throws IOException {
        ObjectNode message = SampleRows.message(41);
        item(message).putNull("catalogitem");
        production(message, "coursename=SCI&extra=1");

        assertThat(order(message).lines().get(0).parameters())
                .containsOnly(Map.entry("coursename", "SCI"), Map.entry("extra", "1"));
    }

    @Test
    void items_are_products_of_the_shops_own_table() throws IOException {
        LocalShopOrder mapped = new LocalShopOrder(rules(Map.of("PROD1", "SCI-180")));

        assertThat(order(mapped, SampleRows.message(41)).lines().get(0).product())
                .isEqualTo("SCI-180");

        LocalShopOrder ignoring = new LocalShopOrder(rules(Map.of("PROD1", "ignore")));

        assertThat(ignoring.translate(SampleRows.message(41)))
                .isInstanceOfSatisfying(
                        Translation.Canonical.class,
                        bill -> assertThat(bill.sellsNothing()).isTrue());
    }

    @Test
    void patterns_name_products_the_longest_first() {
        ItemProducts products =
                new ItemProducts(Map.of("A-*", "one", "A-B*", "two", "A-BC", "ignore", "*", "any"));

        assertThat(List.of("A-1", "A-BX", "C"))
                .extracting(products)
                .containsExactly(Optional.of("one"), Optional.of("two"), Optional.of("any"));
        assertThat(products.apply("A-BC")).isEmpty();
    }

    @Test
    void a_shop_says_what_is_paid_and_who_supervises() throws IOException {
        ObjectNode settings = JSON.createObjectNode().put("supervisor-role", "editingteacher");
        settings.putArray("paid-states").add("preprod");
        LocalShopOrder own = new LocalShopOrder(BillRules.of(settings, Map.of(), HANDLERS));
        ObjectNode message = SampleRows.message(41);
        bill(message).put("status", "PREPROD");
        item(message)
                .put(
                        "productiondata",
                        encoded(
                                "a:1:{s:5:\"users\";a:1:{s:11:\"_supervisor\";a:1:{s:11:\"a@b.example\";"
                                        + "O:8:\"stdClass\":0:{}}}}"));

        Order order = order(own, message);

        assertThat(order.status()).isEqualTo(OrderStatus.PAID);
        assertThat(order.lines().get(0).participants())
                .containsExactly(new Participant("a@b.example", "", "", "editingteacher"));
    }

    @Test
    void it_is_the_meaning_of_a_kind_of_shop() throws IOException {
        ObjectNode input = JSON.createObjectNode();
        input.set("message", SampleRows.message(41));
        ObjectNode shop = input.putObject("shop").put("name", "moodle");
        shop.putObject("products").put("PROD1", "SCI-180");
        shop.putObject("settings");

        Translation translation = new LocalShopMeaning(HANDLERS).translate(input);

        assertThat(((Translation.Canonical) translation).order().at("/lines/0/product").asText())
                .isEqualTo("SCI-180");
    }

    @Test
    void what_can_t_be_read_leaves_its_own_line_waiting_with_its_place() throws IOException {
        ObjectNode message = SampleRows.message(41);
        item(message).put("productiondata", "Tzo4OiJzdGRDbGFzcyI6NTp7");

        assertThat(wrong(message).code()).isEqualTo("php-unreadable");
        assertThat(wrong(message).pointer()).isEqualTo("/items/0/productiondata");
        assertThat(wrong(message).message()).isEqualTo("productiondata ends too early at byte 18");
    }

    @Test
    void the_same_message_is_always_the_same_order() throws IOException {
        ObjectNode message = SampleRows.message(41);

        assertThat(orders.translate(message)).isEqualTo(orders.translate(message.deepCopy()));
    }

    @Test
    void ten_thousand_spoilt_messages_are_orders_or_refused_and_nothing_else() throws IOException {
        Random random = new Random(20260116);
        List<byte[]> good =
                List.of(
                        JSON.writeValueAsBytes(SampleRows.message(41)),
                        JSON.writeValueAsBytes(SampleRows.message(42)),
                        JSON.writeValueAsBytes(SampleRows.message(43)));

        assertTimeoutPreemptively(
                Duration.ofSeconds(60),
                () -> {
                    int read = 0;
                    for (int i = 0; i < 10_000; i++) {
                        JsonNode message = readable(Spoilt.one(good.get(i % 3), random));
                        if (message != null) {
                            assertThat(orders.translate(message)).isNotNull();
                            read++;
                        }
                    }
                    assertThat(read).isGreaterThan(1_000);
                });
    }

    private static JsonNode readable(byte[] spoilt) {
        try {
            return JSON.readTree(spoilt);
        } catch (IOException e) {
            return null;
        }
    }

    private static BillRules rules(Map<String, String> products) {
        return BillRules.of(JSON.createObjectNode(), products, HANDLERS);
    }

    private Order order(JsonNode message) {
        return order(orders, message);
    }

    private static Order order(LocalShopOrder reader, JsonNode message) {
        Translation meaning = reader.translate(message);
        assertThat(meaning).isInstanceOf(Translation.Canonical.class);
        return new OrderReader().read(((Translation.Canonical) meaning).order(), "moodle");
    }

    /** What is wrong with its one line; the order itself goes on. */
    private Problem wrong(JsonNode message) {
        return order(message).lines().get(0).problem().orElseThrow();
    }

    private Problem refused(JsonNode message) {
        Translation meaning = orders.translate(message);
        assertThat(meaning).isInstanceOf(Translation.Refused.class);
        return ((Translation.Refused) meaning).problem();
    }

    private static ObjectNode bill(ObjectNode message) {
        return (ObjectNode) message.path("bill");
    }

    private static ObjectNode item(ObjectNode message) {
        return (ObjectNode) message.at("/items/0");
    }

    private static void answers(ObjectNode message, String serialized) {
        item(message).put("customerdata", encoded(serialized));
    }

    private static void production(ObjectNode message, String parameters) {
        String serialized =
                "O:8:\"stdClass\":2:{s:5:\"users\";N;s:13:\"handlerparams\";s:%d:\"%s\";}"
                        .formatted(parameters.length(), parameters);
        item(message).put("productiondata", encoded(serialized));
    }

    private static String encoded(String serialized) {
        return Base64.getEncoder().encodeToString(serialized.getBytes(StandardCharsets.UTF_8));
    }
}
