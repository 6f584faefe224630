package org.moodlegateway.intake;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.moodlegateway.Orders.order;
import static org.moodlegateway.ServingFixture.ADMIN_KEY;
import static org.moodlegateway.ServingFixture.KEY;
import static org.moodlegateway.ServingFixture.OTHER_KEY;
import static org.moodlegateway.ServingFixture.SECRET;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.moodlegateway.Orders;
import org.moodlegateway.ServingFixture;
import org.moodlegateway.ServingFixture.Answer;
import org.slf4j.LoggerFactory;

/**
 * What a stranger gets, and what a sender can't do; the log is read along at its most talkative.
 */
@DisplayNameGeneration(ReplaceUnderscores.class)
class IntakeSecurityTest {
    @TempDir private static Path directory;
    private static ServingFixture gateway;
    private static final Queue<String> LOG = new ConcurrentLinkedQueue<>();
    private static final Collector COLLECTOR = new Collector();

    private static final class Collector extends AppenderBase<ILoggingEvent> {
        @Override
        protected void append(ILoggingEvent event) {
            String trace =
                    event.getThrowableProxy() == null
                            ? ""
                            : ThrowableProxyUtil.asString(event.getThrowableProxy());
            LOG.add(event.getFormattedMessage() + trace);
        }
    }

    @BeforeAll
    static void start() {
        COLLECTOR.start();
        root().addAppender(COLLECTOR);
        talkative(Level.TRACE);
        gateway = ServingFixture.in(directory);
    }

    @AfterAll
    static void stop() {
        gateway.close();
        talkative(null);
        root().detachAppender(COLLECTOR);
        LOG.clear();
    }

