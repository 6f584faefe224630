package org.moodlegateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.moodlegateway.Orders.order;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.moodlegateway.ServingFixture.Answer;
import org.moodlegateway.ledger.Pauses;

/** Health and metrics on the management port, and what holds when the ledger is away. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class ObservabilityTest {
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

    @Test
    void it_is_healthy_alive_and_ready() {
        assertThat(gateway.askManagement("/health").status()).isEqualTo(200);
        assertThat(gateway.askManagement("/health/live").status()).isEqualTo(200);
        Answer ready = gateway.askManagement("/health/ready");
        assertThat(ready.status()).isEqualTo(200);
        assertThat(ready.json().path("status").asText()).isEqualTo("UP");
        assertThat(ready.body()).contains("\"ledger\"", "\"moodle\"", "takes calls");
    }

    @Test
    void a_paused_moodle_is_shown_and_leaves_it_ready() {
        new Pauses(gateway.gateway.ledger())
                .begin(
                        Pauses.Scope.SITE,
                        "",
                        "sitemaintenance",
                        "It is \"closed\".",
                        Duration.ZERO);

        Answer ready = gateway.askManagement("/health/ready");

        assertThat(ready.status()).isEqualTo(200);
        assertThat(ready.json().path("status").asText()).isEqualTo("UP");
        assertThat(ready.body()).contains("paused since", "sitemaintenance");
    }

    @Test
    void without_its_ledger_it_is_alive_but_not_ready_and_sends_senders_away_at_once() {
        byte[] body = order("A-1").line(Orders.SCI, 1, "ana@example.org").json();
        gateway.gateway.ledger().close();

        long before = System.nanoTime();
        Answer answer = gateway.postWithKey(body);
        long millis = Duration.ofNanos(System.nanoTime() - before).toMillis();

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.header("Retry-After")).isEqualTo("5");
        assertThat(answer.code()).isEqualTo("cannot-store");
        assertThat(answer.body()).doesNotContain("Exception", "jdbc", "Hikari", "select");
        assertThat(millis).isLessThan(2000);
        assertThat(gateway.ask("/api/seats").status()).isEqualTo(503);
        assertThat(gateway.askManagement("/health/ready").status()).isEqualTo(503);
        assertThat(gateway.askManagement("/health/live").status()).isEqualTo(200);
        assertThat(gateway.askManagement("/metrics").status()).isEqualTo(200);
    }

    @Test
    void metrics_count_answers_seats_and_calls() {
        gateway.postWithKey(
                order("A-1").boughtByOffice().line(Orders.SCI, 1, "ana@example.org").json());
        gateway.postWithKey("{".getBytes(UTF_8));
        gateway.send(gateway.post("/orders/web", new byte[0]));
        gateway.send(gateway.post("/orders/made-up-name", new byte[0]));
        await().atMost(Duration.ofSeconds(20))
                .until(
                        () ->
                                gateway.count(
                                                "select count(*) from seat where state = 'ACTIVE'"
                                                        + " and kind <> 'ACCOUNT'")
                                        == 2);

        await().atMost(Duration.ofSeconds(20))
                .until(() -> metrics().contains("gateway_seats{state=\"ACTIVE\"} 2.0"));
        String metrics = metrics();

        assertThat(metrics)
                .contains(
                        "gateway_intake_answers_total{outcome=\"stored\",shop=\"web\",source=\"http\"} 1.0",
                        "gateway_intake_answers_total{outcome=\"json-unparsable\",shop=\"web\",source=\"http\"} 1.0",
                        "gateway_intake_answers_total{outcome=\"unauthenticated\",shop=\"web\",source=\"http\"} 1.0",
                        "gateway_intake_answers_total{outcome=\"shop-unknown\",shop=\"\",source=\"http\"} 1.0",
                        "gateway_inbox_waiting 0.0",
                        "gateway_oldest_waiting_seat_seconds 0.0",
                        "gateway_pauses 0.0",
                        "gateway_notices_dead 0.0",
                        "gateway_moodle_calls_seconds_count{function=\"enrol_manual_enrol_users\",outcome=\"done\"}")
                .doesNotContain("made-up-name", ServingFixture.KEY, ServingFixture.SECRET);
    }

    private String metrics() {
        return gateway.askManagement("/metrics").body();
    }

    @Test
    void a_port_that_is_taken_refuses_the_start() throws Exception {
        try (java.net.ServerSocket taken =
                new java.net.ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
            String port = String.valueOf(taken.getLocalPort());
            for (String key : new String[] {"GATEWAY_PORT", "GATEWAY_MANAGEMENT_PORT"}) {
                Path second = java.nio.file.Files.createDirectory(directory.resolve(key));

                org.assertj.core.api.Assertions.assertThatThrownBy(
                                () ->
                                        ServingFixture.in(second, java.util.Map.of(key, port))
                                                .close())
                        .hasMessageContaining(port);
            }
        }
    }

    @Test
    void health_and_metrics_are_not_on_the_public_port() {
        for (String path :
                new String[] {"/health", "/health/ready", "/metrics", "/observe/health"}) {
            assertThat(gateway.ask(path).status()).isEqualTo(404);
        }
    }
}
