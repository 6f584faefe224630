package org.moodlegateway.intake;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.moodlegateway.Orders.order;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.moodlegateway.Orders;
import org.moodlegateway.ServingFixture;
import org.moodlegateway.ServingFixture.Answer;

/** Orders that nobody would write by hand: each is answered, and what is kept gets settled. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class IntakeFuzzTest {
    @TempDir private Path directory;

    @Test
    void two_thousand_mutated_orders_cause_no_failure_and_hold_up_nothing() {
        bombard(2_000, SEED, (gateway, body, random) -> gateway.postWithKey(body));
    }

    @Test
    void two_thousand_mutated_events_cause_no_failure_and_hold_up_nothing() {
        byte[] event =
                """
                {"specversion":"1.0","id":"Z-1","source":"https://shop.example.org","type":"order.paid","data":%s}"""
                        .formatted(new String(SEED, UTF_8))
                        .getBytes(UTF_8);
        byte[] list = ("[" + new String(event, UTF_8) + "]").getBytes(UTF_8);

        bombard(700, event, (gateway, body, random) -> send(gateway, body, "cloudevents+json"));
        bombard(
                700,
                list,
                (gateway, body, random) -> send(gateway, body, "cloudevents-batch+json"));
        bombard(700, SEED, IntakeFuzzTest::sendWithHeaders);
    }

    private static Answer send(ServingFixture gateway, byte[] body, String type) {
        return gateway.send(
                gateway.post("/orders/web", body, "X-API-Key", ServingFixture.KEY)
                        .setHeader("Content-Type", "application/" + type));
    }

    /** Bare orders whose headers say what no header should. */
    private static Answer sendWithHeaders(ServingFixture gateway, byte[] body, Random random) {
        List<String> values =
                List.of(
                        "1.0",
                        "order.paid",
                        "%",
                        "%00%ff",
                        "subscription.x",
                        "a.b".repeat(300),
                        "Z");
        var request = gateway.post("/orders/web", body, "X-API-Key", ServingFixture.KEY);
        for (String name : List.of("specversion", "id", "source", "type")) {
            int said = random.nextInt(12);
            String good = name.equals("specversion") ? "1.0" : "order.paid";
            String value = said < values.size() ? values.get(said) : good;
            request.header("ce-" + name, name.equals("id") ? value + random.nextInt() : value);
        }
        return gateway.send(request);
    }

    private static final byte[] SEED = order("Z-1").line(Orders.SCI, 1, "ana@example.org").json();

    /** Sends one message. */
    private interface Sending {
        Answer send(ServingFixture gateway, byte[] body, Random random);
    }

    private void bombard(int messages, byte[] seed, Sending sending) {
        Random random = new Random(20_260_115);
        Path files = directory.resolve(String.valueOf(random.hashCode()));
        try (ServingFixture gateway = ServingFixture.in(files)) {
            List<Integer> statuses = new ArrayList<>();

            for (int i = 0; i < messages; i++) {
                byte[] body = mutated(seed, random);
                Answer answer = sending.send(gateway, body, random);
                statuses.add(answer.status());
                assertThat(answer.status())
                        .as("body %s", new String(body, ISO_8859_1))
                        .isIn(200, 400, 413, 422);
                assertThat(answer.body()).doesNotContain("Exception", "\tat ");
            }

            assertThat(statuses).contains(200, 400, 422);
            org.awaitility.Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(
                            () ->
                                    gateway.count("select count(*) from inbox where state = 'NEW'")
                                            == 0);
            assertThat(gateway.list("select code from inbox where code = 'unexpected'")).isEmpty();
        }
    }

    private static final List<String> NASTY =
            List.of(
                    "null",
                    "[]",
                    "{}",
                    "\"\"",
                    "-1",
                    "1e400",
                    "1e-400",
                    "0",
                    "true",
                    "99999999999999999999",
                    "\"\\u0000\"",
                    "\"\\ud800\"",
                    "\"" + "x".repeat(230) + "\"",
                    "\"" + "x".repeat(300) + "\"",
                    "\"" + "x".repeat(300) + "\"",
                    "\"" + "\ud83d\ude00".repeat(80) + "\"",
                    "\"" + "\ud83d\ude00".repeat(150) + "\"",
                    "\"" + "x".repeat(70_000) + "\"",
                    "[[[[[[]]]]]]",
                    "{\"a\":{\"a\":1}}",
                    "\"2026-13-45T99:99:99Z\"",
                    "\"0000-01-01T00:00:00Z\"",
                    "\"+999999999-12-31T23:59:59Z\"",
                    "\"١٢٣\"",
                    "\"a@b\"",
                    "\"\\u202e\"",
                    "1.5",
                    "\"1e9\"",
                    "\"NaN\"");

    private static byte[] mutated(byte[] seed, Random random) {
        if (random.nextInt(3) > 0) {
            return withNastyValue(new String(seed, UTF_8), random);
        }
        byte[] body = seed.clone();
        for (int i = random.nextInt(4); i >= 0; i--) {
            body[random.nextInt(body.length)] = (byte) random.nextInt(256);
        }
        return random.nextInt(4) == 0
                ? java.util.Arrays.copyOf(body, random.nextInt(body.length))
                : body;
    }

    /** Puts another value in the place of one; the id grows with it, so that it is planned. */
    private static byte[] withNastyValue(String seed, Random random) {
        List<int[]> values = new ArrayList<>();
        var matcher =
                java.util.regex.Pattern.compile(":(\"[^\"]*\"|[0-9.]+|true|false|null)")
                        .matcher(seed);
        while (matcher.find()) {
            values.add(new int[] {matcher.start(1), matcher.end(1)});
        }
        int[] place = values.get(random.nextInt(values.size()));
        return (seed.substring(0, place[0])
                        + NASTY.get(random.nextInt(NASTY.size()))
                        + seed.substring(place[1]))
                .replace("\"Z-1\"", "\"Z-" + random.nextInt(1_000_000) + "\"")
                .getBytes(UTF_8);
    }
}
