package org.moodlegateway.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where 4.4 and 5.x differ, both sides of each difference. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class BehaviourTest {
    private static final long STUDENT = 5;

    private Sandbox sandbox;
    private RestClient client;

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @Test
    void four_ignores_the_role_of_an_unenrolment() throws Exception {
        open(Behaviour.V4_4);
        client.call("enrol_manual_enrol_users", enrolments(enrolment("ana")));

        JsonNode answer =
                client.call("enrol_manual_unenrol_users", enrolments(withRole(unenrolment("ana"))));

        assertThat(answer.isNull()).isTrue();
        assertThat(sandbox.enrolment("ana", "SCI")).isEmpty();
    }

    @Test
    void five_refuses_the_role_of_an_unenrolment() throws Exception {
        open(Behaviour.V5);
        client.call("enrol_manual_enrol_users", enrolments(enrolment("ana")));

        JsonNode answer =
                client.call("enrol_manual_unenrol_users", enrolments(withRole(unenrolment("ana"))));

        assertThat(code(answer)).isEqualTo("invalidparameter");
        assertThat(sandbox.enrolment("ana", "SCI")).isPresent();
    }

    @ParameterizedTest(name = "{0} {1}: {2} {3}")
    @CsvSource({
        "4.4, nobody, codingerror, invalidparameter",
        "4.4, gone, codingerror, ''",
        "4.4, unconfirmed, '', ''",
        "4.4, guest, '', ''",
        "4.4, suspended, '', ''",
        "5.x, nobody, invalidrecordunknown, invalidrecordunknown",
        "5.x, gone, userdeleted, userdeleted",
        "5.x, unconfirmed, usernotconfirmed, usernotconfirmed",
        "5.x, guest, guestsarenotallowed, guestsarenotallowed",
        "5.x, suspended, '', ''"
    })
    void enrol_and_unenrol_check_the_account(
            String behaviour, String who, String enrolCode, String unenrolCode) throws Exception {
        open(Behaviour.of(behaviour));

        JsonNode enrolled = client.call("enrol_manual_enrol_users", enrolments(enrolment(who)));
        JsonNode unenrolled =
                client.call("enrol_manual_unenrol_users", enrolments(unenrolment(who)));

        assertThat(code(enrolled)).isEqualTo(enrolCode);
        assertThat(code(unenrolled)).isEqualTo(unenrolCode);
    }

    @Test
    void five_reports_the_account_before_the_role() throws Exception {
        open(Behaviour.V5);
        Map<String, Object> row = Map.of("roleid", 999, "userid", 999_999, "courseid", id("SCI"));

        assertThat(code(client.call("enrol_manual_enrol_users", enrolments(row))))
                .isEqualTo("invalidrecordunknown");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "4.4, moodle_exception, invalid_parameter_exception",
        "5.x, core\\exception\\moodle_exception, core\\exception\\invalid_parameter_exception"
    })
    void five_names_exceptions_with_their_namespace(
            String behaviour, String plain, String parameter) throws Exception {
        open(Behaviour.of(behaviour));

        JsonNode badToken = new RestClient(sandbox, "nonsense").call("x", Map.of());
        JsonNode badParameter = client.call("core_user_get_users_by_field", Map.of());
        JsonNode badFunction = client.call("core_nope", Map.of());

        assertThat(badToken.get("exception").asText()).isEqualTo(plain);
        assertThat(badParameter.get("exception").asText()).isEqualTo(parameter);
        assertThat(badFunction.get("exception").asText()).isEqualTo("dml_missing_record_exception");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"4.4, false", "5.x, true"})
    void five_adds_initials_and_the_policy(String behaviour, boolean added) throws Exception {
        open(Behaviour.of(behaviour));

        JsonNode people =
                client.call(
                        "core_user_get_users_by_field",
                        Map.of("field", "username", "values", List.of("ana")));
        JsonNode info = client.call("core_webservice_get_site_info", Map.of());

        assertThat(people.get(0).has("initials")).isEqualTo(added);
        assertThat(info.has("policyagreed")).isEqualTo(added);
    }

    @Test
    void four_mails_a_password_even_when_the_account_is_rolled_back() throws Exception {
        open(Behaviour.V4_4);

        client.call("core_user_create_users", Map.of("users", List.of(newUser("new"), badUser())));

        assertThat(kinds()).containsExactly(EffectKind.PASSWORD_MAILED);
        assertThat(sandbox.state().user("new")).isEmpty();
    }

    @Test
    void five_mails_passwords_after_the_commit() throws Exception {
        open(Behaviour.V5);

        client.call("core_user_create_users", Map.of("users", List.of(newUser("new"), badUser())));
        assertThat(kinds()).isEmpty();

        client.call("core_user_create_users", Map.of("users", List.of(newUser("new"))));
        assertThat(kinds()).containsExactly(EffectKind.USER_CREATED, EffectKind.PASSWORD_MAILED);
    }

    @Test
    void five_welcomes_on_every_enrol_call_if_the_course_has_a_teacher() throws Exception {
        open(Behaviour.V5);

        client.call("enrol_manual_enrol_users", enrolments(enrolment("ana")));
        assertThat(kinds()).doesNotContain(EffectKind.WELCOME_SENT);

        sandbox.administrator()
                .enrol(
                        new SandboxSettings.Enrolment(
                                "tess", "SCI", "editingteacher", null, null, false));
        long before = sandbox.journal().size();
        client.call("enrol_manual_enrol_users", enrolments(enrolment("ana")));
        client.call("enrol_manual_enrol_users", enrolments(enrolment("ana")));

        assertThat(sandbox.journalAfter(before))
                .extracting(Effect::kind)
                .containsExactly(
                        EffectKind.ENROLMENT_UNCHANGED,
                        EffectKind.WELCOME_SENT,
                        EffectKind.ENROLMENT_UNCHANGED,
                        EffectKind.WELCOME_SENT);
    }

    @Test
    void five_does_not_welcome_where_the_course_says_no() throws Exception {
        open(Behaviour.V5);
        sandbox.administrator()
                .saveCourse(new SandboxSettings.Course("SCI", null, null, null, null, null, false));
        sandbox.administrator()
                .enrol(
                        new SandboxSettings.Enrolment(
                                "tess", "SCI", "editingteacher", null, null, false));

        client.call("enrol_manual_enrol_users", enrolments(enrolment("ana")));

        assertThat(kinds()).doesNotContain(EffectKind.WELCOME_SENT);
    }

    @Test
    void four_welcomes_nobody() throws Exception {
        open(Behaviour.V4_4);
        sandbox.administrator()
                .enrol(
                        new SandboxSettings.Enrolment(
                                "tess", "SCI", "editingteacher", null, null, false));

        client.call("enrol_manual_enrol_users", enrolments(enrolment("ana")));

        assertThat(kinds()).doesNotContain(EffectKind.WELCOME_SENT);
    }

    @Test
    void four_spoils_the_answer_to_a_half_good_batch_of_messages_and_sends_it() throws Exception {
        open(Behaviour.V4_4);

        JsonNode answer = client.call("core_message_send_instant_messages", halfGoodMessages());

        assertThat(code(answer)).isEqualTo("formatnotsupported");
        assertThat(kinds()).containsExactly(EffectKind.MESSAGE_SENT);
    }

    @Test
    void five_marks_the_bad_row_of_a_batch_of_messages() throws Exception {
        open(Behaviour.V5);

        JsonNode answer = client.call("core_message_send_instant_messages", halfGoodMessages());

        assertThat(answer.get(0).get("msgid").asLong()).isPositive();
        assertThat(answer.get(1).get("msgid").asLong()).isEqualTo(-1);
        assertThat(answer.get(1).get("errormessage").asText()).isEqualTo("cantsendtouser");
        assertThat(kinds()).containsExactly(EffectKind.MESSAGE_SENT);
    }

    private void open(Behaviour behaviour) {
        SandboxSettings settings =
                SandboxSettings.builder()
                        .behaviour(behaviour)
                        .courses("SCI")
                        .people("ana", "tess")
                        .person(SandboxSettings.Person.of("suspended").withSuspended())
                        .person(SandboxSettings.Person.of("gone").withDeleted())
                        .person(
                                new SandboxSettings.Person(
                                        "unconfirmed",
                                        "unconfirmed@example.org",
                                        null,
                                        null,
                                        null,
                                        null,
                                        null,
                                        null,
                                        false,
                                        false,
                                        false))
                        .build();
        sandbox = Sandbox.start(settings, Clock.systemUTC(), 0);
        client = new RestClient(sandbox, "admin-token");
    }

    private List<EffectKind> kinds() {
        return sandbox.journal().stream().map(Effect::kind).toList();
    }

    private long id(String course) {
        return sandbox.state().course(course).orElseThrow().id();
    }

    private long userId(String who) {
        return sandbox.state().users().stream()
                .filter(
                        user ->
                                user.username().equals(who)
                                        || (user.deleted() && who.equals("gone")))
                .map(MoodleUser::id)
                .findFirst()
                .orElse(999_999L);
    }

    private Map<String, Object> enrolment(String who) {
        return withRole(unenrolment(who));
    }

    private Map<String, Object> unenrolment(String who) {
        return Fields.with("userid", userId(who)).and("courseid", id("SCI")).map();
    }

    private static Map<String, Object> withRole(Map<String, Object> row) {
        row.put("roleid", STUDENT);
        return row;
    }

    private static Map<String, Object> enrolments(Map<String, Object> row) {
        return Map.of("enrolments", List.of(row));
    }

    private static Map<String, Object> newUser(String name) {
        return Map.of(
                "username",
                name,
                "firstname",
                "New",
                "lastname",
                "User",
                "email",
                name + "@example.org",
                "createpassword",
                1);
    }

    private static Map<String, Object> badUser() {
        return newUser("ana");
    }

    private Map<String, Object> halfGoodMessages() {
        List<Object> messages = new ArrayList<>();
        messages.add(Map.of("touserid", userId("ana"), "text", "Hello"));
        messages.add(Map.of("touserid", 999_999, "text", "Hello"));
        return Map.of("messages", messages);
    }

    private static String code(JsonNode answer) {
        return answer.path("errorcode").asText();
    }
}
