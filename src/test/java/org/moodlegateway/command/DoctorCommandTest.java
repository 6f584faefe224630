package org.moodlegateway.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.moodlegateway.sandbox.Behaviour;
import org.moodlegateway.sandbox.Caller;
import org.moodlegateway.sandbox.EffectKind;
import org.moodlegateway.sandbox.ManualEnrolment;
import org.moodlegateway.sandbox.Sandbox;
import org.moodlegateway.sandbox.SandboxSettings;

@DisplayNameGeneration(ReplaceUnderscores.class)
class DoctorCommandTest {
    private static final Set<String> ROLES = Set.of("student", "teacher", "editingteacher");
    private static final Caller GATEWAY = Caller.gateway("gateway", "sandbox-token", ROLES);

    private static Sandbox moodle;

    @BeforeAll
    static void start() {
        moodle = sandbox(Behaviour.V4_4);
    }

    @AfterAll
    static void stop() {
        moodle.close();
    }

    @AfterEach
    void reset() {
        moodle.reset();
    }

    private static Sandbox sandbox(Behaviour behaviour) {
        SandboxSettings shipped = SandboxSettings.read(Path.of("config/sandbox.yaml"));
        return Sandbox.start(
                shipped.toBuilder()
                        .behaviour(behaviour)
                        .dials(shipped.dials().withLatency(0, 0))
                        .build(),
                Clock.systemUTC(),
                0);
    }

    @Test
    void a_good_moodle_is_ready_and_nothing_is_left_behind() throws IOException {
        CommandLineRun run = doctor(moodle);

        assertThat(bad(run)).isEmpty();
        assertThat(run.code()).isZero();
        assertThat(moodle.journal()).isEmpty();
    }

    @Test
    void a_good_moodle_5_is_ready_and_nothing_is_left_behind() throws IOException {
        try (Sandbox five = sandbox(Behaviour.V5)) {
            CommandLineRun run = doctor(five);

            assertThat(bad(run)).isEmpty();
            assertThat(codes(run, "note")).contains("welcome-message", "token-expiry");
            assertThat(five.journal())
                    .noneMatch(effect -> effect.kind() == EffectKind.WELCOME_SENT)
                    .isEmpty();
        }
    }

