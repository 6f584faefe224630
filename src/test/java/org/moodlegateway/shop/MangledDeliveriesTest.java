package org.moodlegateway.shop;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.moodlegateway.Orders.order;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.moodlegateway.Orders;
import org.moodlegateway.ServingFixture;
import org.slf4j.LoggerFactory;

/**
 * Whatever an authentic sender sends over HTTP is answered in time, settled, and troubles nobody.
 * {@code -Dmutations=10000} sends more of each format than a build has time for.
 */
@DisplayNameGeneration(ReplaceUnderscores.class)
class MangledDeliveriesTest {
    private static final int MUTATIONS = Integer.getInteger("mutations", 400);
    private static final int CONNECTIONS = 8;

    /** The {@code requestTimeout} of the routes. */
    private static final Duration IN_TIME = Duration.ofSeconds(5);

    @TempDir private static Path directory;
    private static ServingFixture gateway;
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /**
     * They say at this level what an administrator should see to, such as an e-mail that is none.
     */
    private static final String NOTICES = "org.moodlegateway.notice.";

    private static final Queue<String> ERRORS = new ConcurrentLinkedQueue<>();
    private static final AppenderBase<ILoggingEvent> LISTENING =
            new AppenderBase<>() {
                @Override
                protected void append(ILoggingEvent line) {
                    boolean tells = line.getLoggerName().startsWith(NOTICES);
                    if (line.getThrowableProxy() != null
                            || line.getLevel().isGreaterOrEqual(Level.ERROR) && !tells) {
                        ERRORS.add(line.getLevel() + " " + line.getFormattedMessage());
                    }
                }
            };
    private static Thread.UncaughtExceptionHandler before;

    @BeforeAll
    static void start() {
        before = Thread.getDefaultUncaughtExceptionHandler();
        Thread.setDefaultUncaughtExceptionHandler(
                (thread, failure) -> ERRORS.add(thread.getName() + " died of " + failure));
        LISTENING.start();
        ((Logger) LoggerFactory.getLogger("ROOT")).addAppender(LISTENING);
        gateway = ServingFixture.in(directory);
    }

    @AfterAll
    static void stop() {
        gateway.close();
        ((Logger) LoggerFactory.getLogger("ROOT")).detachAppender(LISTENING);
        Thread.setDefaultUncaughtExceptionHandler(before);
    }

    /** What is sent, and what a sender may be answered. */
    enum Format {
        WOOCOMMERCE("boutique") {
            @Override
            HttpRequest.Builder request(int number, Random random) {
                ObjectNode order = sample("woocommerce", number);
                order.put("id", number);
                byte[] body = new Mangling(random).any(order);
                String topic = random.nextInt(8) == 0 ? "subscription.updated" : "order.updated";
                return SignedWebhooks.wooCommerce(gateway, shop, body, topic);
            }
        },
        SHOPIFY("spruce") {
            @Override
            HttpRequest.Builder request(int number, Random random) {
                ObjectNode order = sample("shopify", number);
                order.put("id", number);
                byte[] body = new Mangling(random).any(order);
                return SignedWebhooks.shopify(
                        gateway, body, "shpss_example", "spruce.myshopify.com", "w-" + number);
            }
        },
        STRIPE("cashier") {
            @Override
            HttpRequest.Builder request(int number, Random random) {
                ObjectNode event = sample("stripe", number);
                event.withObject("/data/object").put("id", "cs_test_" + number);
                return SignedWebhooks.stripe(gateway, shop, new Mangling(random).any(event));
            }
        },
        ORDER("web") {
            @Override
            HttpRequest.Builder request(int number, Random random) {
                byte[] body = new Mangling(random).any(canonical(number));
                return gateway.post("/orders/web", body, "X-API-Key", ServingFixture.KEY);
            }
        },
        EVENT("web") {
            @Override
            HttpRequest.Builder request(int number, Random random) {
                ObjectNode event = event(number);
                boolean list = random.nextInt(4) == 0;
                JsonNode sent = list ? NODES.arrayNode().add(event).add(event(-number)) : event;
                byte[] body = new Mangling(random).any(sent);
                return gateway.post("/orders/web", body, "X-API-Key", ServingFixture.KEY)
                        .setHeader(
                                "Content-Type",
                                "application/cloudevents" + (list ? "-batch" : "") + "+json");
            }
        },
        EVENT_IN_HEADERS("web") {
            @Override
            HttpRequest.Builder request(int number, Random random) {
                Mangling mangling = new Mangling(random);
                byte[] body =
                        random.nextBoolean()
                                ? canonical(number).toString().getBytes(UTF_8)
                                : mangling.any(canonical(number));
                HttpRequest.Builder request =
                        gateway.post("/orders/web", body, "X-API-Key", ServingFixture.KEY);
                String spoilt =
                        List.of(NAMES.keySet().toArray(String[]::new)).get(random.nextInt(6));
                NAMES.forEach(
                        (name, good) ->
                                request.header(
                                        "ce-" + name,
                                        name.equals(spoilt)
                                                ? NASTY.get(random.nextInt(NASTY.size()))
                                                : good + (name.equals("id") ? number : "")));
                return request;
            }
        };

        private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

        /** Attributes as they should be; the last two are of nobody's. */
        private static final Map<String, String> NAMES =
                new TreeMap<>(
                        Map.of(
                                "specversion", "1.0",
                                "id", "e-",
                                "source", "https://shop.example.org",
                                "type", "order.paid",
                                "time", "2026-01-15T09:30:00Z",
                                "tenant", "none"));

