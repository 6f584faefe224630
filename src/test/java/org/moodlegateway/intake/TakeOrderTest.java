package org.moodlegateway.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.moodlegateway.Orders.order;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.moodlegateway.Orders;
import org.moodlegateway.ServingFixture;
import org.moodlegateway.ServingFixture.Answer;

/** What a shop is answered, through the shipped route, over real HTTP. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class TakeOrderTest {
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

    private static byte[] json(String id) {
        return order(id).line(Orders.SCI, 1, "ana@example.org").json();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    @Test
    void a_signed_order_is_stored_and_its_row_is_named() {
        Answer answer = gateway.postSigned("msg_signed", json("A-1"));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).isEqualTo("application/json");
        assertThat(answer.json().path("status").asText()).isEqualTo("stored");
        long id = answer.json().path("id").asLong();
        assertThat(gateway.list("select sender from inbox where id = " + id))
                .containsExactly("secret 1");
        assertThat(gateway.list("select event_id from inbox where id = " + id))
                .containsExactly("msg_signed");
    }

    @Test
    void an_order_with_a_key_is_stored_and_its_key_is_named() {
        Answer answer = gateway.postWithKey(json("A-2"));

        assertThat(answer.status()).isEqualTo(200);
        long id = answer.json().path("id").asLong();
        assertThat(gateway.list("select sender from inbox where id = " + id))
                .containsExactly("key environment");
    }

    @Test
    void the_bytes_are_kept_as_they_came() {
        byte[] body =
                bytes(
                        "\uFEFF { \"id\":\"A\\/3\", \"status\":\"placed\" , \"updatedAt\":\"2026-01-15T09:30:00Z\","
                                + " \"lines\":[{\"id\":1,\"product\":\"caf\\u00e9\",\"quantity\":1}], \"x\":1e2 }\n");

        Answer answer = gateway.postSigned("msg_bytes", body);

        assertThat(answer.body()).contains("stored");
        byte[] kept =
                gateway.gateway
                        .ledger()
                        .read(
                                handle ->
                                        handle.select(
                                                        "select body from inbox where id = ?",
                                                        answer.json().path("id").asLong())
                                                .mapTo(byte[].class)
                                                .one());
        assertThat(kept).isEqualTo(body);
    }

    @Test
    void the_same_event_again_gets_the_same_receipt() {
        Answer first = gateway.postSigned("msg_again", json("A-4"));
        gateway.clock.forward(java.time.Duration.ofSeconds(60));

        Answer again = gateway.postSigned("msg_again", json("A-4"));

        assertThat(again.status()).isEqualTo(200);
        assertThat(again.json().path("status").asText()).isEqualTo("duplicate");
        assertThat(again.json().path("id")).isEqualTo(first.json().path("id"));
    }

    @Test
    void without_an_event_id_equal_bytes_are_the_same_event() {
        Answer first = gateway.postWithKey(json("A-5"));

        Answer again = gateway.postWithKey(json("A-5"));

        assertThat(again.json().path("status").asText()).isEqualTo("duplicate");
        assertThat(again.json().path("id")).isEqualTo(first.json().path("id"));
    }

    @Test
    void another_body_under_a_known_event_id_is_a_conflict_and_changes_nothing() {
        gateway.postSigned("msg_conflict", json("A-6"));

        Answer conflict = gateway.postSigned("msg_conflict", json("A-6-other"));

        assertThat(conflict.status()).isEqualTo(200);
        assertThat(conflict.json().path("status").asText()).isEqualTo("conflict");
        assertThat(gateway.list("select order_id from orders where order_id = 'A-6-other'"))
                .isEmpty();
    }

    @Test
    void five_deliveries_at_once_are_one_row() throws Exception {
        byte[] body = json("A-7");
        ExecutorService pool = Executors.newFixedThreadPool(5);

        List<Future<Answer>> answers =
                pool.invokeAll(
                        IntStream.range(0, 5)
                                .mapToObj(
                                        i ->
                                                (Callable<Answer>)
                                                        () -> gateway.postSigned("msg_five", body))
                                .toList());

        Set<String> receipts = new java.util.HashSet<>();
        for (Future<Answer> answer : answers) {
            assertThat(answer.get().status()).isEqualTo(200);
            receipts.add(answer.get().json().path("id").asText());
        }
        assertThat(receipts).hasSize(1);
        assertThat(gateway.count("select count(*) from inbox where event_id = 'msg_five'"))
                .isEqualTo(1);
        pool.shutdown();
    }

    @Test
    void an_envelope_is_taken_as_it_is() {
        byte[] body =
                bytes(
                        "{\"type\":\"order.paid\",\"timestamp\":\"2026-01-15T09:30:00Z\",\"data\":"
                                + new String(json("A-8"), UTF_8)
                                + "}");

        assertThat(gateway.postSigned("msg_envelope", body).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "  ",
                "{",
                "{]",
                "nothing",
                "{} {}",
                "{\"a\":1,\"a\":2}",
                "[1,2",
                "\"\\ud800",
                "{\"id\":NaN}",
                "{\"total\":1e9999999990}",
                "{\"total\":-1e-99999999999}",
                "\u0000",
                "<order/>",
                "a=b&c=d"
            })
    void what_is_no_json_is_400(String body) {
        long rows = gateway.rows();

        Answer answer = gateway.postWithKey(bytes(body));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.code()).startsWith("json-");
        assertThat(answer.json().path("id").asText()).isNotEmpty();
        assertThat(gateway.rows()).isEqualTo(rows);
    }

    @Test
    void bytes_that_are_no_utf_8_are_400() {
        assertThat(gateway.postWithKey(new byte[] {'{', '"', (byte) 0xE9, '"', '}'}).code())
                .isEqualTo("json-not-utf8");
    }

    @Test
    void two_hundred_levels_are_400() {
        Answer answer = gateway.postWithKey(bytes("[".repeat(200) + "]".repeat(200)));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo("json-too-deep");
    }

    @Test
    void a_text_of_100_kb_is_400() {
        Answer answer = gateway.postWithKey(bytes("{\"id\":\"" + "x".repeat(100_000) + "\"}"));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo("json-text-too-long");
    }

    @Test
    void json_that_is_no_order_is_422_with_all_that_is_wrong() {
        Answer answer = gateway.postWithKey(bytes("{\"id\":[1],\"lines\":{}}"));

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.code()).isEqualTo("schema");
        List<String> pointers = answer.json().path("problems").findValuesAsText("pointer");
        assertThat(pointers).contains("/id", "/status", "/updatedAt");
        assertThat(answer.json().path("detail").asText()).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "1", "null", "\"text\"", "true", "[{\"id\":1}]"})
    void other_json_is_422(String body) {
        assertThat(gateway.postWithKey(bytes(body)).status()).isEqualTo(422);
    }

    @Test
    void a_paid_order_that_leaves_out_its_lines_is_422_and_nothing_is_kept() {
        long before = gateway.rows();
        String silent =
                "{\"id\":\"A-8\",\"status\":\"paid\",\"updatedAt\":\"2026-01-15T09:30:02Z\"}";

        Answer answer = gateway.postWithKey(bytes(silent));

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.code()).isEqualTo("lines-missing");
        assertThat(answer.json().path("pointer").asText()).isEqualTo("/lines");
        assertThat(gateway.rows()).isEqualTo(before);
    }

    @Test
    void an_order_of_another_shop_is_422() {
        String body = new String(json("A-9"), UTF_8).replace("\"web\"", "\"other\"");

        Answer answer = gateway.postWithKey(bytes(body));

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.code()).isEqualTo("shop-differs");
        assertThat(answer.json().path("pointer").asText()).isEqualTo("/shop");
    }

    @ParameterizedTest
    @CsvSource({"A\\u0000B, text-control-character", "A\\ud800B, text-lone-surrogate"})
    void what_no_ledger_can_hold_is_kept_and_rejected_when_it_is_planned(String id, String code) {
        String body = new String(json("A-10"), UTF_8).replace("\"A-10\"", "\"" + id + "\"");

        Answer answer = gateway.postWithKey(bytes(body));

        assertThat(answer.status()).isEqualTo(200);
        Awaitility.await().until(() -> gateway.rejectedCodes().contains(code));
    }

    @Test
    void an_unknown_shop_is_404() {
        Answer answer = gateway.send(gateway.post("/orders/nobody", json("A-11")));

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.code()).isEqualTo("shop-unknown");
        assertThat(answer.body()).doesNotContain("web");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "PUT", "DELETE", "PATCH", "HEAD", "TRACE"})
    void only_post_and_the_question_before_it_are_taken(String method) {
        Answer answer =
                gateway.send(
                        HttpRequest.newBuilder(gateway.uri("/orders/web"))
                                .method(method, BodyPublishers.noBody())
                                .header("X-API-Key", ServingFixture.KEY));

        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.header("Allow")).isEqualTo("OPTIONS, POST");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "application/xml",
                "application/x-www-form-urlencoded",
                "multipart/form-data; boundary=x",
                "application/jsonp",
                "application/json, text/plain"
            })
    void another_type_is_415(String type) {
        Answer answer =
                gateway.send(
                        HttpRequest.newBuilder(gateway.uri("/orders/web"))
                                .POST(BodyPublishers.ofByteArray(json("A-12")))
                                .header("Content-Type", type)
                                .header("X-API-Key", ServingFixture.KEY));

        assertThat(answer.status()).isEqualTo(415);
        assertThat(answer.code()).isEqualTo("type-not-taken");
    }

    @Test
    void no_type_is_415() {
        Answer answer =
                gateway.send(
                        HttpRequest.newBuilder(gateway.uri("/orders/web"))
                                .POST(BodyPublishers.ofByteArray(json("A-13")))
                                .header("X-API-Key", ServingFixture.KEY));

        assertThat(answer.status()).isEqualTo(415);
    }

    @Test
    void json_with_a_charset_is_json() {
        Answer answer =
                gateway.send(
                        HttpRequest.newBuilder(gateway.uri("/orders/web"))
                                .POST(BodyPublishers.ofByteArray(json("A-14")))
                                .header("Content-Type", "application/json; charset=utf-8")
                                .header("X-API-Key", ServingFixture.KEY));

        assertThat(answer.status()).isEqualTo(200);
    }

    @Test
    void a_body_of_10_mb_is_413_whether_or_not_it_says_its_length() {
        byte[] body = bytes("{\"id\":\"" + "x".repeat(10 << 20) + "\"}");

        Answer announced = gateway.postWithKey(body);
        Answer chunked =
                gateway.send(
                        HttpRequest.newBuilder(gateway.uri("/orders/web"))
                                .POST(
                                        BodyPublishers.ofInputStream(
                                                () -> new java.io.ByteArrayInputStream(body)))
                                .header("Content-Type", "application/json")
                                .header("X-API-Key", ServingFixture.KEY));

        assertThat(Stream.of(announced, chunked).map(Answer::status)).containsOnly(413);
        assertThat(Stream.of(announced, chunked).map(Answer::code)).containsOnly("body-too-large");
    }

    @Test
    void every_refusal_has_one_form() {
        List<Answer> refusals =
                List.of(
                        gateway.postWithKey(bytes("{")),
                        gateway.postWithKey(bytes("{}")),
                        gateway.send(gateway.post("/orders/nobody", bytes("{}"))),
                        gateway.send(gateway.post("/nothing", bytes("{}"))),
                        gateway.send(HttpRequest.newBuilder(gateway.uri("/orders/web"))));

        for (Answer refusal : refusals) {
            JsonNode json = refusal.json();
            assertThat(refusal.header("Content-Type")).isEqualTo("application/problem+json");
            assertThat(refusal.header("Cache-Control")).isEqualTo("no-store");
            assertThat(refusal.header("X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(fields(json))
                    .contains("type", "title", "status", "code", "pointer", "detail", "id");
            assertThat(json.path("status").asInt()).isEqualTo(refusal.status());
            assertThat(refusal.body()).doesNotContain("Exception", "org.", "at line 0", "select");
        }
    }

    private static Set<String> fields(JsonNode json) {
        return json.properties().stream()
                .map(java.util.Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    @Test
    void nothing_of_the_request_stands_in_the_answers_headers() {
        Answer answer =
                gateway.postWithKey(
                        json("A-15"), "X-Canary", "canary-of-a-header", "CamelHttpPath", "/canary");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.response().headers().map().toString()).doesNotContain("canary");
        assertThat(answer.response().headers().map().keySet())
                .isSubsetOf(
                        ":status",
                        "cache-control",
                        "content-length",
                        "content-type",
                        "transfer-encoding",
                        "x-content-type-options");
    }
}
