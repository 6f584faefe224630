package org.moodlegateway.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a caller may do, and what it looks like when it may not. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class CallerTest {
    private static final String INFO = "core_webservice_get_site_info";
    private static final String LOOKUP = "core_user_get_users_by_field";
    private static final String ENROL = "enrol_manual_enrol_users";

    private Sandbox sandbox;
    private RestClient client;
    private long ana;
    private long sci;
    private long hidden;

    @BeforeEach
    void start() {
        sandbox =
                Sandbox.start(
                        SandboxSettings.builder()
                                .caller(Caller.gateway("gateway", "t", Set.of("student")))
                                .courses("SCI", "MATH")
                                .course(
                                        new SandboxSettings.Course(
                                                "HIDDEN", null, null, null, false, null, null))
                                .people("ana")
                                .enrolment(SandboxSettings.Enrolment.of("ana", "MATH"))
                                .enrolment(SandboxSettings.Enrolment.of("ana", "HIDDEN"))
                                .build(),
                        Clock.systemUTC(),
                        0);
        client = new RestClient(sandbox, "t");
        ana = sandbox.state().user("ana").orElseThrow().id();
        sci = sandbox.state().course("SCI").orElseThrow().id();
        hidden = sandbox.state().course("HIDDEN").orElseThrow().id();
    }

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @ParameterizedTest(name = "without {0} look-up by {1} is empty")
    @CsvSource({
        "moodle/user:viewdetails, username, ana",
        "moodle/user:viewdetails, email, ana@example.org",
        "moodle/user:viewalldetails, username, ana",
        "moodle/site:viewuseridentity, email, ana@example.org"
    })
    void a_missing_view_right_finds_nobody(String right, String field, String value)
            throws Exception {
        assertThat(lookup(field, value)).hasSize(1);

        without(right);

        assertThat(lookup(field, value)).isEmpty();
    }

    @ParameterizedTest(name = "without {0}: {1} answers {2}")
    @CsvSource({
        "enrol/manual:enrol, enrol_manual_enrol_users, nopermissions",
        "moodle/course:view, enrol_manual_enrol_users, requireloginerror",
        "moodle/role:assign, enrol_manual_enrol_users, wsusercannotassign",
        "moodle/course:managegroups, core_group_get_course_groups, nopermissions",
        "moodle/course:view, core_group_get_course_groups, errorcoursecontextnotvalid",
        "moodle/course:enrolreview, core_enrol_get_enrolled_users, nopermissions",
        "webservice/rest:use, core_webservice_get_site_info, accessexception"
    })
    void a_missing_right_is_an_error(String right, String function, String code) throws Exception {
        assertThat(call(function).has("errorcode")).isFalse();

        without(right);

        assertThat(call(function).path("errorcode").asText()).isEqualTo(code);
    }

    @Test
    void a_right_can_be_withheld_in_one_course() throws Exception {
        post(
                """
                {"name": "gateway", "withheld": {"SCI": ["enrol/manual:enrol"]}}
                """);

        assertThat(call(ENROL).path("errorcode").asText()).isEqualTo("nopermissions");
        JsonNode elsewhere =
                client.call(
                        ENROL,
                        Map.of(
                                "enrolments",
                                List.of(Map.of("roleid", 5, "userid", ana, "courseid", hidden))));
        assertThat(elsewhere.isNull()).isTrue();
    }

    @Test
    void hidden_courses_vanish_without_the_right_to_see_them() throws Exception {
        assertThat(courses("HIDDEN")).hasSize(1);

        without("moodle/course:viewhiddencourses", "moodle/course:update");

        assertThat(courses("HIDDEN")).isEmpty();
    }

    @Test
    void idnumber_and_visible_need_the_right_to_update_courses() throws Exception {
        assertThat(courses("SCI").get(0).has("idnumber")).isTrue();

        without("moodle/course:update");

        assertThat(courses("SCI").get(0).has("idnumber")).isFalse();
        assertThat(courses("SCI").get(0).has("visible")).isFalse();
    }

    @Test
    void a_learners_hidden_courses_are_never_listed() throws Exception {
        JsonNode courses = client.call("core_enrol_get_users_courses", Map.of("userid", ana));

        assertThat(courses).hasSize(1);
        assertThat(courses.get(0).get("shortname").asText()).isEqualTo("MATH");
    }

    @Test
    void a_revoked_token_is_unknown_until_it_is_given_back() throws Exception {
        post("{\"name\": \"gateway\", \"revoked\": true}");
        assertThat(code(INFO)).isEqualTo("invalidtoken");

        post("{\"name\": \"gateway\", \"revoked\": false}");
        assertThat(code(INFO)).isEmpty();
    }

    @Test
    void a_token_can_be_replaced() throws Exception {
        post("{\"name\": \"gateway\", \"token\": \"other\"}");

        assertThat(code(INFO)).isEqualTo("invalidtoken");
        assertThat(new RestClient(sandbox, "other").call(INFO, Map.of()).has("userid")).isTrue();
    }

    @Test
    void an_expired_token_is_refused_once_and_then_gone() throws Exception {
        post("{\"name\": \"gateway\", \"expires\": \"2020-01-01T00:00:00Z\"}");

        assertThat(code(INFO)).isEqualTo("accessexception");
        assertThat(code(INFO)).isEqualTo("invalidtoken");
    }

    @Test
    void a_suspended_caller_gets_nothing() throws Exception {
        post("{\"name\": \"gateway\", \"suspended\": true}");

        assertThat(code(INFO)).isEqualTo("wsaccessusersuspended");
    }

    @ParameterizedTest
    @CsvSource({
        "'\"password-change\": true', forcepasswordchangenotice",
        "'\"policy-agreed\": false', sitepolicynotagreed"
    })
    void an_account_with_something_to_do_gets_site_info_only(String change, String code)
            throws Exception {
        post("{\"name\": \"gateway\", " + change + "}");

        assertThat(code(INFO)).isEmpty();
        assertThat(call(ENROL).path("errorcode").asText()).isEqualTo(code);
    }

    @Test
    void a_function_can_be_taken_out_of_the_service() throws Exception {
        post("{\"name\": \"gateway\", \"without-functions\": [\"" + ENROL + "\"]}");

        assertThat(call(ENROL).path("errorcode").asText()).isEqualTo("accessexception");
        assertThat(client.call(INFO, Map.of()).get("functions").findValuesAsText("name"))
                .contains(LOOKUP)
                .doesNotContain(ENROL, "core_calendar_get_calendar_events");
    }

    @Test
    void tokens_are_never_shown() throws Exception {
        assertThat(client.control("GET", "/sandbox/callers", "").body())
                .contains("gateway")
                .doesNotContain("token");
    }

    private void without(String... rights) {
        Set<String> left = new HashSet<>(Capabilities.GATEWAY);
        left.removeAll(Set.of(rights));
        Administrator administrator = sandbox.administrator();
        administrator.saveCaller(administrator.caller("gateway").withCapabilities(left));
    }

    private void post(String caller) throws Exception {
        assertThat(client.control("POST", "/sandbox/callers", caller).statusCode()).isEqualTo(200);
    }

    private JsonNode call(String function) throws Exception {
        return switch (function) {
            case ENROL ->
                    client.call(
                            ENROL,
                            Map.of(
                                    "enrolments",
                                    List.of(Map.of("roleid", 5, "userid", ana, "courseid", sci))));
            case INFO -> client.call(INFO, Map.of());
            default -> client.call(function, Map.of("courseid", sci));
        };
    }

    private String code(String function) throws Exception {
        return call(function).path("errorcode").asText();
    }

    private JsonNode lookup(String field, String value) throws Exception {
        return client.call(LOOKUP, Map.of("field", field, "values", List.of(value)));
    }

    private JsonNode courses(String shortname) throws Exception {
        return client.call(
                        "core_course_get_courses_by_field",
                        Map.of("field", "shortname", "value", shortname))
                .get("courses");
    }
}
