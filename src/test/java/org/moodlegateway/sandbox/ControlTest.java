package org.moodlegateway.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What lies below {@code /sandbox/}, cron, and the journal. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class ControlTest {
    private static final Instant END = Instant.parse("2026-03-01T00:00:00Z");

    @TempDir Path folder;

    private Sandbox sandbox;
    private RestClient client;

    @BeforeEach
    void start() {
        sandbox =
                Sandbox.start(
                        SandboxSettings.builder()
                                .journalFile(folder.resolve("kept/journal.jsonl"))
                                .courses("SCI")
                                .people("ana")
                                .enrolment(
                                        new SandboxSettings.Enrolment(
                                                "ana", "SCI", "student", null, END, false))
                                .group(new SandboxSettings.Group("SCI", "G", null, List.of("ana")))
                                .build(),
                        Clock.systemUTC(),
                        0);
        client = new RestClient(sandbox, "admin-token");
    }

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @Test
    void the_start_content_is_in_the_state_and_not_in_the_journal() throws Exception {
        JsonNode state = get("/sandbox/state?course=SCI&user=ana");

        assertThat(state.get("enrolments").get(0).get("roles").get(0).asText())
                .isEqualTo("student");
        assertThat(state.get("enrolments").get(0).get("timeend").asLong())
                .isEqualTo(END.getEpochSecond());
        assertThat(state.get("groups").get(0).get("members").get(0).asText()).isEqualTo("ana");
        assertThat(get("/sandbox/journal")).isEmpty();
    }

    @Test
    void a_course_a_person_and_an_enrolment_are_added_by_hand() throws Exception {
        post(
                "/sandbox/courses",
                "{\"shortname\": \"NEW\", \"startdate\": \"2026-05-01T00:00:00Z\"}");
        post("/sandbox/users", "{\"username\": \"eve\", \"email\": \"eve@example.org\"}");
        post(
                "/sandbox/enrolments",
                "{\"user\": \"eve\", \"course\": \"NEW\", \"suspended\": true}");

        assertThat(sandbox.enrolment("eve", "NEW").orElseThrow().suspended()).isTrue();
        assertThat(get("/sandbox/journal").findValuesAsText("caller")).containsOnly("hand");
    }

    @Test
    void a_course_is_renamed_by_its_id_and_another_takes_its_name() throws Exception {
        long id = sandbox.state().course("SCI").orElseThrow().id();

        post("/sandbox/courses", "{\"id\": " + id + ", \"shortname\": \"SCI-2025\"}");
        post("/sandbox/courses", "{\"shortname\": \"SCI\"}");

        assertThat(sandbox.state().course("SCI-2025").orElseThrow().id()).isEqualTo(id);
        assertThat(sandbox.state().course("SCI").orElseThrow().id()).isNotEqualTo(id);
        assertThat(sandbox.enrolment("ana", "SCI-2025")).isPresent();
        assertThat(
                        status(
                                "POST",
                                "/sandbox/courses",
                                "{\"id\": " + id + ", \"shortname\": \"SCI\"}"))
                .isEqualTo(400);
        assertThat(status("POST", "/sandbox/courses", "{\"id\": 99, \"shortname\": \"X\"}"))
                .isEqualTo(400);
    }

    @Test
    void an_e_mail_is_changed_by_the_accounts_id_and_all_else_stays() throws Exception {
        long id = sandbox.state().user("ana").orElseThrow().id();

        post("/sandbox/users", "{\"id\": " + id + ", \"email\": \"new@example.org\"}");

        assertThat(sandbox.state().user("ana").orElseThrow().email()).isEqualTo("new@example.org");
        assertThat(sandbox.state().user("ana").orElseThrow().id()).isEqualTo(id);
        assertThat(sandbox.enrolment("ana", "SCI")).isPresent();
    }

    @Test
    void an_account_that_is_deleted_and_made_again_has_another_id_and_no_enrolment()
            throws Exception {
        long before = sandbox.state().user("ana").orElseThrow().id();

        assertThat(status("DELETE", "/sandbox/users?user=ana", "")).isEqualTo(200);
        post("/sandbox/users", "{\"username\": \"ana\", \"email\": \"ana@example.org\"}");

        assertThat(sandbox.state().user("ana").orElseThrow().id()).isGreaterThan(before);
        assertThat(sandbox.enrolment("ana", "SCI")).isEmpty();
    }

    @Test
    void a_group_is_deleted_and_its_people_stay_enrolled() throws Exception {
        assertThat(status("DELETE", "/sandbox/groups?course=SCI&name=G", "")).isEqualTo(200);

        assertThat(sandbox.state().group("SCI", "G")).isEmpty();
        assertThat(sandbox.enrolment("ana", "SCI").orElseThrow().groups()).isEmpty();
        assertThat(status("DELETE", "/sandbox/groups?course=SCI&name=G", "")).isEqualTo(400);
    }

    @Test
    void an_account_is_changed_and_deleted_by_hand() throws Exception {
        post(
                "/sandbox/users",
                "{\"username\": \"ana\", \"email\": \"new@example.org\", \"suspended\": true}");
        assertThat(sandbox.state().user("ana").orElseThrow().suspended()).isTrue();

        post("/sandbox/users", "{\"username\": \"ana\", \"deleted\": true}");
        assertThat(sandbox.state().user("ana")).isEmpty();
        assertThat(sandbox.state().enrolments()).isEmpty();
        assertThat(sandbox.state().group("SCI", "G").orElseThrow().members()).isEmpty();
    }

    @Test
    void an_enrolment_is_ended_by_hand() throws Exception {
        assertThat(
                        client.control("DELETE", "/sandbox/enrolments?user=ana&course=SCI", "")
                                .statusCode())
                .isEqualTo(200);

        assertThat(sandbox.enrolment("ana", "SCI")).isEmpty();
        assertThat(sandbox.journal())
                .extracting(Effect::kind)
                .containsExactly(
                        EffectKind.ENROLMENT_REMOVED,
                        EffectKind.ROLE_UNASSIGNED,
                        EffectKind.MEMBER_REMOVED);
    }

    @ParameterizedTest(name = "cron by {0} leaves enrolment {1}, suspended {2}, roles {3}")
    @CsvSource({
        "keep, true, false, 2",
        "suspend, true, true, 2",
        "suspend-no-roles, true, true, 0",
        "unenrol, false, false, 0"
    })
    void cron_treats_what_has_expired(String action, boolean there, boolean suspended, int roles)
            throws Exception {
        Map<String, Object> teacher = new HashMap<>(row("ana"));
        teacher.put("roleid", 4);
        teacher.put("timeend", END.getEpochSecond());
        client.call("enrol_manual_enrol_users", Map.of("enrolments", List.of(teacher)));
        post("/sandbox/cron", "{\"at\": \"2026-02-28T00:00:00Z\", \"action\": \"unenrol\"}");
        assertThat(sandbox.enrolment("ana", "SCI")).isPresent();

        post(
                "/sandbox/cron",
                "{\"at\": \"2026-03-02T00:00:00Z\", \"action\": \"%s\"}".formatted(action));

        assertThat(sandbox.enrolment("ana", "SCI").isPresent()).isEqualTo(there);
        sandbox.enrolment("ana", "SCI")
                .ifPresent(
                        row -> {
                            assertThat(row.suspended()).isEqualTo(suspended);
                            assertThat(row.roles()).hasSize(roles);
                        });
    }

    @Test
    void cron_keeps_by_default() {
        assertThat(sandbox.cron(END.plusSeconds(1))).isZero();
    }

    @Test
    void calls_and_rows_are_counted() throws Exception {
        List<Object> rows = List.of(row("ana"), row("ana"));
        client.call("enrol_manual_enrol_users", Map.of("enrolments", rows));
        client.call("core_nope", Map.of());

        JsonNode calls = get("/sandbox/calls");

        assertThat(calls.get("requests").asInt()).isEqualTo(2);
        assertThat(calls.at("/functions/enrol_manual_enrol_users/rows").asInt()).isEqualTo(2);
        assertThat(calls.at("/functions/core_nope/refused").asInt()).isEqualTo(1);
        assertThat(sandbox.calls().of("enrol_manual_enrol_users")).isEqualTo(1);
    }

    @Test
    void the_journal_is_read_from_a_number_on_and_tells_unchanged_repeats() throws Exception {
        Map<String, Object> enrolments = Map.of("enrolments", List.of(row("ana")));
        client.call("enrol_manual_enrol_users", enrolments);
        client.call("enrol_manual_enrol_users", enrolments);

        JsonNode all = get("/sandbox/journal");
        JsonNode later = get("/sandbox/journal?after=1");

        assertThat(all.findValuesAsText("kind"))
                .containsExactly("enrolment-updated", "enrolment-unchanged");
        assertThat(later.findValuesAsText("kind")).containsExactly("enrolment-unchanged");
        assertThat(later.get(0).get("request").asLong()).isEqualTo(2);
        assertThat(later.get(0).at("/about/username").asText()).isEqualTo("ana");
    }

    @Test
    void a_reset_brings_the_start_content_back_and_numbers_go_on() throws Exception {
        sandbox.administrator().unenrol("ana", "SCI");
        sandbox.fail(Fault.always(Fault.Kind.HTML));

        post("/sandbox/reset", "");

        assertThat(sandbox.enrolment("ana", "SCI")).isPresent();
        assertThat(sandbox.journal()).isEmpty();
        assertThat(sandbox.dials()).isEqualTo(Dials.DEFAULT);
        sandbox.administrator().unenrol("ana", "SCI");
        assertThat(sandbox.journal().get(0).number()).isEqualTo(4);
    }

    @Test
    void the_journal_file_survives() throws Exception {
        sandbox.administrator().unenrol("ana", "SCI");
        sandbox.close();

        List<String> lines = Files.readAllLines(folder.resolve("kept/journal.jsonl"));

        assertThat(lines).hasSize(3);
        assertThat(RestClient.JSON.readTree(lines.get(0)).get("kind").asText())
                .isEqualTo("enrolment-removed");
        assertThat(RestClient.JSON.readTree(lines.get(2)).get("number").asInt()).isEqualTo(3);
    }

    @Test
    void what_makes_no_sense_is_refused() throws Exception {
        assertThat(status("POST", "/sandbox/nothing", "")).isEqualTo(404);
        assertThat(status("POST", "/sandbox/courses", "{")).isEqualTo(400);
        assertThat(status("POST", "/sandbox/courses", "{\"name\": \"x\"}")).isEqualTo(400);
        assertThat(status("POST", "/sandbox/enrolments", "{\"user\": \"x\", \"course\": \"SCI\"}"))
                .isEqualTo(400);
        assertThat(status("PUT", "/sandbox/dials", "{\"faults\": [{\"kind\": \"flood\"}]}"))
                .isEqualTo(400);
        assertThat(status("PUT", "/sandbox/dials", "[]")).isEqualTo(400);
        assertThat(status("GET", "/sandbox/journal?after=x", "")).isEqualTo(400);
        assertThat(status("DELETE", "/sandbox/enrolments?user=ana", "")).isEqualTo(400);
    }

    @Test
    void a_taken_port_is_an_error_that_names_it() {
        int port = sandbox.baseUri().getPort();

        assertThatThrownBy(
                        () ->
                                Sandbox.start(
                                        SandboxSettings.builder().build(), Clock.systemUTC(), port))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(Integer.toString(port));
    }

    private Map<String, Object> row(String who) {
        SandboxState state = sandbox.state();
        return Map.of(
                "roleid", 5,
                "userid", state.user(who).orElseThrow().id(),
                "courseid", state.course("SCI").orElseThrow().id());
    }

    private JsonNode get(String path) throws Exception {
        return RestClient.JSON.readTree(client.control("GET", path, "").body());
    }

    private void post(String path, String body) throws Exception {
        HttpResponse<String> answer = client.control("POST", path, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    private int status(String method, String path, String body) throws Exception {
        return client.control(method, path, body).statusCode();
    }
}
