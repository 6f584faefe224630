package org.moodlegateway.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.moodlegateway.Orders.order;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.moodlegateway.Orders;
import org.moodlegateway.ServingFixture;
import org.moodlegateway.ServingFixture.Answer;

/**
 * Orders that come as CloudEvents: with the event around them, in headers beside them, in lists.
 */
@DisplayNameGeneration(ReplaceUnderscores.class)
class CloudEventsTest {
    private static final String EVENT = "application/cloudevents+json";
    private static final String BATCH = "application/cloudevents-batch+json";
    private static final String SUBSCRIPTION =
            "{\"id\":\"S-1\",\"status\":\"on-hold\",\"updatedAt\":\"2026-01-15T09:30:00Z\"}";

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

    private static String orderJson(String id) {
        return new String(order(id).line(Orders.SCI, 1, "ana@example.org").json(), UTF_8);
    }

    private static String event(String id, String type, String data) {
        return """
               {"specversion":"1.0","id":"%s","source":"https://shop.example.org/orders","type":"%s","time":"2026-01-15T09:30:00Z","data":%s}"""
                .formatted(id, type, data);
    }

    private static Answer post(String type, String body, String... headers) {
        HttpRequest.Builder request =
                gateway.post("/orders/web", body.getBytes(UTF_8), "X-API-Key", ServingFixture.KEY)
                        .setHeader("Content-Type", type);
        return gateway.send(headers.length == 0 ? request : request.headers(headers));
    }

    private static Answer binary(String id, String type, String body) {
        return post(
                "application/json",
                body,
                "ce-specversion",
                "1.0",
                "ce-id",
                id,
                "ce-source",
                "https://shop.example.org/orders",
                "ce-type",
                type);
    }

    private static String body(Answer answer, String path) {
        return gateway.gateway
                .ledger()
                .read(
                        handle ->
                                new String(
                                        handle.select(
                                                        "select body from inbox where id = ?",
                                                        answer.json().at(path).asLong())
                                                .mapTo(byte[].class)
                                                .one(),
                                        UTF_8));
    }

