package org.moodlegateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.moodlegateway.Orders.order;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.moodlegateway.ledger.Results;
import org.moodlegateway.sandbox.Caller;
import org.moodlegateway.sandbox.EffectKind;
import org.moodlegateway.sandbox.Fault;
import org.moodlegateway.sandbox.Fault.Kind;
import org.moodlegateway.sandbox.Fault.Work;
import org.moodlegateway.sandbox.ManualEnrolment;
import org.moodlegateway.sandbox.SandboxSettings;

/** What the gateway does when Moodle misbehaves, over real HTTP. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class MoodleFaultsTest {
    private static final String PAID_YEAR = "student 1768469400-1800005400";
    private static final String ENROL = "enrol_manual_enrol_users";
    private static final String CREATE = "core_user_create_users";

    @TempDir private Path directory;

    private GatewayFixture fixture;

    @AfterEach
    void stop() {
        fixture.close();
    }

    @Test
    void a_lost_answer_to_an_enrolment_settles_and_is_sent_once_more() {
        fixture = GatewayFixture.in(directory);
        fixture.moodle.fail(Fault.next(1, Kind.RESET).of(ENROL).doing(Work.DONE));
        fixture.take(order("A-1").line("SCI-YEAR", 1, "new@example.org")).work();
        assertThat(fixture.entitlements()).containsExactly("new@example.org UNKNOWN no-answer");

        fixture.clock.forward(Duration.ofMinutes(2));
        fixture.work();

        assertThat(fixture.entitlements()).containsExactly("new@example.org CLEAN");
        assertThat(fixture.shown("new@example.org", "SCI")).isEqualTo(PAID_YEAR);
        assertThat(fixture.effects(EffectKind.ENROLMENT_CREATED)).isOne();
        assertThat(fixture.moodle.calls().of(ENROL)).isEqualTo(2);
    }

    @Test
    void a_lost_answer_to_a_create_makes_nobody_twice_and_the_account_counts_as_ours() {
        fixture = GatewayFixture.in(directory);
        fixture.moodle.fail(Fault.next(1, Kind.RESET).of(CREATE).doing(Work.DONE));
        fixture.take(order("A-1").line("SCI-YEAR", 2, "new1@example.org", "new2@example.org"))
                .work();

        fixture.clock.forward(Duration.ofMinutes(2));
        fixture.work();

        assertThat(fixture.effects(EffectKind.USER_CREATED)).isEqualTo(2);
        assertThat(fixture.list("select origin from person order by id"))
                .containsExactly("CREATED", "CREATED");
        assertThat(fixture.seatStates()).containsExactly("ACTIVE", "ACTIVE");
    }

    @Test
    void an_answer_that_is_cut_or_empty_or_html_is_never_success() {
        for (Kind kind : List.of(Kind.EMPTY, Kind.HTML, Kind.ERROR_500, Kind.TRUNCATED)) {
            fixture = GatewayFixture.in(directory.resolve(kind.name()));
            fixture.moodle.fail(Fault.next(1, kind).of(ENROL));
            fixture.take(order("A-1").line("SCI-YEAR", 1, "new@example.org")).work();
            assertThat(fixture.seatStates()).containsExactly("WAITING");

            fixture.clock.forward(Duration.ofMinutes(2));
            fixture.work();

            assertThat(fixture.seatStates()).containsExactly("ACTIVE");
            assertThat(fixture.effects(EffectKind.ENROLMENT_CREATED)).isOne();
            if (kind != Kind.TRUNCATED) {
                fixture.close();
            }
        }
    }

    @Test
    void a_slow_drip_is_cut_off_by_the_deadline_of_the_whole_call() {
        fixture = GatewayFixture.in(directory).with("MOODLE_CALL_TIMEOUT", "PT0.4S");
        fixture.moodle.fail(Fault.next(1, Kind.DRIP).of(CREATE).delayed(200));
        fixture.take(order("A-1").line("SCI-YEAR", 1, "new@example.org")).work();

        assertThat(fixture.entitlements()).containsExactly("new@example.org UNKNOWN deadline");
    }

    @Test
    void a_connection_that_moodle_closed_while_idle_is_not_an_unknown_outcome() {
        fixture =
                GatewayFixture.in(
                                directory,
                                content ->
                                        content.dials(
                                                SandboxSettings.read(Path.of("config/sandbox.yaml"))
                                                        .dials()
                                                        .withLatency(0, 0)
                                                        .withKeepAliveMillis(300)))
                        .with("MOODLE_KEEP_ALIVE", "PT0.15S");
        fixture.take(order("A-1").line("SCI-YEAR", 1, "new1@example.org")).work();
        fixture.moodle.fail(Fault.always(Kind.SLOW).delayed(350));

        fixture.take(order("A-2").line("SCI-YEAR", 1, "new2@example.org")).work();

        assertThat(fixture.seatStates()).containsExactly("ACTIVE", "ACTIVE");
        assertThat(fixture.list("select outcome from attempt")).containsOnly("DONE");
    }

    @Test
    void maintenance_stops_the_site_burns_nothing_and_ends_by_itself() {
        for (Kind kind : List.of(Kind.MAINTENANCE, Kind.SITE_MAINTENANCE, Kind.UPGRADE)) {
            fixture = GatewayFixture.in(directory.resolve(kind.name()));
            fixture.moodle.fail(Fault.always(kind));
            fixture.take(order("A-1").line("SCI-YEAR", 1, "new@example.org")).work();
            long asked = fixture.moodle.calls().requests();
            fixture.work();
            assertThat(fixture.moodle.calls().requests()).as("asked while paused").isEqualTo(asked);

            fixture.moodle.fail();
            fixture.clock.forward(Duration.ofMinutes(5));
            fixture.work();

            assertThat(fixture.seatStates()).containsExactly("ACTIVE");
            assertThat(fixture.list("select cast(attempts as varchar(9)) from entitlement"))
                    .containsExactly("0");
            assertThat(fixture.list("select kind from outbox where channel = 'LOG' order by id"))
                    .containsExactly("alert", "alert-over");
            if (kind != Kind.UPGRADE) {
                fixture.close();
            }
        }
    }

    @Test
    void a_revoked_token_pauses_the_site_and_a_new_one_goes_on_without_replay() {
        fixture = GatewayFixture.in(directory).with("MOODLE_TOKEN", "wrong");
        fixture.take(order("A-1").line("SCI-YEAR", 1, "new@example.org")).work();
        assertThat(fixture.list("select code from pause")).containsExactly("invalidtoken");

        fixture.with("MOODLE_TOKEN", "sandbox-token").restart();
        fixture.clock.forward(Duration.ofMinutes(5));
        fixture.work();

        assertThat(fixture.seatStates()).containsExactly("ACTIVE");
    }

    @Test
    void an_unreachable_moodle_is_not_sent_and_goes_on_when_it_is_back() {
        fixture = GatewayFixture.in(directory);
        fixture.moodle.close();
        fixture.take(order("A-1").line("SCI-YEAR", 1, "new@example.org")).work();

        assertThat(fixture.list("select code from pause")).containsExactly("unreachable");
        assertThat(fixture.list("select outcome from attempt")).isEmpty();
    }

    @Test
    void one_account_that_was_deleted_is_found_anew_and_the_others_go_through() {
        fixture = GatewayFixture.in(directory);
        fixture.take(
                        order("A-1")
                                .line(
                                        "SCI-YEAR",
                                        3,
                                        "a@example.org",
                                        "b@example.org",
                                        "c@example.org"))
                .work();
        fixture.moodle.administrator().deleteUser("b@example.org");

        fixture.take(
                        order("A-2")
                                .line(
                                        "MATH-WEEK",
                                        3,
                                        "a@example.org",
                                        "b@example.org",
                                        "c@example.org"))
                .work();

        assertThat(fixture.shown("a@example.org", "MATH")).startsWith("student");
        assertThat(fixture.shown("b@example.org", "MATH")).startsWith("student");
        assertThat(fixture.shown("c@example.org", "MATH")).startsWith("student");
        assertThat(fixture.effects(EffectKind.USER_CREATED)).isEqualTo(4);
    }

    @Test
    void a_refused_create_is_sorted_out_person_by_person() {
        fixture = GatewayFixture.in(directory);

        fixture.take(
                        order("A-1")
                                .line(
                                        "SCI-YEAR",
                                        4,
                                        "new1@example.org",
                                        "bob.brown@example.org",
                                        "sam@example.org",
                                        "new2@example.org"))
                .work();

        assertThat(fixture.entitlements())
                .containsExactly(
                        "bob.brown@example.org CLEAN",
                        "new1@example.org CLEAN",
                        "new2@example.org CLEAN",
                        "sam@example.org PARKED account-suspended");
        assertThat(fixture.shown("b.brown", "SCI"))
                .as("the account under another user name")
                .isEqualTo(PAID_YEAR);
        assertThat(fixture.effects(EffectKind.USER_CREATED)).isEqualTo(2);
    }

    @Test
    void two_accounts_with_one_e_mail_are_left_to_a_person() {
        fixture =
                GatewayFixture.in(
                        directory,
                        content ->
                                content.sameEmail(true)
                                        .person(
                                                new SandboxSettings.Person(
                                                        "twin1",
                                                        "twin@example.org",
                                                        "Twin",
                                                        "One",
                                                        null,
                                                        null,
                                                        null,
                                                        null,
                                                        null,
                                                        false,
                                                        false))
                                        .person(
                                                new SandboxSettings.Person(
                                                        "twin2",
                                                        "twin@example.org",
                                                        "Twin",
                                                        "Two",
                                                        null,
                                                        null,
                                                        null,
                                                        null,
                                                        null,
                                                        false,
                                                        false)));

        fixture.take(order("A-1").line("SCI-YEAR", 1, "twin@example.org")).work();

        assertThat(fixture.entitlements()).containsExactly("twin@example.org PARKED two-accounts");
    }

    @Test
    void access_that_was_given_by_hand_is_not_cut_short_until_a_person_says_so() {
        fixture = GatewayFixture.in(directory);
        fixture.take(
                        order("A-1")
                                .line("MATH-WEEK", 1, "Bob.Brown@example.org")
                                .paidAt("2026-01-31T00:00:00Z"))
                .work();
        assertThat(fixture.entitlements())
                .containsExactly("bob.brown@example.org HELD foreign-enrolment");
        assertThat(fixture.shown("b.brown", "MATH")).isEqualTo("student 0-0");

        new Results(
                        fixture.gateway().ledger(),
                        new org.moodlegateway.ledger.Entitlements(java.time.ZoneOffset.UTC))
                .retry("web", "A-1", true, "test");
        fixture.work();

        assertThat(fixture.shown("b.brown", "MATH")).isEqualTo("student 1769817600-1770458400");
    }

    @Test
    void an_account_that_existed_but_is_not_in_the_course_is_enrolled_after_one_question() {
        fixture = GatewayFixture.in(directory);

        fixture.take(order("A-1").line("SCI-YEAR", 1, "ana@example.org")).work();

        assertThat(fixture.shown("ana@example.org", "SCI")).isEqualTo(PAID_YEAR);
        assertThat(fixture.moodle.calls().of("core_enrol_get_users_courses")).isOne();
    }

    @Test
    void a_lost_answer_does_not_make_our_own_enrolment_look_foreign() {
        fixture = GatewayFixture.in(directory);
        fixture.moodle.fail(Fault.next(1, Kind.RESET).of(ENROL).doing(Work.DONE));
        fixture.take(order("A-1").line("SCI-YEAR", 1, "ana@example.org")).work();

        fixture.clock.forward(Duration.ofMinutes(2));
        fixture.work();

        assertThat(fixture.entitlements()).containsExactly("ana@example.org CLEAN");
    }

    @Test
    void an_unusable_course_waits_and_holds_up_nothing_else() {
        fixture = GatewayFixture.in(directory);
        fixture.moodle.administrator().saveCourse(course("MATH", "", ManualEnrolment.NONE));
        fixture.take(
                        order("A-1").line("MATH-WEEK", 2, "a@example.org", "b@example.org"),
                        order("A-2").line("SCI-YEAR", 2, "c@example.org", "d@example.org"))
                .work();
        assertThat(fixture.seatStates()).containsExactly("WAITING", "WAITING", "ACTIVE", "ACTIVE");
        assertThat(fixture.list("select scope || ' ' || code from pause"))
                .containsExactly("COURSE wsnoinstance");

        fixture.moodle.administrator().saveCourse(course("MATH", "", ManualEnrolment.ENABLED));
        fixture.clock.forward(Duration.ofMinutes(1));
        fixture.work();

        assertThat(fixture.seatStates()).containsExactly("ACTIVE", "ACTIVE", "ACTIVE", "ACTIVE");
        assertThat(fixture.list("select scope from pause")).isEmpty();
        assertThat(fixture.list("select outcome from attempt where outcome = 'PARKED'")).isEmpty();
    }

    @Test
    void a_role_that_may_not_be_assigned_waits_alone() {
        fixture = GatewayFixture.in(directory);
        Caller caller = fixture.moodle.administrator().caller("gateway");
        fixture.moodle
                .administrator()
                .saveCaller(Caller.gateway("gateway", "sandbox-token", Set.of("student")));
        fixture.take(
                        order("A-1")
                                .line("LANG-TEACH", 1, "t@example.org")
                                .line("LANG-180", 1, "s@example.org"))
                .work();
        assertThat(fixture.list("select scope || ' ' || code from pause"))
                .containsExactly("ROLE wsusercannotassign");
        assertThat(fixture.shown("s@example.org", "LANG")).startsWith("student");
        assertThat(fixture.shown("t@example.org", "LANG")).isEqualTo("none");

        fixture.moodle.administrator().saveCaller(caller);
        fixture.clock.forward(Duration.ofMinutes(1));
        fixture.work();

        assertThat(fixture.shown("t@example.org", "LANG")).startsWith("teacher");
    }

    @Test
    void a_missing_group_function_stops_groups_and_no_enrolment() {
        fixture = GatewayFixture.in(directory);
        Fault missing =
                new Fault(
                        Kind.REFUSE,
                        "core_group_get_course_groups",
                        null,
                        null,
                        null,
                        null,
                        0,
                        "accessexception");
        fixture.moodle.fail(missing);
        fixture.take(order("A-1").boughtByOffice().line("MATH-CLASS", 1, "a@example.org")).work();
        assertThat(fixture.seatStates()).containsExactly("ACTIVE");
        assertThat(fixture.group("MATH", "Class A-1")).isEmpty();

        fixture.moodle.fail();
        fixture.clock.forward(Duration.ofMinutes(5));
        fixture.work();

        assertThat(fixture.group("MATH", "Class A-1"))
                .containsExactly("a@example.org", "office@example.org");
        assertThat(fixture.list("select scope from pause")).as("over by itself").isEmpty();
    }

    @Test
    void a_course_that_appears_later_is_found_and_its_seats_go_on() {
        fixture = GatewayFixture.in(directory);
        fixture.moodle.administrator().saveCourse(course("LANG", "OTHER", ManualEnrolment.ENABLED));
        fixture.take(order("A-1").line("LANG-180", 1, "a@example.org")).work();
        assertThat(fixture.seatStates()).containsExactly("WAITING");

        fixture.moodle.administrator().saveCourse(course("LANG", "LANG", ManualEnrolment.ENABLED));
        fixture.clock.forward(Duration.ofMinutes(5));
        fixture.work();

        assertThat(fixture.seatStates()).containsExactly("ACTIVE");
    }

    @Test
    void two_writers_that_meet_in_the_database_try_again() {
        fixture = GatewayFixture.in(directory);
        fixture.moodle.fail(Fault.next(2, Kind.WRITE_ERROR).of(ENROL));
        fixture.take(order("A-1").line("SCI-YEAR", 2, "a@example.org", "b@example.org"));
        for (int i = 0; i < 4; i++) {
            fixture.work();
            fixture.clock.forward(Duration.ofSeconds(3));
        }

        assertThat(fixture.seatStates()).containsExactly("ACTIVE", "ACTIVE");
    }

    @Test
    void a_batch_that_moodle_does_not_answer_twice_is_sent_row_by_row() {
        fixture = GatewayFixture.in(directory);
        fixture.take(
                order("A-1")
                        .line("SCI-YEAR", 3, "a@example.org", "b@example.org", "c@example.org"));
        fixture.gateway().planSome();
        fixture.moodle.fail(Fault.next(2, Kind.ERROR_500).of(ENROL));
        for (int i = 0; i < 4; i++) {
            fixture.work();
            fixture.clock.forward(Duration.ofMinutes(3));
        }

        assertThat(fixture.seatStates()).containsOnly("ACTIVE");
        assertThat(fixture.moodle.calls().of(ENROL))
                .as("two failed for all, then each alone")
                .isEqualTo(5);
    }

    @Test
    void what_moodle_works_on_after_a_reset_is_overwritten_by_the_newest_wish() {
        fixture = GatewayFixture.in(directory);
        fixture.moodle.fail(Fault.next(1, Kind.RESET).of(ENROL).doing(Work.LATE).delayed(50));
        fixture.take(order("A-1").line("SCI-YEAR", 1, "a@example.org")).work();
        fixture.take(
                        order("A-2")
                                .paidAt("2026-03-01T00:00:00Z")
                                .line("SCI-YEAR", 1, "a@example.org"))
                .work();
        assertThat(fixture.moodle.calls().of(ENROL)).as("nothing is sent while it settles").isOne();

        org.awaitility.Awaitility.await()
                .until(() -> fixture.effects(EffectKind.ENROLMENT_CREATED) == 1);
        fixture.clock.forward(Duration.ofMinutes(2));
        fixture.work();

        assertThat(fixture.shown("a@example.org", "SCI"))
                .isEqualTo("student 1768469400-1803859200");
    }

    @Test
    void both_moodles_get_the_same_treatment() {
        fixture =
                GatewayFixture.in(
                        directory,
                        content -> content.behaviour(org.moodlegateway.sandbox.Behaviour.V5));
        fixture.take(
                        order("A-1")
                                .line(
                                        "MATH-CLASS",
                                        3,
                                        "a@example.org",
                                        "b@example.org",
                                        "c@example.org"))
                .work();
        fixture.moodle.administrator().deleteUser("b@example.org");
        fixture.take(
                        order("A-2")
                                .line(
                                        "SCI-YEAR",
                                        3,
                                        "a@example.org",
                                        "b@example.org",
                                        "c@example.org"))
                .work();

        assertThat(fixture.seatStates()).containsOnly("ACTIVE");
        assertThat(fixture.effects(EffectKind.WELCOME_SENT))
                .isLessThanOrEqualTo(fixture.effects(EffectKind.ENROLMENT_CREATED));
    }

    @Test
    void a_restart_in_the_middle_settles_and_goes_on() {
        fixture = GatewayFixture.in(directory);
        fixture.take(order("A-1").line("SCI-YEAR", 1, "a@example.org")).work();
        fixture.take(order("A-2").line("SCI-YEAR", 2, "b@example.org", "c@example.org"));
        fixture.gateway().planSome();
        assertThat(fixture.gateway().parts().sender().claim().open()).hasSize(2);
        fixture.restart();
        fixture.work();
        assertThat(fixture.moodle.calls().of(ENROL)).isOne();

        fixture.clock.forward(Duration.ofMinutes(2));
        fixture.work();

        assertThat(fixture.seatStates()).containsOnly("ACTIVE");
    }

    @Test
    void a_row_that_moodle_never_answers_even_alone_is_parked() {
        fixture = GatewayFixture.in(directory);
        fixture.moodle.fail(Fault.always(Kind.ERROR_500).of(ENROL));
        fixture.take(order("A-1").line("SCI-YEAR", 1, "a@example.org"));
        for (int i = 0; i < 9; i++) {
            fixture.work();
            fixture.clock.forward(Duration.ofMinutes(10));
        }

        assertThat(fixture.entitlements()).containsExactly("a@example.org PARKED never-answered");
    }

    @Test
    void no_call_ever_has_more_variables_than_php_keeps() {
        fixture = GatewayFixture.in(directory).with("MOODLE_BATCH", "140");
        String[] people =
                IntStream.range(0, 300)
                        .mapToObj(i -> "p" + i + "@example.org")
                        .toArray(String[]::new);

        fixture.take(order("A-1").line("SCI-YEAR", 300, people)).work();

        assertThat(
                        fixture.moodle.state().enrolments().stream()
                                .filter(
                                        row ->
                                                row.course().equals("SCI")
                                                        && row.timeend() == 1800005400L))
                .hasSize(300);
        assertThat(
                        fixture.moodle.state().enrolments().stream()
                                .filter(row -> row.course().equals("SCI") && row.timeend() == 0))
                .as("only the one that was there before")
                .hasSize(1);
    }

    private static SandboxSettings.Course course(
            String shortname, String idnumber, ManualEnrolment manual) {
        return new SandboxSettings.Course(shortname, idnumber, null, null, null, manual, null);
    }
}
