package org.moodlegateway.sandbox;

import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/** Each dial as a client sees it. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class DialsTest {
    private static final String ENROL = "enrol_manual_enrol_users";

    private Sandbox sandbox;
    private RestClient client;

    @BeforeEach
    void start() {
        sandbox =
                Sandbox.start(
                        SandboxSettings.builder()
                                .caller(
                                        Caller.gateway(
                                                "gateway", "gateway-token", Set.of("student")))
                                .courses("SCI")
                                .people("ana", "bob")
                                .build(),
                        Clock.systemUTC(),
                        0);
        client = new RestClient(sandbox, "gateway-token");
    }

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @Test
    void a_reset_before_the_effect_leaves_nothing() throws Exception {
        sandbox.fail(Fault.next(1, Fault.Kind.RESET));

        assertThatThrownBy(() -> enrol("ana")).isInstanceOf(IOException.class);

        assertThat(sandbox.journal()).isEmpty();
        assertThat(enrol("ana").body()).isEqualTo("null");
    }

    @Test
    void a_reset_after_the_effect_leaves_it() {
        sandbox.fail(Fault.next(1, Fault.Kind.RESET).doing(Fault.Work.DONE));

        assertThatThrownBy(() -> enrol("ana")).isInstanceOf(IOException.class);

        assertThat(sandbox.enrolment("ana", "SCI")).isPresent();
    }

    @Test
    void a_reset_is_an_rst_and_not_an_end() throws Exception {
        sandbox.fail(Fault.next(1, Fault.Kind.RESET));

        try (Socket socket = post(client.form("core_webservice_get_site_info", Map.of()))) {
            assertThatThrownBy(() -> socket.getInputStream().read())
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("reset");
        }
    }

    @Test
    void a_close_is_an_end_and_not_an_rst() throws Exception {
        sandbox.fail(Fault.next(1, Fault.Kind.CLOSE));

        try (Socket socket = post(client.form("core_webservice_get_site_info", Map.of()))) {
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void a_late_effect_lands_after_the_reset() {
        sandbox.fail(
                Fault.next(1, Fault.Kind.RESET).doing(Fault.Work.LATE).delayed(1000).of(ENROL));

        assertThatThrownBy(() -> enrol("ana")).isInstanceOf(IOException.class);
        assertThat(sandbox.enrolment("ana", "SCI")).isEmpty();

        await().until(() -> sandbox.enrolment("ana", "SCI").isPresent());
    }

    @Test
    void a_late_effect_overwrites_what_was_sent_meanwhile() throws Exception {
        sandbox.fail(Fault.next(1, Fault.Kind.RESET).doing(Fault.Work.LATE).delayed(1000));
        assertThatThrownBy(() -> enrol("ana", 1_900_000_000)).isInstanceOf(IOException.class);

        enrol("ana", 2_000_000_000);

        assertThat(end("ana")).isEqualTo(2_000_000_000);
        await().until(() -> end("ana") == 1_900_000_000);
    }

    @Test
    void a_fault_strikes_the_next_calls_of_its_function_only() throws Exception {
        sandbox.fail(Fault.next(2, Fault.Kind.ERROR_500).of(ENROL));

        assertThat(info().statusCode()).isEqualTo(200);
        assertThat(List.of(status("ana"), status("ana"), status("ana")))
                .containsExactly(500, 500, 200);
        assertThat(sandbox.calls().faults()).isEqualTo(Map.of("error-500", 2L));
    }

    @Test
    void a_fault_strikes_every_nth_call() throws Exception {
        sandbox.fail(Fault.every(3, Fault.Kind.ERROR_500));

        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            statuses.add(info().statusCode());
        }

        assertThat(statuses).containsExactly(200, 200, 500, 200, 200, 500);
    }

    @Test
    void a_fault_with_a_probability_follows_the_seed() throws Exception {
        sandbox.fail(Fault.withProbability(0.5, Fault.Kind.ERROR_500));
        List<Integer> first = statuses(20);
        sandbox.fail(Fault.withProbability(0.5, Fault.Kind.ERROR_500));
        List<Integer> second = statuses(20);

        assertThat(first).isEqualTo(second).contains(200, 500);
    }

    @Test
    void a_lost_race_can_be_had_without_a_race() throws Exception {
        sandbox.fail(Fault.next(1, Fault.Kind.WRITE_ERROR));

        JsonNode answer = json(enrol("ana"));

        assertThat(answer.get("errorcode").asText()).isEqualTo("dmlwriteexception");
        assertThat(answer.get("exception").asText()).isEqualTo("dml_write_exception");
        assertThat(sandbox.journal()).isEmpty();
    }

    @Test
    void any_other_refusal_can_be_had_by_its_code() throws Exception {
        sandbox.turn(
                sandbox.dials()
                        .withFaults(
                                new Fault(
                                        Fault.Kind.REFUSE,
                                        ENROL,
                                        null,
                                        1,
                                        null,
                                        null,
                                        0,
                                        "nopermissions")));

        JsonNode answer = json(enrol("ana"));

        assertThat(answer.get("errorcode").asText()).isEqualTo("nopermissions");
        assertThat(answer.get("exception").asText()).isEqualTo("required_capability_exception");
    }

    @Test
    void command_line_maintenance_is_503_html_even_for_a_bad_token() throws Exception {
        sandbox.fail(Fault.always(Fault.Kind.MAINTENANCE));

        HttpResponse<String> answer =
                new RestClient(sandbox, "nonsense")
                        .send("wstoken=nonsense&moodlewsrestformat=json");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).contains("300");
        assertThat(answer.headers().firstValue("Content-Type").orElseThrow())
                .startsWith("text/html");
        assertThat(answer.body()).startsWith("<!DOCTYPE html>");
    }

    @Test
    void web_maintenance_lets_administrators_through() throws Exception {
        sandbox.fail(Fault.always(Fault.Kind.SITE_MAINTENANCE));

        JsonNode gateway = json(info());
        JsonNode admin =
                new RestClient(sandbox, "admin-token")
                        .call("core_webservice_get_site_info", Map.of());
        JsonNode badToken =
                new RestClient(sandbox, "nonsense").call("core_webservice_get_site_info", Map.of());

        assertThat(gateway.get("errorcode").asText()).isEqualTo("sitemaintenance");
        assertThat(admin.get("username").asText()).isEqualTo("admin");
        assertThat(badToken.get("errorcode").asText()).isEqualTo("invalidtoken");
    }

    @Test
    void an_upgrade_refuses_everybody() throws Exception {
        sandbox.fail(Fault.always(Fault.Kind.UPGRADE));

        assertThat(json(info()).get("errorcode").asText()).isEqualTo("upgraderunning");
    }

    @Test
    void a_page_of_html_comes_with_200_and_without_effect() throws Exception {
        sandbox.fail(Fault.next(1, Fault.Kind.HTML));

        HttpResponse<String> answer = enrol("ana");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).startsWith("<!DOCTYPE html>");
        assertThat(sandbox.journal()).isEmpty();
    }

    @Test
    void an_empty_body_comes_with_200_after_the_effect() throws Exception {
        sandbox.fail(Fault.next(1, Fault.Kind.EMPTY));

        HttpResponse<String> answer = enrol("ana");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEmpty();
        assertThat(sandbox.enrolment("ana", "SCI")).isPresent();
    }

    @Test
    void an_http_500_is_empty_and_its_effect_is_a_matter_of_choice() throws Exception {
        sandbox.fail(Fault.next(1, Fault.Kind.ERROR_500).doing(Fault.Work.DONE));

        HttpResponse<String> answer = enrol("ana");

        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body()).isEmpty();
        assertThat(sandbox.enrolment("ana", "SCI")).isPresent();
    }

    @Test
    void a_truncated_answer_is_no_json() throws Exception {
        sandbox.fail(Fault.next(2, Fault.Kind.TRUNCATED));

        assertThatThrownBy(() -> json(info())).isInstanceOf(JsonProcessingException.class);
        assertThat(enrol("ana").body()).isEqualTo("nu");
    }

    @Test
    void a_slow_drip_ends_in_the_right_answer() throws Exception {
        sandbox.fail(Fault.next(1, Fault.Kind.DRIP).delayed(30));

        long started = System.nanoTime();
        String body = enrol("ana").body();

        assertThat(body).isEqualTo("null");
        assertThat(NANOSECONDS.toMillis(System.nanoTime() - started)).isGreaterThanOrEqualTo(90);
    }

    @Test
    void latency_counts_calls_and_rows_and_is_served_side_by_side() throws Exception {
        sandbox.turn(sandbox.dials().withLatency(200, 100));
        String form =
                client.form(
                        ENROL,
                        Map.of("enrolments", List.of(row("ana", 0), row("bob", 0), row("ana", 0))));

        long started = System.nanoTime();
        client.send(form);
        long one = NANOSECONDS.toMillis(System.nanoTime() - started);
        List<CompletableFuture<HttpResponse<String>>> many = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            many.add(client.sendAsync(client.form("core_webservice_get_site_info", Map.of())));
        }
        many.forEach(CompletableFuture::join);
        long all = NANOSECONDS.toMillis(System.nanoTime() - started);

        assertThat(one).isGreaterThanOrEqualTo(500);
        assertThat(all - one).isBetween(300L, 50 * 300L / 2);
        assertThat(sandbox.calls().mostInFlight()).isGreaterThan(10);
    }

    @Test
    void the_effect_comes_at_the_end_of_the_latency_though_the_client_has_gone() throws Exception {
        sandbox.turn(sandbox.dials().withLatency(1000, 0));

        try (Socket socket = post(client.form(ENROL, enrolments("ana", 0)))) {
            await().until(() -> sandbox.calls().requests() == 1);
            assertThat(sandbox.enrolment("ana", "SCI")).isEmpty();
            assertThat(socket.isConnected()).isTrue();
        }

        await().until(() -> sandbox.enrolment("ana", "SCI").isPresent());
    }

    @Test
    void an_idle_connection_is_closed() throws Exception {
        sandbox.turn(sandbox.dials().withKeepAliveMillis(500));

        try (Socket socket = post(client.form("core_nope", Map.of()))) {
            String all = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(all).startsWith("HTTP/1.1 200").contains("invalidrecord");
        }
    }

    @Test
    void faults_can_be_set_over_http() throws Exception {
        HttpResponse<String> set =
                client.control(
                        "PUT",
                        "/sandbox/dials",
                        """
                        {"latency-millis": 1, "faults": [{"kind": "error-500", "effect": "done",
                        "function": "enrol_manual_enrol_users", "next": 1}]}
                        """);
        JsonNode read = json(client.control("GET", "/sandbox/dials", ""));

        assertThat(set.statusCode()).isEqualTo(200);
        assertThat(read.get("latency-millis").asInt()).isEqualTo(1);
        assertThat(read.get("max-input-vars").asInt()).isEqualTo(1000);
        assertThat(List.of(status("ana"), status("ana"))).containsExactly(500, 200);
    }

    @Test
    void a_dial_that_does_not_exist_is_refused() throws Exception {
        HttpResponse<String> set = client.control("PUT", "/sandbox/dials", "{\"latency\": 1}");

        assertThat(set.statusCode()).isEqualTo(400);
        assertThat(set.body()).contains("latency");
    }

    private int status(String who) throws Exception {
        return enrol(who).statusCode();
    }

    private List<Integer> statuses(int calls) throws Exception {
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < calls; i++) {
            statuses.add(info().statusCode());
        }
        return statuses;
    }

    private HttpResponse<String> info() throws Exception {
        return client.send(client.form("core_webservice_get_site_info", Map.of()));
    }

    private HttpResponse<String> enrol(String who) throws Exception {
        return enrol(who, 0);
    }

    private HttpResponse<String> enrol(String who, long timeend) throws Exception {
        return client.send(client.form(ENROL, enrolments(who, timeend)));
    }

    private Map<String, Object> enrolments(String who, long timeend) {
        return Map.of("enrolments", List.of(row(who, timeend)));
    }

    private Map<String, Object> row(String who, long timeend) {
        SandboxState state = sandbox.state();
        return Map.of(
                "roleid",
                5,
                "userid",
                state.user(who).orElseThrow().id(),
                "courseid",
                state.course("SCI").orElseThrow().id(),
                "timeend",
                timeend);
    }

    private long end(String who) {
        return sandbox.enrolment(who, "SCI").orElseThrow().timeend();
    }

    private Socket post(String form) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), sandbox.baseUri().getPort());
        String head =
                """
                POST /webservice/rest/server.php HTTP/1.1\r
                Host: localhost\r
                Content-Type: application/x-www-form-urlencoded\r
                Content-Length: %d\r
                \r
                """
                        .formatted(form.length());
        socket.getOutputStream().write((head + form).getBytes(StandardCharsets.UTF_8));
        return socket;
    }

    private static JsonNode json(HttpResponse<String> answer) throws Exception {
        return RestClient.JSON.readTree(answer.body());
    }
}