    private static Logger root() {
        return (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    }

    /** What hears nothing of bodies and headers may stay quiet. */
    private static void talkative(Level level) {
        for (String name :
                List.of("org.moodlegateway", "org.apache.camel", "io.vertx", "org.jdbi")) {
            Logger logger = (Logger) LoggerFactory.getLogger(name);
            logger.setLevel(level);
            logger.setAdditive(level == null);
            if (level == null) {
                logger.detachAppender(COLLECTOR);
            } else {
                logger.addAppender(COLLECTOR);
            }
        }
    }

    private static byte[] json(String id) {
        return order(id).line(Orders.SCI, 1, "ana@example.org").json();
    }

    static Stream<String> crawl() {
        return Stream.of(
                        "/orders/web",
                        "/api/orders/web/A-1",
                        "/api/seats",
                        "/api/rejected",
                        "/api/shops",
                        "/api/pauses",
                        "/api/notices")
                .flatMap(
                        path ->
                                Stream.of(
                                        path,
                                        path + "/",
                                        path + "/x",
                                        "/" + path,
                                        path + "?x=1",
                                        path + ";x=1",
                                        path + "%2F",
                                        path + "/.",
                                        path + "/%2e",
                                        path + "/..%2f",
                                        "/x/.." + path,
                                        "/%2e" + path,
                                        path.replace("web", "WEB"),
                                        path.replaceFirst("/a", "/A"),
                                        path.replaceFirst("/", "/%6f/..")));
    }

    @ParameterizedTest
    @MethodSource("crawl")
    void nothing_answers_a_stranger(String path) throws Exception {
        for (String method : List.of("GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "TRACE")) {
            String answer =
                    raw(
                            method
                                    + " "
                                    + path
                                    + " HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                                    + "Content-Length: 2\r\nConnection: close\r\n\r\n{}");

            assertThat(answer)
                    .startsWith("HTTP/1.1 4")
                    .doesNotContainIgnoringCase("access-control");
        }
    }

    /** Sends bytes as they are: a client would tidy them up. */
    private static String raw(String request) throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), gateway.port())) {
            socket.setSoTimeout(20_000);
            OutputStream out = socket.getOutputStream();
            out.write(request.getBytes(ISO_8859_1));
            out.flush();
            InputStream in = socket.getInputStream();
            return new String(in.readAllBytes(), UTF_8);
        }
    }

    @Test
    void whatever_is_wrong_with_a_credential_the_answer_is_the_same() {
        String timestamp = String.valueOf(gateway.clock.instant().getEpochSecond());
        byte[] body = json("A-1");
        String good = ServingFixture.signature(SECRET, "m", timestamp, body);
        List<HttpRequest.Builder> requests =
                List.of(
                        gateway.post("/orders/web", body),
                        gateway.post("/orders/web", "{".getBytes(UTF_8)),
                        gateway.post("/orders/web", body, "X-API-Key", OTHER_KEY),
                        gateway.post("/orders/web", body, "X-API-Key", ADMIN_KEY),
                        gateway.post("/orders/web", body, "X-API-Key", "x"),
                        gateway.post("/orders/web", body, "X-API-Key", KEY, "X-API-Key", KEY),
                        gateway.post("/orders/web", body, "Authorization", "Bearer " + KEY),
                        gateway.post("/orders/other", body, "X-API-Key", KEY),
                        gateway.post("/orders/other", body, "X-API-Key", "mgk_other_old"),
                        gateway.post("/orders/closed", body, "X-API-Key", KEY),
                        gateway.post("/orders/closed", body),
                        gateway.post(
                                "/orders/web", body, "webhook-signature", good, "webhook-id", "m"),
                        gateway.post(
                                "/orders/web",
                                body,
                                "webhook-signature",
                                good,
                                "webhook-id",
                                "m",
                                "webhook-timestamp",
                                "1"),
                        gateway.post(
                                "/orders/web",
                                body,
                                "webhook-signature",
                                good,
                                "webhook-signature",
                                good,
                                "webhook-id",
                                "m",
                                "webhook-timestamp",
                                timestamp),
                        gateway.post(
                                "/orders/web?webhook-signature="
                                        + java.net.URLEncoder.encode(good, UTF_8)
                                        + "&webhook-id=m&webhook-timestamp="
                                        + timestamp,
                                body),
                        gateway.post("/orders/web?X-API-Key=" + KEY, body),
                        gateway.post("/orders/web?shop=web&x-api-key=" + KEY, body));
        long rows = gateway.rows();

        List<Answer> answers = new ArrayList<>();
        requests.forEach(request -> answers.add(gateway.send(request)));

        assertThat(answers).extracting(Answer::status).containsOnly(401);
        assertThat(answers.stream().map(Answer::body).distinct()).hasSize(1);
        assertThat(gateway.rows()).isEqualTo(rows);
    }

    @Test
    void a_shops_key_tells_nothing_of_orders_and_an_administrators_key_hands_over_none() {
        for (String path :
                List.of(
                        "/api/seats",
                        "/api/rejected",
                        "/api/shops",
                        "/api/pauses",
                        "/api/notices",
                        "/api/orders/web/A-1")) {
            for (String key : List.of(KEY, OTHER_KEY, "", "x")) {
                HttpRequest.Builder request =
                        HttpRequest.newBuilder(gateway.uri(path)).header("X-API-Key", key);
                assertThat(gateway.send(request).status()).isEqualTo(401);
            }
            assertThat(
                            gateway.send(
                                            HttpRequest.newBuilder(
                                                    gateway.uri(path + "?X-API-Key=" + ADMIN_KEY)))
                                    .status())
                    .isEqualTo(401);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CamelHttpPath",
                "CamelHttpUri",
                "CamelHttpQuery",
                "CamelHttpRawQuery",
                "CamelHttpMethod",
                "CamelHttpResponseCode",
                "CamelHttpUrl",
                "CamelBeanMethodName",
                "CamelFileName",
                "CamelSqlQuery",
                "CamelHttpHost",
                "shop",
                "id",
                "camelhttppath",
                "CAMELHTTPURI",
                "cAmElBeAnMeThOdNaMe",
                "org.apache.camel.x",
                "kafka.OVERRIDE_TOPIC",
                "breadcrumbId",
                "X-HTTP-Method-Override",
                "X-Forwarded-Host",
                "X-Original-URL",
                "Transfer-Mode",
                "Expect-CT"
            })
    void no_header_or_parameter_changes_what_happens(String name) {
        String id = "H-" + Math.abs(name.hashCode());
        byte[] body = json(id);

        Answer answer =
                gateway.send(
                        gateway.post(
                                "/orders/web?" + name + "=../evil%3Fx%3D1",
                                body,
                                "X-API-Key",
                                KEY,
                                name,
                                "../evil?x=1"));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("status").asText()).isEqualTo("stored");
        assertThat(
                        gateway.list(
                                "select shop from inbox where id = "
                                        + answer.json().path("id").asLong()))
                .containsExactly("web");
        assertThat(answer.response().headers().map().toString()).doesNotContain("evil");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "${bean:answers}", "#{1+1}", "{{moodle.token}}", "#class:java.lang.Runtime",
                        "${jndi:ldap://x}",
                "'; drop table inbox; --", "../../etc/passwd", "<script>", "%24%7Bx%7D",
                        "\\r\\nX-Evil: 1"
            })
    void a_value_of_an_order_is_never_more_than_a_value(String value) throws Exception {
        String body =
                new String(json("V"), UTF_8)
                        .replace(
                                "\"V\"",
                                "\"V " + value.replace("\\r\\n", " ").replace("\"", "") + "\"")
                        .replace("TX-V", value.replace("\\r\\n", " "));

        assertThat(gateway.postWithKey(body.getBytes(UTF_8)).status()).isEqualTo(200);
        assertThat(gateway.rows()).isPositive();
    }

    @Test
    void a_body_that_comes_too_slowly_is_given_up() throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), gateway.port())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream()
                    .write(
                            ("POST /orders/web HTTP/1.1\r\n"
                                            + "Host: x\r\n"
                                            + "Content-Type: application/json\r\n"
                                            + "X-API-Key: "
                                            + KEY
                                            + "\r\nContent-Length: 1000\r\n\r\n{")
                                    .getBytes(UTF_8));
            socket.getOutputStream().flush();

            long before = System.nanoTime();
            byte[] buffer = new byte[4096];
            int read = socket.getInputStream().read(buffer);

            assertThat(new String(buffer, 0, Math.max(read, 0), UTF_8))
                    .startsWith("HTTP/1.1 408")
                    .contains("body-too-slow");
            assertThat(Duration.ofNanos(System.nanoTime() - before))
                    .isLessThan(Duration.ofSeconds(10));
        }
    }

    @Test
    void two_requests_can_not_hide_in_one() throws Exception {
        String smuggled =
                raw(
                        "POST /orders/web HTTP/1.1\r\n"
                                + "Host: x\r\n"
                                + "Content-Type: application/json\r\n"
                                + "Content-Length: 4\r\n"
                                + "Transfer-Encoding: chunked\r\n"
                                + "Connection: close\r\n\r\n"
                                + "0\r\n\r\n"
                                + "GET /api/seats HTTP/1.1\r\n"
                                + "Host: x\r\n\r\n");

        assertThat(smuggled).startsWith("HTTP/1.1 4");
    }

    @Test
    void no_secret_and_no_address_stands_in_the_log_or_in_the_ledger() {
        gateway.postWithKey(json("C-1"));
        gateway.postSigned("msg_canary", json("C-2"));
        gateway.send(gateway.post("/orders/web", json("C-3"), "X-API-Key", OTHER_KEY));
        gateway.ask("/api/seats");
        gateway.postWithKey(("{\"id\":\"" + KEY).getBytes(UTF_8));

        assertThat(LOG).isNotEmpty();
        for (String secret :
                List.of(KEY, OTHER_KEY, ADMIN_KEY, SECRET, SECRET.substring(6), "sandbox-token")) {
            assertThat(LOG.stream().filter(line -> line.contains(secret)).findFirst()).isEmpty();
        }
        assertThat(gateway.list("select sender from inbox"))
                .noneMatch(sender -> sender.contains("Canary"));
    }
}
