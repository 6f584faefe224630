package org.moodlegateway.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.moodlegateway.Orders.order;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.moodlegateway.Orders;
import org.moodlegateway.ServingFixture;
import org.moodlegateway.ServingFixture.Answer;
import org.moodlegateway.order.OrderStatus;
import org.moodlegateway.order.Participant;
import org.moodlegateway.shop.SignedWebhooks;

/** What an administrator is told over HTTP, while the whole gateway works before a sandbox. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class ApiTest {
    @TempDir private static Path directory;
    private static ServingFixture gateway;

    @BeforeAll
    static void start() {
        gateway = ServingFixture.in(directory);
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    private static void send(Orders order) {
        assertThat(gateway.postWithKey(order.json()).status()).isEqualTo(200);
    }

    /** The order, once it is in this state. */
    private static JsonNode orderOnce(String id, String status) {
        await().atMost(Duration.ofSeconds(20))
                .until(() -> status(gateway.ask("/api/orders/web/" + id)).equals(status));
        return gateway.ask("/api/orders/web/" + id).json();
    }

    private static String status(Answer answer) {
        return answer.status() == 200 ? answer.json().path("status").asText() : "";
    }

    private static List<String> texts(JsonNode list, String field) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(element -> element.path(field).asText())
                .toList();
    }

    @Test
    void a_fulfilled_order_shows_its_seats_with_person_course_role_and_dates() {
        send(order("F-1").line(Orders.SCI, 1, "ana@example.org"));

        JsonNode order = orderOnce("F-1", "FULFILLED");

        JsonNode seat = order.path("seats").get(0);
        assertThat(seat.path("reference").asText()).hasSize(19);
        assertThat(seat.path("person").asText()).isEqualTo("ana@example.org");
        assertThat(seat.path("course").asText()).isEqualTo("SCI");
        assertThat(seat.path("courseId").isNumber()).isTrue();
        assertThat(seat.path("accountId").isNumber()).isTrue();
        assertThat(seat.path("role").asText()).isEqualTo("student");
        assertThat(seat.path("start").asText()).isEqualTo("2026-01-15T09:30:00Z");
        assertThat(seat.path("end").asText()).isEqualTo("2026-07-14T09:30:00Z");
        assertThat(seat.path("state").asText()).isEqualTo("ACTIVE");
        assertThat(seat.path("reason").isNull()).isTrue();
        assertThat(order.path("shopStatus").asText()).isEqualTo("paid");
        assertThat(order.path("purchasedAt").asText()).isEqualTo("2026-01-15T09:30:00Z");
    }

    @Test
    void an_order_with_an_open_seat_is_partial() {
        send(order("P-1").line(Orders.SCI, 2, "bo@example.org"));

        JsonNode order = orderOnce("P-1", "PARTIAL");

        assertThat(texts(order.path("seats"), "reason")).contains("nobody-named");
    }

    @Test
    void an_order_whose_seats_are_not_what_it_says_is_partial_and_says_in_what() {
        Participant ana = new Participant("ana@example.org", "Ana", "Silva", "");
        send(order("D-1").line(Orders.SCI, Map.of(), ana));
        orderOnce("D-1", "FULFILLED");
        send(
                order("D-1")
                        .updatedAt("2026-01-16T00:00:00Z")
                        .line(Orders.SCI, Map.of("duration", "365"), ana));

        JsonNode order = orderOnce("D-1", "PARTIAL");

        JsonNode difference = order.at("/differences/0");
        assertThat(difference.path("line").asText()).isEqualTo("1");
        assertThat(difference.path("code").asText()).isEqualTo("differs:period");
        assertThat(difference.path("hint").asText()).isNotEmpty();
        assertThat(difference.at("/seats/0")).isEqualTo(order.at("/seats/0/reference"));
        assertThat(difference.at("/sits/0").asText()).isEqualTo("ana@example.org");
        assertThat(difference.path("since").asText()).isNotEmpty();
        assertThat(order.at("/lines/0/differences/0")).isEqualTo(difference);
        assertThat(order.at("/lines/0/outcome").asText()).isEqualTo("partly");
    }

    @Test
    void an_order_for_a_product_that_nobody_knows_waits_for_it() {
        send(order("U-1").line("NO-SUCH", 1, "ana@example.org"));

        JsonNode order = orderOnce("U-1", "PAID");

        assertThat(texts(order.path("seats"), "reason")).containsExactly("product-unknown");
        assertThat(order.path("seats").get(0).path("start").isNull()).isTrue();
    }

    @Test
    void an_order_whose_only_person_cant_be_written_to_has_failed() {
        send(order("X-1").line(Orders.SCI, 1, "not an address"));

        JsonNode order = orderOnce("X-1", "FAILED");

        assertThat(texts(order.path("seats"), "reason")).contains("email-unusable");
    }

    @Test
    void what_the_shop_says_of_an_unpaid_order_stands() {
        send(order("S-1").status(OrderStatus.PLACED).line(Orders.SCI, 1, "ana@example.org"));
        send(order("S-2").status(OrderStatus.CANCELLED).line(Orders.SCI, 1, "ana@example.org"));
        send(order("S-3").status(OrderStatus.REFUNDED).line(Orders.SCI, 1, "ana@example.org"));

        assertThat(orderOnce("S-1", "PLACED").path("seats")).isEmpty();
        assertThat(orderOnce("S-2", "CANCELLED").path("seats")).isEmpty();
        assertThat(orderOnce("S-3", "REFUNDED").path("seats")).isEmpty();
    }

    @Test
    void an_order_that_was_rejected_says_why() {
        String withoutLines =
                """
                {"id":77,"number":"77","status":"processing","currency":"EUR","total":"90.00",\
                "date_created_gmt":"2026-01-15T09:00:00","date_modified_gmt":"2026-01-15T09:00:00",\
                "date_paid_gmt":"2026-01-15T09:00:00","billing":{"email":"ana@example.org"}}""";
        byte[] body = withoutLines.getBytes(UTF_8);
        gateway.send(SignedWebhooks.wooCommerce(gateway, "boutique", body, "order.updated"));
        await().atMost(Duration.ofSeconds(20))
                .until(() -> status(gateway.ask("/api/orders/boutique/77")).equals("FAILED"));

        JsonNode order = gateway.ask("/api/orders/boutique/77").json();

        assertThat(order.path("shopStatus").isNull()).isTrue();
        assertThat(texts(order.path("rejected"), "code")).containsExactly("lines-missing");
        assertThat(rejectedOf("boutique")).contains("77");
        assertThat(rejectedOf("other")).isEmpty();
    }

    private static List<String> rejectedOf(String shop) {
        return texts(gateway.ask("/api/rejected?shop=" + shop).json().path("rejected"), "order");
    }

    @Test
    void a_line_that_cannot_be_delivered_fails_its_order_and_its_seat_says_why() {
        send(order("R-1").line(Orders.SCI, 1, "ana@example.org", "bo@example.org"));

        JsonNode order = orderOnce("R-1", "FAILED");

        assertThat(order.path("shopStatus").asText()).isEqualTo("paid");
        assertThat(order.path("rejected")).isEmpty();
        assertThat(texts(order.path("seats"), "reason")).containsExactly("too-many-participants");
        assertThat(order.at("/seats/0/hint").asText()).contains("participants");
    }

    @Test
    void an_id_may_hold_anything() {
        String id = "#1/ä +%";
        send(order(id).line(Orders.SCI, 1, "ana@example.org"));

        JsonNode order = orderOnce("%231%2F%C3%A4%20+%25", "FULFILLED");

        assertThat(order.path("id").asText()).isEqualTo(id);
    }

    @Test
    void an_order_that_nobody_sent_is_404() {
        assertThat(gateway.ask("/api/orders/web/nothing").code()).isEqualTo("order-unknown");
        assertThat(gateway.ask("/api/orders/other/F-1").status()).isEqualTo(404);
    }

    @Test
    void seats_come_page_by_page() {
        send(order("L-1").line(Orders.SCI, 3, "ana@example.org"));
        orderOnce("L-1", "PARTIAL");

        JsonNode first = gateway.ask("/api/seats?shop=web&order=L-1&limit=2").json();
        JsonNode second =
                gateway.ask(
                                "/api/seats?shop=web&order=L-1&limit=2&after="
                                        + first.path("next").asLong())
                        .json();
        JsonNode unassigned = gateway.ask("/api/seats?order=L-1&state=UNASSIGNED").json();

        assertThat(first.path("seats")).hasSize(2);
        assertThat(texts(second.path("seats"), "reference"))
                .doesNotContainAnyElementsOf(texts(first.path("seats"), "reference"));
        assertThat(unassigned.path("seats")).hasSize(2);
        assertThat(unassigned.path("next").isNull()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/seats?state=active",
                "/api/seats?limit=0",
                "/api/seats?limit=1001",
                "/api/seats?limit=-1",
                "/api/seats?after=x",
                "/api/seats?shop=web&shop=other",
                "/api/seats?unknown=1",
                "/api/rejected?limit=99999999999999999999",
                "/api/pauses?x=1",
                "/api/shops?x=1",
                "/api/notices?state=GONE",
                "/api/notices?channel=mail",
                "/api/orders/web/F-1?x=1"
            })
    void a_question_that_is_not_understood_is_400(String path) {
        Answer answer = gateway.ask(path);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo("query-invalid");
    }

    @Test
    void an_order_carries_what_is_to_be_said_of_each_line_as_it_stands_now() {
        send(order("T-1").boughtByOffice().line("SCI-YEAR", 2, "texts@example.org"));

        JsonNode line = orderOnce("T-1", "PARTIAL").at("/lines/0");

        assertThat(line.path("outcome").asText()).isEqualTo("partly");
        assertThat(line.at("/texts/public/text").asText())
                .startsWith("Votre commande est prête en partie (places prêtes : 1 sur 2).")
                .doesNotContain("@");
        assertThat(line.at("/texts/private/text").asText())
                .contains("texts@example.org", "/course/view.php?id=");
        assertThat(line.at("/texts/salesadmin/text").asText()).contains("transaction TX-T-1");
    }

    @Test
    void notices_are_listed() {
        gateway.gateway
                .ledger()
                .transaction(
                        handle ->
                                handle.execute(
                                        """
                                        insert into outbox (kind, dedup_key, payload, state, created_at, channel, recipient, trouble)
                                        values ('reminder', 'k', '{}', 'DEAD', ?, 'MAIL', 'a@example.org', 'refused-550')
                                        """,
                                        gateway.clock.instant()));

        JsonNode notices =
                gateway.ask("/api/notices?state=DEAD&channel=MAIL").json().path("notices");

        assertThat(notices).hasSize(1);
        assertThat(notices.at("/0/trouble").asText()).isEqualTo("refused-550");
        assertThat(notices.at("/0/sentAt").isNull()).isTrue();
        assertThat(gateway.ask("/api/notices?state=DEAD&channel=EVENT").json().path("notices"))
                .isEmpty();
    }

    @Test
    void shops_are_listed_with_how_their_orders_come() {
        send(order("W-1").line("SCI-YEAR", 1, "web@example.org"));

        JsonNode shops = gateway.ask("/api/shops").json().path("shops");

        assertThat(shops.findValuesAsText("shop"))
                .containsExactlyInAnyOrder(
                        "web", "other", "closed", "boutique", "spruce", "cashier");
        for (JsonNode shop : shops) {
            boolean web = shop.path("shop").asText().equals("web");
            boolean boutique = shop.path("shop").asText().equals("boutique");
            assertThat(shop.path("code").isNull()).isTrue();
            if (web) {
                assertThat(shop.at("/ways/0").asText()).isEqualTo("http");
                assertThat(shop.path("lastMessageAt").asText())
                        .isEqualTo(gateway.clock.instant().toString());
            } else if (boutique) {
                assertThat(shop.path("kind").asText()).isEqualTo("woocommerce");
                assertThat(shop.at("/ways/0").asText()).isEqualTo("webhook");
                assertThat(shop.path("nextPollAt").isNull()).isTrue();
            }
        }
    }

    @Test
    void pauses_are_listed() {
        assertThat(gateway.ask("/api/pauses").json().path("pauses").isArray()).isTrue();
    }

    @Test
    void the_description_is_for_everybody_and_holds_the_schema_that_orders_are_checked_with() {
        Answer description = gateway.send(HttpRequest.newBuilder(gateway.uri("/openapi.json")));
        Answer schema = gateway.send(HttpRequest.newBuilder(gateway.uri("/order.schema.json")));

        assertThat(description.json().path("openapi").asText()).startsWith("3.1.");
        assertThat(description.json().at("/components/schemas/Order")).isEqualTo(schema.json());
        assertThat(schema.header("Content-Type")).isEqualTo("application/schema+json");
        JsonSchema published =
                JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(schema.json());
        assertThat(published.validate(json(order("A-1").line(Orders.SCI, 1).json()))).isEmpty();
        assertThat(published.validate(json("{}".getBytes(UTF_8)))).isNotEmpty();
    }

    @Test
    void the_description_names_every_path_that_is_listened_on() {
        JsonNode paths =
                gateway.send(HttpRequest.newBuilder(gateway.uri("/openapi.json")))
                        .json()
                        .path("paths");

        List<String> listening =
                gateway.gateway.camel().getRoutes().stream()
                        .map(route -> route.getEndpoint().getEndpointUri())
                        .filter(uri -> uri.startsWith("platform-http:"))
                        .map(uri -> uri.replaceAll("^platform-http:/*([^?]*).*", "/$1"))
                        .map(path -> path.replace("%7B", "{").replace("%7D", "}"))
                        .map(path -> path.replaceAll("^/webhooks/.*", "/webhooks/{shop}"))
                        .distinct()
                        .toList();

        assertThat(listening)
                .containsExactlyInAnyOrderElementsOf(
                        paths.properties().stream().map(java.util.Map.Entry::getKey).toList());
    }

    private static JsonNode json(byte[] text) {
        return new org.moodlegateway.order.OrderJson().parse(text);
    }
}
