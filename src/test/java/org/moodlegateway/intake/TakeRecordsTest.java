package org.moodlegateway.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.moodlegateway.Orders.order;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.moodlegateway.Orders;
import org.moodlegateway.ServingFixture;
import org.moodlegateway.ledger.RejectedMessages;

/** Orders in topics of a real broker: what they become, and what becomes of what is none. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class TakeRecordsTest {
    private static final int LARGEST = 1 << 20;

    @TempDir private static Path directory;

    private static TopicBroker broker;
    private static ServingFixture gateway;

    @BeforeAll
    static void start() {
        broker = TopicBroker.start(directory.resolve("broker"));
        broker.make("orders", 1);
        broker.make("shared", 1);
        Map<String, String> environment = broker.environment("orders,shared");
        environment.put("OTHER_KAFKA_TOPIC", "shared");
        gateway = ServingFixture.in(directory, environment);
    }

    @AfterAll
    static void stop() {
        gateway.close();
        broker.close();
    }

    private static byte[] json(String id) {
        return json(id, "");
    }

    /** An order that names a shop, or none. */
    private static byte[] json(String id, String shop) {
        String text = new String(order(id).line(Orders.SCI, 1, "ana@example.org").json(), UTF_8);
        String own = shop.isEmpty() ? "null" : "\"" + shop + "\"";
        return text.replace("\"shop\":\"web\"", "\"shop\":" + own).getBytes(UTF_8);
    }

    private static void awaitAllSettled(String topic) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> broker.committed(topic) == broker.sent(topic, 1));
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> gateway.count("select count(*) from inbox where state = 'NEW'") == 0);
    }

    private static List<String> seats(String orders) {
        return gateway.list(
                "select shop || '/' || order_id from seat where order_id like '"
                        + orders
                        + "' order by 1");
    }

    private static List<String> rejected(String sinceOrder) {
        return gateway.list(
                "select shop || ' ' || code from inbox where source = 'kafka' and state = 'REJECTED'"
                        + " and id > (select max(id) from inbox where order_id = '"
                        + sinceOrder
                        + "') order by id");
    }

    @Test
    void orders_become_seats_and_kafka_is_told_once_they_are_kept() {
        for (int i = 100; i < 350; i++) {
            broker.send("orders", json("K-" + i));
        }

        awaitAllSettled("orders");

        assertThat(seats("K-%")).hasSize(250).doesNotHaveDuplicates();
        assertThat(gateway.list("select distinct sender from inbox where order_id = 'K-100'"))
                .allMatch(sender -> sender.matches("kafka orders/0/[0-9]+"));
    }

    @Test
    void what_is_no_order_is_kept_with_the_reason_and_holds_up_nothing() {
        byte[] large = "x".repeat(LARGEST + 7).getBytes(UTF_8);
        broker.send("orders", json("P-0"));
        awaitAllSettled("orders");
        broker.send("orders", "no JSON, œuf".getBytes(UTF_8));
        broker.send("orders", "{\"id\":\"P-x\"}".getBytes(UTF_8));
        broker.send(
                "orders",
                "{\"id\":\"P-u\",\"status\":\"paid\",\"updatedAt\":\"2026-01-15T09:30:02Z\"}"
                        .getBytes(UTF_8));
        broker.send("orders", json("P-1"));
        broker.send("orders", json("P-y"), "shop", "nobody");
        broker.send("orders", json("P-z"), "shop", "other");
        broker.send("orders", json("P-w"), "shop", "web", "shop", "other");
        broker.send("orders", json("P-v", "other"));
        broker.send("orders", null);
        broker.send("orders", large);
        broker.send(
                "orders",
                "[]".getBytes(UTF_8),
                "content-type",
                "application/cloudevents-batch+json");
        broker.send("orders", new byte[] {(byte) 0xff, 0});
        broker.send("orders", json("P-2"));

        awaitAllSettled("orders");

        assertThat(seats("P-%")).containsExactly("web/P-0", "web/P-1", "web/P-2");
        assertThat(rejected("P-0"))
                .containsExactly(
                        "web json-unparsable",
                        "web schema",
                        "web lines-missing",
                        "unknown shop-unknown",
                        "unknown shop-unknown",
                        "unknown shop-unknown",
                        "web shop-differs",
                        "web json-unparsable",
                        "web json-too-long",
                        "unknown event-invalid",
                        "web json-not-utf8");
        List<byte[]> bodies =
                gateway.gateway
                        .ledger()
                        .read(
                                handle ->
                                        handle.select(
                                                        "select body from inbox where state = 'REJECTED' and source = 'kafka' and code in ('json-unparsable', 'json-too-long') order by id desc fetch first 3 rows only")
                                                .mapTo(byte[].class)
                                                .list());
        assertThat(bodies.get(0)).hasSize(LARGEST);
        assertThat(bodies.get(1)).isEmpty();
        assertThat(bodies.get(2)).asString(UTF_8).isEqualTo("no JSON, œuf");
        assertThat(gateway.list("select message from inbox where code = 'json-too-long'"))
                .allMatch(message -> message.contains("1048583"));
    }

    @Test
    void what_nobody_vouches_for_is_not_applied_when_it_is_tried_again() {
        broker.send("orders", json("R-1", ""), "shop", "nobody");
        awaitAllSettled("orders");
        RejectedMessages messages = new RejectedMessages(gateway.gateway.ledger());
        long id =
                gateway.count(
                        "select max(id) from inbox where shop = 'unknown' and sender like 'kafka orders%'");

        assertThat(messages.replay(id, false, "test")).isTrue();
        gateway.gateway.wake();
        awaitAllSettled("orders");

        assertThat(gateway.list("select state from inbox where id = " + id))
                .containsExactly("REJECTED");
        assertThat(seats("R-%")).isEmpty();
    }

    @Test
    void the_same_bytes_or_the_same_id_are_one_event() {
        broker.send("orders", json("T-1"));
        broker.send("orders", json("T-1"));
        broker.send("orders", json("T-2"), "id", "one");
        broker.send("orders", json("T-2"), "id", "one");
        broker.send("orders", json("T-3"), "id", "one");
        broker.send("orders", json("T-4"), "id", "é\u0000" + "x".repeat(400));

        awaitAllSettled("orders");

        assertThat(seats("T-%")).containsExactly("web/T-1", "web/T-2", "web/T-4");
        assertThat(gateway.list("select state from inbox where event_id = 'one' order by id"))
                .containsExactly("APPLIED", "CONFLICT");
    }

    @Test
    void events_are_understood_whether_they_lie_around_the_order_or_beside_it() {
        String around =
                """
                {"specversion":"1.0","id":"1","source":"/shop","type":"com.example.order.paid","data":%s}"""
                        .formatted(new String(json("E-1"), UTF_8));
        String[] beside = {
            "ce_specversion", "1.0", "ce_source", "/shop", "ce_id", "2", "ce_type", "order.paid"
        };
        String[] subscription = beside.clone();
        subscription[5] = "3";
        subscription[7] = "subscription.updated";

        broker.send(
                "orders", around.getBytes(UTF_8), "content-type", "application/cloudevents+json");
        broker.send("orders", json("E-2"), beside);
        broker.send(
                "orders",
                "{\"id\":\"KS-1\",\"status\":\"active\",\"updatedAt\":\"2026-01-15T09:30:00Z\"}"
                        .getBytes(UTF_8),
                subscription);
        awaitAllSettled("orders");

        assertThat(seats("E-%")).containsExactly("web/E-1", "web/E-2");
        assertThat(gateway.list("select status from subscription where subscription_id = 'KS-1'"))
                .containsExactly("ACTIVE");
        assertThat(gateway.list("select event_id from inbox where order_id like 'E-_' order by 1"))
                .containsExactly("/shop 1", "/shop 2");
    }

    @Test
    void where_two_shops_speak_each_record_says_who_it_is() {
        broker.send("shared", json("S-1"), "shop", "other");
        awaitAllSettled("shared");
        broker.send("shared", json("S-2", "closed"));
        broker.send("shared", json("S-3"));
        broker.send("shared", json("S-4", "web"));
        broker.send("shared", json("S-5", "closed"), "shop", "other");

        awaitAllSettled("shared");

        assertThat(seats("S-%")).containsExactly("closed/S-2", "other/S-1");
        assertThat(rejected("S-1"))
                .containsExactly(
                        "unknown shop-missing", "unknown shop-unknown", "other shop-differs");
    }

    @Test
    void five_hundred_mutated_records_are_all_settled() {
        Random random = new Random(20_260_115);
        List<String> nasty =
                List.of(
                        "",
                        "\u0000",
                        "1.0",
                        "order.paid",
                        "é".repeat(300),
                        "subscription.x",
                        "web",
                        "a b");
        String[] names = {
            "shop",
            "id",
            "ce_id",
            "ce_type",
            "ce_source",
            "ce_specversion",
            "content-type",
            "kafka.TOPIC",
            "CamelKafkaManualCommit",
            "kafka.HEADERS"
        };
        for (int i = 0; i < 500; i++) {
            byte[] body = json("M-" + i);
            if (random.nextBoolean()) {
                body[random.nextInt(body.length)] = (byte) random.nextInt(256);
            }
            String[] headers = new String[2 * random.nextInt(5)];
            for (int h = 0; h < headers.length; h += 2) {
                headers[h] = names[random.nextInt(names.length)];
                headers[h + 1] = nasty.get(random.nextInt(nasty.size()));
            }
            broker.send("orders", body, headers);
        }

        awaitAllSettled("orders");

        assertThat(gateway.count("select count(*) from inbox where code = 'unexpected'")).isZero();
        assertThat(seats("M-%").size()).isGreaterThan(100);
    }

    @Test
    void without_brokers_no_topic_is_read() {
        try (ServingFixture other = ServingFixture.in(directory.resolve("without"))) {
            assertThat(other.gateway.camel().getRoute("take-records")).isNull();
            assertThat(gateway.gateway.camel().getRoute("take-records")).isNotNull();
        }
    }
}