    private static void awaitState(Answer answer, String path, String state) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () ->
                                assertThat(
                                                gateway.list(
                                                        "select state from inbox where id = "
                                                                + answer.json().at(path).asLong()))
                                        .containsExactly(state));
    }

    @Test
    void an_event_with_the_order_in_it_is_kept_as_it_came_and_becomes_seats() {
        String body = event("e-1", "com.example.order.paid", orderJson("CE-1"));

        Answer answer = post(EVENT + "; charset=utf-8", body);

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(body(answer, "/id")).isEqualTo(body);
        awaitState(answer, "/id", "APPLIED");
        assertThat(gateway.count("select count(*) from seat where order_id = 'CE-1'")).isOne();
        assertThat(gateway.list("select event_id from inbox where order_id = 'CE-1'"))
                .containsExactly("https://shop.example.org/orders e-1");
    }

    @Test
    void an_event_is_known_without_its_type_of_body() {
        Answer answer = post("application/json", event("e-2", "order.paid.v1", orderJson("CE-2")));

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        awaitState(answer, "/id", "APPLIED");
    }

    @Test
    void an_order_with_the_event_in_headers_is_kept_bare_and_becomes_seats() {
        Answer answer = binary("e-3", "com.example.order.paid", orderJson("CE-3"));

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(body(answer, "/id")).isEqualTo(orderJson("CE-3"));
        awaitState(answer, "/id", "APPLIED");
        assertThat(gateway.count("select count(*) from seat where order_id = 'CE-3'")).isOne();
    }

    @Test
    void a_subscription_with_its_type_in_headers_is_followed() {
        Answer answer = binary("e-4", "org.example.subscription.updated", SUBSCRIPTION);

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        awaitState(answer, "/id", "APPLIED");
        assertThat(gateway.list("select status from subscription where subscription_id = 'S-1'"))
                .containsExactly("ON_HOLD");
    }

    @Test
    void the_same_event_again_is_one_and_another_body_under_its_id_changes_nothing() {
        String body = event("e-5", "order.paid", orderJson("CE-5"));

        Answer first = post(EVENT, body);
        Answer again = post(EVENT, body);
        Answer other = post(EVENT, event("e-5", "order.paid", orderJson("CE-5b")));
        Answer bare = binary("e-5", "order.paid", orderJson("CE-5"));

        assertThat(first.json().path("status").asText()).isEqualTo("stored");
        assertThat(again.json().path("status").asText()).isEqualTo("duplicate");
        assertThat(again.json().path("id")).isEqualTo(first.json().path("id"));
        assertThat(other.json().path("status").asText()).isEqualTo("conflict");
        assertThat(bare.json().path("status").asText()).isEqualTo("conflict");
    }

    @Test
    void an_id_in_any_script_or_length_is_one_id() {
        String long1 = event("Ω" + "x".repeat(500), "order.paid", orderJson("CE-6"));
        String long2 = event("Ω" + "x".repeat(501), "order.paid", orderJson("CE-6b"));

        assertThat(post(EVENT, long1).json().path("status").asText()).isEqualTo("stored");
        assertThat(post(EVENT, long2).json().path("status").asText()).isEqualTo("stored");
        assertThat(binary("%CE%A9" + "x".repeat(500), "order.paid", orderJson("CE-6")).body())
                .contains("conflict");
    }

    @Test
    void a_list_of_events_is_kept_in_one_commit_each_as_it_is_written() {
        String first = event("b-1", "order.paid", orderJson("CE-B1"));
        String second = event("b-2", "subscription.updated", SUBSCRIPTION.replace("S-1", "S-2"));
        String third =
                event("b-3", "order.paid", orderJson("CE-B3").replace("First", "Zo\u00e9 \\u0142"));

        Answer answer = post(BATCH, "\uFEFF [" + first + ",\n " + second + " , " + third + "]\n");

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.json().path("events")).hasSize(3);
        assertThat(body(answer, "/events/0/id")).isEqualTo(first);
        assertThat(body(answer, "/events/1/id")).isEqualTo(second);
        assertThat(body(answer, "/events/2/id")).isEqualTo(third);
        for (int i = 0; i < 3; i++) {
            awaitState(answer, "/events/" + i + "/id", "APPLIED");
        }
        assertThat(post(BATCH, "[" + first + "]").json().at("/events/0/status").asText())
                .isEqualTo("duplicate");
        assertThat(post(BATCH, "[]").json().path("events")).isEmpty();
    }

    @Test
    void of_a_list_with_a_bad_event_nothing_is_kept_and_every_mistake_has_its_place() {
        long rows = gateway.rows();
        String good = event("b-4", "order.paid", orderJson("CE-B4"));
        String wrongType = event("b-5", "parcel.sent", orderJson("CE-B5"));
        String noStatus = event("b-6", "order.paid", "{\"id\":\"CE-B6\"}");

        Answer answer = post(BATCH, "[" + String.join(",", good, wrongType, "7", noStatus) + "]");

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.json().path("problems").findValuesAsText("pointer"))
                .startsWith("/1/type", "/2/specversion")
                .allMatch(pointer -> pointer.matches("/1/type|/2/specversion|/3/data.*"));
        assertThat(gateway.rows()).isEqualTo(rows);
        assertThat(post(BATCH, good).status()).isEqualTo(422);
        assertThat(post(BATCH, "[" + ",".repeat(3) + "]").status()).isEqualTo(400);
        assertThat(post(BATCH, "[" + "1,".repeat(600) + "1]").status()).isEqualTo(413);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            "specversion":"1.0"  | "specversion":"0.3"          | /specversion
            "specversion":"1.0"  | "specversion":1.0            | /specversion
            "specversion":"1.0"  | "spec":"1.0"                 | /specversion
            "id":"e-9"           | "id":""                      | /id
            "id":"e-9"           | "id":7                       | /id
            "source":"https:     | "source":"a b https:         | /source
            "type":"order.paid"  | "type":"order"               | /type
            "type":"order.paid"  | "type":"parcel.sent"         | /type
            "type":"order.paid"  | "type":["order.paid"]        | /type
            "data":{             | "data":[],"x":{              | /data
            "data":{             | "data_base64":"e30=","x":{   | /data
            "data":{             | "datacontenttype":"text/xml","data":{ | /datacontenttype
            """)
    void an_event_that_is_none_is_422_with_its_place(String good, String bad, String pointer) {
        String body =
                event("e-9", "order.paid", orderJson("CE-9"))
                        .replaceFirst(
                                java.util.regex.Pattern.quote(good),
                                java.util.regex.Matcher.quoteReplacement(bad));

        Answer answer = post(EVENT, body);

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.json().path("pointer").asText()).isEqualTo(pointer);
        assertThat(answer.code()).isEqualTo("event-invalid");
    }

    @Test
    void headers_that_are_no_event_are_422_and_nothing_is_kept() {
        long rows = gateway.rows();
        String body = orderJson("CE-10");

        List<Answer> answers =
                List.of(
                        binary("e-10", "parcel.sent", body),
                        post("application/json", body, "ce-id", "e-10"),
                        post("application/json", body, "ce-id", "1", "ce-id", "2"),
                        binary("e-10", "subscription.updated", body),
                        binary("e-10", "order.paid", event("e-10", "order.paid", body)));

        assertThat(answers).extracting(Answer::status).containsOnly(422);
        assertThat(gateway.rows()).isEqualTo(rows);
    }

    @Test
    void an_event_is_signed_like_any_message_and_without_a_signature_nobody_reads_it() {
        byte[] body = event("e-11", "order.paid", orderJson("CE-11")).getBytes(UTF_8);
        String now = String.valueOf(gateway.clock.instant().getEpochSecond());
        String signature = ServingFixture.signature(ServingFixture.SECRET, "msg_ce", now, body);

        Answer signed =
                gateway.send(
                        gateway.post(
                                        "/orders/web",
                                        body,
                                        "webhook-id",
                                        "msg_ce",
                                        "webhook-timestamp",
                                        now,
                                        "webhook-signature",
                                        signature)
                                .setHeader("Content-Type", EVENT));
        Answer unsigned =
                gateway.send(
                        gateway.post("/orders/web", "[{]".getBytes(UTF_8))
                                .setHeader("Content-Type", BATCH));

        assertThat(signed.status()).as(signed.body()).isEqualTo(200);
        assertThat(unsigned.status()).isEqualTo(401);
        assertThat(unsigned.body()).doesNotContain("pointer\":\"/");
    }

    private static Answer ask(String shop, String... headers) {
        return gateway.send(
                HttpRequest.newBuilder(gateway.uri("/orders/" + shop))
                        .method("OPTIONS", BodyPublishers.noBody())
                        .headers(headers));
    }

    @Test
    void a_sender_that_asks_first_is_welcome_at_a_shop_that_can_send() {
        String[] question = {
            "WebHook-Request-Origin", "events.example.org", "WebHook-Request-Rate", "120"
        };

        Answer welcome = ask("web", question);

        assertThat(welcome.status()).isEqualTo(200);
        assertThat(welcome.header("WebHook-Allowed-Origin")).isEqualTo("events.example.org");
        assertThat(welcome.header("WebHook-Allowed-Rate")).isEqualTo("*");
        assertThat(welcome.header("Allow")).contains("POST");
        assertThat(
                        ask("web", "WebHook-Request-Origin", "events.example.org")
                                .header("WebHook-Allowed-Rate"))
                .isEmpty();
        assertThat(ask("nobody", question).status()).isEqualTo(404);
        assertThat(ask("closed", question).status()).isEqualTo(404);
        assertThat(ask("nobody", question).header("WebHook-Allowed-Origin")).isEmpty();
        assertThat(ask("web", "X-Other", "1").status()).isEqualTo(400);
        assertThat(ask("web", "WebHook-Request-Origin", "<script>").status()).isEqualTo(400);
    }
}
