package org.moodlegateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.moodlegateway.Orders.order;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.moodlegateway.moodle.Batch;
import org.moodlegateway.moodle.Enroller;
import org.moodlegateway.moodle.MoodleSite.LastVisit;
import org.moodlegateway.sandbox.Behaviour;
import org.moodlegateway.sandbox.Caller;
import org.moodlegateway.sandbox.EffectKind;
import org.moodlegateway.sandbox.ExpiredAction;
import org.moodlegateway.sandbox.Fault;
import org.moodlegateway.sandbox.Fault.Kind;
import org.moodlegateway.sandbox.Fault.Work;
import org.moodlegateway.sandbox.ManualEnrolment;
import org.moodlegateway.sandbox.MoodleCourse;
import org.moodlegateway.sandbox.SandboxSettings;

/** Access, roles and groups that Moodle must not show any more, over real HTTP. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class TakingBackTest {
    private static final String ENROL = "enrol_manual_enrol_users";
    private static final String UNENROL = "enrol_manual_unenrol_users";
    private static final String UNASSIGN = "core_role_unassign_roles";
    private static final String LEAVE = "core_group_delete_group_members";
    private static final String YEAR = "1768469400-1800005400";
    private static final String ABSENT = "absent = true";
    private static final String TEACHER = "roles = 'teacher'";
    private static final Set<String> ROLES = Set.of("student", "teacher", "editingteacher");

    @TempDir private Path directory;

    private GatewayFixture fixture;

    @AfterEach
    void stop() {
        fixture.close();
    }

    @Test
    void another_role_for_forty_nine_people_is_one_enrolment_and_one_call_that_takes() {
        enrolled("SCI-YEAR", people(49));
        long before = calls();

        wish(TEACHER);
        fixture.work();

        assertThat(calls() - before).isEqualTo(2);
        assertThat(fixture.moodle.calls().of(UNASSIGN)).isOne();
        assertThat(fixture.shown("p7@example.org", "SCI")).isEqualTo("teacher " + YEAR);
        assertThat(fixture.list("select distinct given_roles from entitlement"))
                .containsExactly("teacher");
    }

    @Test
    void forty_nine_people_are_unenrolled_in_one_call() {
        enrolled("SCI-YEAR", people(49));
        long before = calls();

        wish(ABSENT);
        fixture.work();

        assertThat(calls() - before).isOne();
        assertThat(fixture.shown("p7@example.org", "SCI")).isEqualTo("none");
        assertThat(fixture.list("select distinct state || given_roles from entitlement"))
                .containsExactly("CLEAN");
        fixture.work();
        assertThat(calls() - before).isOne();
    }

    @Test
    void suspending_is_an_enrolment_that_says_so() {
        enrolled("SCI-YEAR", people(2));
        long before = calls();

        wish("suspended = true");
        fixture.work();

        assertThat(calls() - before).isOne();
        assertThat(fixture.shown("p1@example.org", "SCI"))
                .isEqualTo("student " + YEAR + " suspended");
    }

    @Test
    void one_batch_gives_takes_and_ends() {
        enrolled("SCI-YEAR", people(3));
        long before = calls();

        wish("p0@example.org", TEACHER);
        wish("p1@example.org", ABSENT);
        wish("p2@example.org", "suspended = true");
        fixture.work();

        assertThat(calls() - before).isEqualTo(3);
        assertThat(fixture.shown("p0@example.org", "SCI")).isEqualTo("teacher " + YEAR);
        assertThat(fixture.shown("p1@example.org", "SCI")).isEqualTo("none");
        assertThat(fixture.shown("p2@example.org", "SCI")).endsWith("suspended");
    }

    @Test
    void a_role_that_somebody_gave_by_hand_stays() {
        enrolled("SCI-YEAR", people(1));
        fixture.moodle
                .administrator()
                .enrol(
                        new SandboxSettings.Enrolment(
                                "p0@example.org", "SCI", "editingteacher", null, null, false));

        wish(TEACHER);
        fixture.work();

        assertThat(fixture.shown("p0@example.org", "SCI"))
                .isEqualTo("editingteacher,teacher " + YEAR);
    }

    @Test
    void a_lost_answer_to_taking_roles_settles_and_only_the_taking_is_sent_again() {
        enrolled("SCI-YEAR", people(2));
        fixture.moodle.fail(Fault.next(1, Kind.RESET).of(UNASSIGN).doing(Work.DONE));
        wish(TEACHER);
        fixture.work();
        assertThat(fixture.entitlements())
                .containsExactly(
                        "p0@example.org UNKNOWN no-answer", "p1@example.org UNKNOWN no-answer");

        fixture.clock.forward(Duration.ofMinutes(2));
        fixture.work();

        assertThat(fixture.entitlements())
                .containsExactly("p0@example.org CLEAN", "p1@example.org CLEAN");
        assertThat(fixture.shown("p0@example.org", "SCI")).isEqualTo("teacher " + YEAR);
        assertThat(fixture.moodle.calls().of(ENROL)).as("nobody is welcomed twice").isEqualTo(2);
        assertThat(fixture.effects(EffectKind.ROLE_UNASSIGNED)).isEqualTo(2);
    }

    @Test
    void a_lost_answer_to_an_unenrolment_settles_and_is_sent_once_more() {
        enrolled("SCI-YEAR", people(2));
        fixture.moodle.fail(Fault.next(1, Kind.RESET).of(UNENROL).doing(Work.DONE));
        wish(ABSENT);
        fixture.work();
        assertThat(fixture.entitlements().get(0)).isEqualTo("p0@example.org UNKNOWN no-answer");

        fixture.clock.forward(Duration.ofMinutes(2));
        fixture.work();

        assertThat(fixture.entitlements())
                .containsExactly("p0@example.org CLEAN", "p1@example.org CLEAN");
        assertThat(fixture.shown("p0@example.org", "SCI")).isEqualTo("none");
        assertThat(fixture.moodle.calls().of(UNENROL)).isEqualTo(2);
    }

    @Test
    void who_is_wanted_again_while_an_unenrolment_settles_is_enrolled_in_the_end() {
        enrolled("SCI-YEAR", people(1));
        fixture.moodle.fail(Fault.next(1, Kind.RESET).of(UNENROL).doing(Work.LATE).delayed(50));
        wish(ABSENT);
        fixture.work();
        wish("absent = false");
        org.awaitility.Awaitility.await()
                .until(() -> fixture.effects(EffectKind.ENROLMENT_REMOVED) == 1);

        fixture.clock.forward(Duration.ofMinutes(2));
        fixture.work();

        assertThat(fixture.shown("p0@example.org", "SCI")).isEqualTo("student " + YEAR);
    }

    @Test
    void a_kill_between_enrolling_and_taking_settles_and_then_only_takes() {
        enrolled("SCI-YEAR", people(2));
        wish(TEACHER);
        Enroller enroller = (Enroller) fixture.gateway().parts().beans().get("enroller");
        Batch batch = enroller.enrol(fixture.gateway().parts().sender().claim());
        assertThat(batch.open()).as("roles are left to take").hasSize(2);

        fixture.restart();
        fixture.work();
        fixture.clock.forward(Duration.ofMinutes(2));
        fixture.work();

        assertThat(fixture.shown("p0@example.org", "SCI")).isEqualTo("teacher " + YEAR);
        assertThat(fixture.moodle.calls().of(ENROL)).isEqualTo(2);
    }

    @Test
    void a_function_that_the_service_lacks_stops_what_needs_it_and_nothing_else() {
        enrolled("SCI-YEAR", people(3));
        fixture.moodle.fail(
                refusal(UNASSIGN, "accessexception"), refusal(UNENROL, "accessexception"));
        wish("p0@example.org", TEACHER);
        wish("p1@example.org", ABSENT);
        wish("p2@example.org", "suspended = true");
        fixture.work();
        assertThat(fixture.list("select scope || ' ' || subject from pause order by subject"))
                .containsExactly("FUNCTION " + UNASSIGN, "FUNCTION " + UNENROL);
        assertThat(fixture.shown("p0@example.org", "SCI")).isEqualTo("teacher,student " + YEAR);
        assertThat(fixture.shown("p2@example.org", "SCI")).endsWith("suspended");
        long before = calls();
        fixture.clock.forward(Duration.ofSeconds(1));
        fixture.work();
        assertThat(calls()).isEqualTo(before);

        fixture.take(order("A-2").line("SCI-YEAR", 1, "new@example.org")).work();
        assertThat(fixture.shown("new@example.org", "SCI")).startsWith("student");

        fixture.moodle.fail();
        fixture.clock.forward(Duration.ofMinutes(5));
        long enrolments = fixture.moodle.calls().of(ENROL);
        fixture.work();

        assertThat(fixture.shown("p0@example.org", "SCI")).isEqualTo("teacher " + YEAR);
        assertThat(fixture.shown("p1@example.org", "SCI")).isEqualTo("none");
        assertThat(fixture.moodle.calls().of(ENROL)).isEqualTo(enrolments);
        assertThat(fixture.list("select scope from pause")).isEmpty();
        assertThat(fixture.list("select cast(attempts as varchar(9)) from entitlement"))
                .containsOnly("0");
    }

    @Test
    void a_course_that_lets_nobody_out_holds_up_no_other_and_no_enrolment() {
        enrolled("SCI-YEAR", people(1));
        fixture.take(order("A-2").line("MATH-WEEK", 1, "m@example.org")).work();
        Caller caller = fixture.moodle.administrator().caller("gateway");
        fixture.moodle.administrator().saveCaller(withheld("SCI", "enrol/manual:unenrol"));
        wish(ABSENT);
        fixture.take(order("A-3").line("SCI-YEAR", 1, "new@example.org")).work();

        assertThat(fixture.list("select scope || ' ' || code from pause"))
                .containsExactly("TAKING nopermissions");
        assertThat(fixture.shown("p0@example.org", "SCI")).startsWith("student");
        assertThat(fixture.shown("m@example.org", "MATH")).isEqualTo("none");
        assertThat(fixture.shown("new@example.org", "SCI")).startsWith("student");
        assertThat(fixture.list("select payload from outbox where channel = 'LOG'")).hasSize(1);

        fixture.moodle.administrator().saveCaller(caller);
        fixture.clock.forward(Duration.ofMinutes(1));
        fixture.work();

        assertThat(fixture.shown("p0@example.org", "SCI")).isEqualTo("none");
        assertThat(fixture.list("select scope from pause")).isEmpty();
    }

    @Test
    void a_role_that_may_not_be_taken_waits_alone() {
        enrolled("SCI-YEAR", people(2));
        wish("p1@example.org", TEACHER);
        fixture.work();
        Caller caller = fixture.moodle.administrator().caller("gateway");
        fixture.moodle
                .administrator()
                .saveCaller(
                        Caller.gateway(
                                "gateway", "sandbox-token", Set.of("student", "editingteacher")));

        wish("roles = 'editingteacher'");
        fixture.work();

        assertThat(fixture.shown("p0@example.org", "SCI")).isEqualTo("editingteacher " + YEAR);
        assertThat(fixture.shown("p1@example.org", "SCI"))
                .isEqualTo("editingteacher,teacher " + YEAR);
        assertThat(fixture.list("select scope || ' ' || code from pause"))
                .containsExactly("ROLE role-not-taken");

        fixture.moodle.administrator().saveCaller(caller);
        fixture.clock.forward(Duration.ofMinutes(1));
        fixture.work();

        assertThat(fixture.shown("p1@example.org", "SCI")).isEqualTo("editingteacher " + YEAR);
        assertThat(fixture.list("select scope from pause")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Behaviour.class)
    void whose_account_is_gone_is_absent_already_and_the_others_are_unenrolled(Behaviour moodle) {
        fixture = GatewayFixture.in(directory, content -> content.behaviour(moodle));
        fixture.take(order("A-1").line("SCI-YEAR", 5, people(5))).work();
        fixture.moodle.administrator().deleteUser("p3@example.org");

        wish(ABSENT);
        fixture.work();

        assertThat(fixture.list("select distinct state from entitlement")).containsExactly("CLEAN");
        assertThat(fixture.effects(EffectKind.ENROLMENT_REMOVED)).isEqualTo(5);
        assertThat(fixture.effects(EffectKind.USER_CREATED)).isEqualTo(5);
    }

    @Test
    void nobody_gets_an_account_only_to_have_access_taken_from_it() {
        enrolled("SCI-YEAR", people(2));
        fixture.moodle.administrator().deleteUser("p0@example.org");
        fixture.moodle.administrator().deleteUser("p1@example.org");
        forgetAccounts();

        wish("p0@example.org", ABSENT);
        wish("p1@example.org", "suspended = true");
        fixture.work();

        assertThat(fixture.entitlements())
                .containsExactly("p0@example.org CLEAN", "p1@example.org CLEAN");
        assertThat(fixture.effects(EffectKind.USER_CREATED)).isEqualTo(2);
        assertThat(fixture.moodle.calls().of(UNENROL)).isZero();
    }

    @Test
    void a_suspended_account_is_no_reason_to_leave_its_access() {
        enrolled("SCI-YEAR", people(2));
        fixture.moodle.administrator().suspendUser("p0@example.org", true);
        fixture.moodle.administrator().suspendUser("p1@example.org", true);
        forgetAccounts();

        wish("p0@example.org", ABSENT);
        fixture.take(order("A-2").line("MATH-WEEK", 1, "p1@example.org"));
        wish("p1@example.org", "suspended = true");
        fixture.work();

        assertThat(fixture.shown("p0@example.org", "SCI")).isEqualTo("none");
        assertThat(fixture.shown("p1@example.org", "SCI")).endsWith("suspended");
        assertThat(fixture.entitlements())
                .containsExactly(
                        "p0@example.org CLEAN",
                        "p1@example.org CLEAN",
                        "p1@example.org PARKED account-suspended");
    }

    @Test
    void a_course_that_is_gone_or_has_no_manual_enrolments_has_nobody_of_ours() {
        enrolled("SCI-YEAR", people(2));
        fixture.take(order("A-2").line("MATH-WEEK", 1, "m@example.org")).work();
        fixture.moodle.administrator().saveCourse(course("SCI", ManualEnrolment.NONE));
        sql("update course set moodle_id = 999999 where name = 'MATH'");

        wish(ABSENT);
        fixture.work();

        assertThat(fixture.list("select distinct state from entitlement")).containsExactly("CLEAN");
        assertThat(fixture.list("select scope from pause")).isEmpty();
    }

    @Test
    void a_disabled_manual_enrolment_does_not_keep_people_in() {
        enrolled("SCI-YEAR", people(1));
        fixture.moodle.administrator().saveCourse(course("SCI", ManualEnrolment.DISABLED));

        wish(ABSENT);
        fixture.work();

        assertThat(fixture.shown("p0@example.org", "SCI")).isEqualTo("none");
    }

    @Test
    void two_writers_that_meet_try_again() {
        enrolled("SCI-YEAR", people(2));
        fixture.moodle.fail(
                Fault.next(2, Kind.WRITE_ERROR).of(UNENROL),
                Fault.next(2, Kind.WRITE_ERROR).of(UNASSIGN));
        wish("p0@example.org", ABSENT);
        wish("p1@example.org", TEACHER);
        for (int i = 0; i < 4; i++) {
            fixture.work();
            fixture.clock.forward(Duration.ofSeconds(3));
        }

        assertThat(fixture.shown("p0@example.org", "SCI")).isEqualTo("none");
        assertThat(fixture.shown("p1@example.org", "SCI")).isEqualTo("teacher " + YEAR);
    }

    @Test
    void a_row_that_moodle_never_answers_is_parked_and_holds_up_nobody() {
        enrolled("SCI-YEAR", people(1));
        fixture.moodle.fail(Fault.always(Kind.ERROR_500).of(UNENROL));
        wish(ABSENT);
        for (int i = 0; i < 9; i++) {
            fixture.work();
            fixture.clock.forward(Duration.ofMinutes(10));
        }

        assertThat(fixture.entitlements()).containsExactly("p0@example.org PARKED never-answered");
    }

    @Test
    void an_account_is_all_that_the_site_itself_gives() {
        fixture = GatewayFixture.in(directory);
        fixture.take(order("A-1").line("SCI-YEAR", 1, "new@example.org"));
        fixture.gateway().planSome();
        sql(
                "update course set moodle_id = 0, looked_up = true, field = 'SITE', name = 'account' where name = 'SCI'");
        sql("update seat set course_field = 'SITE', course_name = 'account'");

        fixture.work();

        assertThat(fixture.entitlements()).containsExactly("new@example.org CLEAN");
        assertThat(fixture.effects(EffectKind.USER_CREATED)).isOne();
        assertThat(fixture.moodle.calls().of(ENROL)).isZero();
    }

    @Test
    void people_leave_a_group_in_one_call_and_a_lost_answer_is_harmless() {
        enrolled("MATH-CLASS", people(49));
        long before = calls();
        fixture.moodle.fail(Fault.next(1, Kind.RESET).of(LEAVE).doing(Work.DONE));
        unwant();
        fixture.work();
        assertThat(calls() - before).isOne();

        fixture.clock.forward(Duration.ofMinutes(1));
        fixture.work();

        assertThat(calls() - before).isEqualTo(2);
        assertThat(fixture.group("MATH", "Class A-1")).isEmpty();
        assertThat(fixture.list("select state from membership")).isEmpty();
        assertThat(fixture.shown("p7@example.org", "MATH")).startsWith("student");
    }

    @Test
    void a_missing_function_for_leaving_keeps_nobody_from_joining() {
        enrolled("MATH-CLASS", people(2));
        fixture.moodle.fail(refusal(LEAVE, "accessexception"));
        unwant();
        fixture.work();
        fixture.take(order("A-2").line("MATH-CLASS", 1, "new@example.org")).work();
        assertThat(fixture.group("MATH", "Class A-2")).contains("new@example.org");

        fixture.moodle.fail();
        fixture.clock.forward(Duration.ofMinutes(5));
        fixture.work();

        assertThat(fixture.group("MATH", "Class A-1")).isEmpty();
        assertThat(fixture.list("select scope from pause")).isEmpty();
    }

    @Test
    void who_must_leave_a_group_that_is_gone_or_has_no_account_has_left() {
        enrolled("MATH-CLASS", people(3));
        fixture.moodle.administrator().deleteUser("p1@example.org");
        unwant();
        fixture.work();
        assertThat(fixture.list("select state from membership")).isEmpty();

        fixture.take(order("A-2").line("MATH-CLASS", 1, "new@example.org")).work();
        sql(
                "update course_group set moodle_id = 99999, idnumber = 'other' where name = 'Class A-2'");
        unwant();
        fixture.work();
        fixture.clock.forward(Duration.ofMinutes(1));
        fixture.work();

        assertThat(fixture.list("select state from membership")).isEmpty();
        assertThat(fixture.effects(EffectKind.GROUP_CREATED)).isEqualTo(2);
    }

    @Test
    void an_unenrolment_takes_the_groups_and_a_new_enrolment_brings_them_back() {
        enrolled("MATH-CLASS", people(1));
        wish(ABSENT);
        fixture.work();
        assertThat(fixture.group("MATH", "Class A-1")).isEmpty();
        assertThat(fixture.moodle.calls().of(LEAVE)).isZero();
        assertThat(fixture.list("select distinct state from membership")).containsExactly("LATER");

        wish("absent = false");
        fixture.work();

        assertThat(fixture.group("MATH", "Class A-1")).containsExactly("p0@example.org");
    }

    @Test
    void who_must_leave_and_is_unenrolled_needs_no_call_for_it() {
        enrolled("MATH-CLASS", people(1));
        unwant();
        wish(ABSENT);
        fixture.work();

        assertThat(fixture.moodle.calls().of(LEAVE)).isZero();
        assertThat(fixture.list("select state from membership")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(ExpiredAction.class)
    void a_renewal_after_the_end_works_whatever_moodle_did_meanwhile(ExpiredAction action) {
        enrolled("MATH-CLASS", people(2));
        fixture.clock.setTo("2026-12-01T00:00:00Z");
        fixture.moodle.cron(fixture.clock.instant(), action);
        long before = calls();

        wish("ends_at = timestamp with time zone '2027-06-01 00:00:00+00:00'");
        fixture.work();

        assertThat(calls() - before).as("the enrolments and the group").isEqualTo(2);
        assertThat(fixture.shown("p0@example.org", "MATH"))
                .isEqualTo("student 1768469400-1811808000");
        assertThat(fixture.group("MATH", "Class A-1"))
                .containsExactly("p0@example.org", "p1@example.org");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void moodle_tells_who_was_in_a_course_unless_the_site_hides_it(boolean hidden) {
        fixture = GatewayFixture.in(directory, content -> content.hideLastAccess(hidden));
        fixture.take(order("A-1").line("SCI-YEAR", 2, people(2))).work();
        fixture.moodle.administrator().openCourse("p1@example.org", "SCI", fixture.clock.instant());

        List<LastVisit> visits =
                DirectMoodle.at(fixture.moodle.baseUri().toString(), "sandbox-token")
                        .lastVisits(course("SCI").id())
                        .result();

        assertThat(visits).hasSize(3).allMatch(visit -> visit.told() != hidden);
        assertThat(visits)
                .filteredOn(visit -> visit.userId() == account("p1@example.org"))
                .singleElement()
                .satisfies(
                        visit -> {
                            assertThat(visit.mayHaveHappened()).isTrue();
                            assertThat(visit.at())
                                    .isEqualTo(
                                            hidden
                                                    ? Optional.empty()
                                                    : Optional.of(fixture.clock.instant()));
                        });
        assertThat(visits)
                .filteredOn(visit -> visit.userId() == account("p0@example.org"))
                .singleElement()
                .satisfies(visit -> assertThat(visit.mayHaveHappened()).isEqualTo(hidden));
    }

    private MoodleCourse course(String shortname) {
        return fixture.moodle.state().course(shortname).orElseThrow();
    }

    private long account(String username) {
        return fixture.moodle.state().user(username).orElseThrow().id();
    }

    private void enrolled(String product, String... people) {
        fixture = GatewayFixture.in(directory);
        fixture.take(order("A-1").line(product, people.length, people)).work();
    }

    /** Changes the wishes of everybody, as folding would. */
    private void wish(String set) {
        wish("%", set);
    }

    private void wish(String person, String set) {
        sql(
                """
                update entitlement set %s, desired_version = desired_version + 1, attempts = 0,
                    state = case when state = 'CLEAN' then 'DIRTY' else state end
                where person_id in (select id from person where person_key like '%s') and applied_version > 0
                """
                        .formatted(set, person));
    }

    private void unwant() {
        sql("update membership set state = 'UNWANTED'");
    }

    private void forgetAccounts() {
        sql("update person set moodle_id = null, origin = 'UNSEEN'");
    }

    private void sql(String statement) {
        fixture.gateway().ledger().transaction(handle -> handle.execute(statement));
    }

    private long calls() {
        return fixture.moodle.calls().requests();
    }

    private static Fault refusal(String function, String code) {
        return new Fault(Kind.REFUSE, function, null, null, null, null, 0, code);
    }

    private static Caller withheld(String course, String capability) {
        return new Caller(
                "gateway",
                "sandbox-token",
                false,
                null,
                ROLES,
                Map.of(course, Set.of(capability)),
                null,
                null,
                false,
                false,
                false,
                true);
    }

    private static SandboxSettings.Course course(String shortname, ManualEnrolment manual) {
        return new SandboxSettings.Course(
                shortname, "C-" + shortname, null, null, null, manual, null);
    }

    private static String[] people(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "p" + i + "@example.org")
                .toArray(String[]::new);
    }
}