    @Test
    void people_read_signs_and_what_to_click() {
        moodle.administrator().saveCaller(without("moodle/user:create"));

        CommandLineRun run =
                new CommandLineRun()
                        .with("MOODLE_URL", moodle.baseUri().toString())
                        .with("MOODLE_TOKEN", "sandbox-token")
                        .run("doctor");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out())
                .contains("✔ ", "! ")
                .contains(
                        "✘ The caller can't make accounts\n    Site administration, Users,"
                                + " Permissions, Define roles, the caller's role: allow"
                                + " moodle/user:create.")
                .endsWith("1 thing to be put right.\n");
    }

    @ParameterizedTest
    @CsvSource({
        "moodle/course:view, requireloginerror",
        "enrol/manual:enrol, nopermissions",
        "enrol/manual:unenrol, unenrol-not-allowed",
        "moodle/role:assign, role-not-assignable",
        "moodle/user:create, create-not-allowed",
        "moodle/user:viewdetails, people-hidden",
        "moodle/site:viewuseridentity, email-look-up-empty",
        "moodle/user:viewalldetails, username-look-up-empty",
        "moodle/course:managegroups, groups-not-allowed",
        "moodle/course:enrolreview, review-not-allowed",
        "webservice/rest:use, accessexception"
    })
    void a_missing_right_is_named(String capability, String code) throws IOException {
        moodle.administrator().saveCaller(without(capability));

        CommandLineRun run = doctor(moodle);

        assertThat(Set.copyOf(bad(run))).containsExactly(code);
        assertThat(run.code()).isEqualTo(1);
    }

    @Test
    void missing_functions_are_listed_one_by_one() throws IOException {
        moodle.administrator()
                .saveCaller(withoutFunctions("core_group_create_groups", "core_user_get_users"));

        CommandLineRun run = doctor(moodle);

        assertThat(bad(run)).containsExactly("function-missing", "function-missing");
        assertThat(run.out()).contains("core_group_create_groups", "core_user_get_users");
    }

    @Test
    void a_role_that_may_not_be_given_is_named() throws IOException {
        for (Behaviour behaviour : Behaviour.values()) {
            try (Sandbox any = sandbox(behaviour)) {
                any.administrator()
                        .saveCaller(
                                Caller.gateway(
                                        "gateway", "sandbox-token", Set.of("student", "teacher")));

                CommandLineRun run = doctor(any);

                assertThat(Set.copyOf(bad(run))).containsExactly("role-not-assignable");
                assertThat(run.out()).contains("editingteacher (3)").doesNotContain("student (5)");
                assertThat(any.journal()).isEmpty();
            }
        }
    }

    @Test
    void what_can_be_taken_back_is_proven_and_nothing_is_taken() throws IOException {
        for (Behaviour behaviour : Behaviour.values()) {
            try (Sandbox any = sandbox(behaviour)) {
                any.administrator()
                        .saveGroup(new SandboxSettings.Group("MATH", "G", "g", List.of("b.brown")));
                long before = any.journal().size();

                CommandLineRun run = doctor(any);

                assertThat(codes(run, "good")).contains("taking");
                assertThat(bad(run)).isEmpty();
                assertThat(any.calls().functions())
                        .containsKeys(
                                "core_role_unassign_roles",
                                "enrol_manual_unenrol_users",
                                "core_group_delete_group_members");
                assertThat(any.journal()).hasSize((int) before);
            }
        }
    }

    @Test
    void functions_that_take_back_are_missed_by_name() throws IOException {
        moodle.administrator()
                .saveCaller(
                        withoutFunctions(
                                "core_role_unassign_roles",
                                "enrol_manual_unenrol_users",
                                "core_group_delete_group_members"));

        CommandLineRun run = doctor(moodle);

        assertThat(bad(run)).contains("function-missing", "role-not-taken", "unenrol-not-allowed");
        assertThat(run.out()).contains("core_group_delete_group_members");
    }

    @Test
    void courses_that_take_nobody_are_named() throws IOException {
        moodle.administrator().saveCourse(course("SCI", ManualEnrolment.NONE));
        moodle.administrator().saveCourse(course("HELP", ManualEnrolment.DISABLED));

        CommandLineRun run = doctor(moodle);

        assertThat(bad(run)).containsExactly("no-manual-enrolment", "no-manual-enrolment");
        assertThat(run.out()).contains("SCI: there is no manual", "HELP: there is no manual");
    }

    @Test
    void a_course_that_is_not_there_is_named() throws IOException {
        SandboxSettings empty =
                SandboxSettings.builder().courses("SCI", "MATH", "HELP").caller(GATEWAY).build();
        try (Sandbox other = Sandbox.start(empty, Clock.systemUTC(), 0)) {
            CommandLineRun run = doctor(other);

            assertThat(bad(run)).containsExactly("course-unknown");
            assertThat(run.out()).contains("idnumber:LANG");
        }
    }

    @Test
    void a_site_that_cuts_long_forms_gets_a_note() throws IOException {
        assertThat(codes(doctor(moodle), "note")).contains("long-forms-cut");
    }

    @Test
    void what_stops_all_calls_is_the_only_finding() throws IOException {
        CommandLineRun wrongToken =
                new CommandLineRun()
                        .with("MOODLE_URL", moodle.baseUri().toString())
                        .with("MOODLE_TOKEN", "wrong")
                        .run("doctor", "--json");
        CommandLineRun nobody =
                new CommandLineRun()
                        .with("MOODLE_URL", "http://127.0.0.1:1")
                        .with("MOODLE_TOKEN", "any")
                        .run("doctor", "--json");

        assertThat(bad(wrongToken)).containsExactly("invalidtoken");
        assertThat(bad(nobody)).containsExactly("unreachable");
        assertThat(nobody.code()).isEqualTo(1);
    }

    @Test
    void a_password_that_must_be_changed_is_noticed() throws IOException {
        moodle.administrator().saveCaller(caller(true, true));

        assertThat(bad(doctor(moodle))).containsExactly("forcepasswordchangenotice");
    }

    @Test
    void a_policy_that_the_caller_has_not_accepted_is_noticed() throws IOException {
        moodle.administrator().saveCaller(caller(false, false));

        assertThat(bad(doctor(moodle))).containsExactly("sitepolicynotagreed");
    }

    private static Caller caller(boolean passwordChange, boolean policyAgreed) {
        return new Caller(
                "gateway",
                "sandbox-token",
                false,
                null,
                ROLES,
                null,
                null,
                null,
                false,
                false,
                passwordChange,
                policyAgreed);
    }

    @Test
    void without_a_moodle_there_is_nothing_to_examine() {
        CommandLineRun run = new CommandLineRun().run("doctor");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).contains("moodle.url is empty").hasLineCount(1);
    }

    private static CommandLineRun doctor(Sandbox moodle) {
        return new CommandLineRun()
                .with("MOODLE_URL", moodle.baseUri().toString())
                .with("MOODLE_TOKEN", "sandbox-token")
                .run("doctor", "--json");
    }

    private static List<String> bad(CommandLineRun run) throws IOException {
        return codes(run, "bad");
    }

    private static List<String> codes(CommandLineRun run, String mark) throws IOException {
        JsonNode findings = run.json().at("/findings");
        return StreamSupport.stream(findings.spliterator(), false)
                .filter(finding -> finding.at("/mark").asText().equals(mark))
                .map(finding -> finding.at("/code").asText())
                .toList();
    }

    private static Caller without(String capability) {
        Set<String> rights = new HashSet<>(GATEWAY.capabilities());
        rights.remove(capability);
        return GATEWAY.withCapabilities(rights);
    }

    private static Caller withoutFunctions(String... functions) {
        return new Caller(
                "gateway",
                "sandbox-token",
                false,
                null,
                ROLES,
                Map.of(),
                Set.of(functions),
                null,
                false,
                false,
                false,
                true);
    }

    private static SandboxSettings.Course course(String shortname, ManualEnrolment manual) {
        return new SandboxSettings.Course(
                shortname, "C-" + shortname, null, null, true, manual, true);
    }
}