        private static final List<String> NASTY =
                List.of("", "1.0", "%", "%00%ff", "subscription.x", "a.b".repeat(300), "Z", "\"\"");

        final String shop;

        Format(String shop) {
            this.shop = shop;
        }

        abstract HttpRequest.Builder request(int number, Random random);

        List<Integer> answers() {
            return shop.equals("web") ? List.of(200, 400, 413, 422) : List.of(200);
        }

        /** Each of a kind's samples in turn, with people of its own. */
        private static ObjectNode sample(String kind, int number) {
            List<String> samples = SAMPLES.get(kind);
            String sample = samples.get(number % samples.size());
            String own = sample.replace("@example.", number + "@example.");
            return (ObjectNode) parsed(own.getBytes(UTF_8));
        }

        private static ObjectNode canonical(int number) {
            return (ObjectNode)
                    parsed(
                            order("Z-" + number)
                                    .line(Orders.SCI, 1, "p" + number + "@example.org")
                                    .json());
        }

        private static ObjectNode event(int number) {
            ObjectNode event =
                    NODES.objectNode()
                            .put("specversion", "1.0")
                            .put("id", "e" + number)
                            .put("source", "https://shop.example.org")
                            .put("type", "order.paid");
            event.set("data", canonical(number));
            return event;
        }
    }

    /** What is yet to be planned, or to be said why it can't be. */
    private static final String UNSETTLED =
            "select count(*) from inbox where state = 'NEW' or state = 'ASKING' and code is null";

    private static final Map<String, List<String>> SAMPLES =
            Map.of(
                    "woocommerce", samples("woocommerce"),
                    "shopify", samples("shopify"),
                    "stripe", samples("stripe"));

    private static List<String> samples(String kind) {
        return ShopSamples.names(kind).stream()
                .map(ShopSamples::input)
                .map(input -> input.path("message"))
                .filter(JsonNode::isObject)
                .map(JsonNode::toString)
                .toList();
    }

    private static JsonNode parsed(byte[] json) {
        try {
            return ShopSamples.JSON.readTree(json);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @EnumSource
    void mangled_messages_are_answered_in_time_and_settled_and_trouble_nobody(Format format)
            throws Exception {
        long began = System.nanoTime();
        Map<Integer, Integer> statuses = send(format);
        long answered = System.nanoTime();
        await().atMost(Duration.ofSeconds(60 + MUTATIONS / 10))
                .until(() -> gateway.count(UNSETTLED) == 0);
        report(format, statuses, Duration.ofNanos(answered - began), began);

        assertThat(statuses.keySet()).isSubsetOf(format.answers()).contains(200);
        assertThat(gateway.list("select distinct state from inbox where code is null or code = ''"))
                .isSubsetOf("APPLIED");
        assertThat(gateway.list("select message from inbox where code = 'unexpected'")).isEmpty();
        assertThat(ERRORS).isEmpty();
        assertThatAnOrderStillBecomesASeat(format);
    }

    /** How often each status was answered. */
    private static Map<Integer, Integer> send(Format format) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS);
        try {
            List<Callable<Map<Integer, Integer>>> senders = new ArrayList<>();
            for (int i = 0; i < CONNECTIONS; i++) {
                int first = i;
                senders.add(() -> send(format, first));
            }
            Map<Integer, Integer> statuses = new TreeMap<>();
            for (Future<Map<Integer, Integer>> sent : threads.invokeAll(senders)) {
                sent.get().forEach((status, times) -> statuses.merge(status, times, Integer::sum));
            }
            return statuses;
        } finally {
            threads.shutdownNow();
        }
    }

    /** Every eighth message, from this one on, over one connection. */
    private static Map<Integer, Integer> send(Format format, int first) throws Exception {
        Map<Integer, Integer> statuses = new TreeMap<>();
        for (int number = first; number < MUTATIONS; number += CONNECTIONS) {
            int id = (1 + format.ordinal()) * 1_000_000 + number;
            HttpRequest request = format.request(id, Mangling.random(id)).timeout(IN_TIME).build();
            HttpResponse<String> answer = HTTP.send(request, BodyHandlers.ofString(ISO_8859_1));
            assertThat(answer.statusCode())
                    .as("message %d: %s", id, answer.body())
                    .isIn(format.answers());
            assertThat(answer.body()).doesNotContain("Exception", "\tat ");
            statuses.merge(answer.statusCode(), 1, Integer::sum);
        }
        return statuses;
    }

    private static void report(
            Format format, Map<Integer, Integer> statuses, Duration sending, long began) {
        System.out.printf(
                "%s: %d mutated messages answered in %.1f s %s, settled after %.1f s %s%n",
                format,
                MUTATIONS,
                sending.toMillis() / 1000.0,
                statuses,
                (System.nanoTime() - began) / 1e9,
                gateway.list(
                        "select state || ' ' || count(*) from inbox where shop = '"
                                + format.shop
                                + "' group by state order by state"));
    }

    private static void assertThatAnOrderStillBecomesASeat(Format format) {
        String id = "good-" + format.ordinal();
        byte[] body = order(id).line(Orders.SCI, 1, id + "@example.org").json();
        assertThat(gateway.postWithKey(body).status()).isEqualTo(200);
        await().atMost(Duration.ofSeconds(60))
                .until(
                        () ->
                                gateway.list(
                                                "select state from seat where kind = 'PAID' and order_id = '"
                                                        + id
                                                        + "'")
                                        .equals(List.of("ACTIVE")));
    }
}
