package org.moodlegateway.moodle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.moodlegateway.Orders.order;

import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.moodlegateway.CallCounter;
import org.moodlegateway.GatewayFixture;
import org.moodlegateway.MoodleLine;
import org.moodlegateway.ledger.Drifted;
import org.moodlegateway.ledger.Entitlements;
import org.moodlegateway.ledger.Reconciliation;
import org.moodlegateway.ledger.Reconciliation.Course;
import org.moodlegateway.ledger.Results;
import org.moodlegateway.moodle.Reconciler.Compared;
import org.moodlegateway.moodle.Reconciler.Trouble;
import org.moodlegateway.sandbox.Administrator;
import org.moodlegateway.sandbox.Caller;
import org.moodlegateway.sandbox.Fault;
import org.moodlegateway.sandbox.ManualEnrolment;
import org.moodlegateway.sandbox.SandboxSettings;

/** Against a sandbox in which somebody works by hand. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class ReconcilerTest {
    private GatewayFixture fixture;
    private MoodleLine line;
    private final CallCounter calls = new CallCounter();

    @BeforeEach
    void enrol(@TempDir Path directory) {
        fixture = GatewayFixture.in(directory);
        line = MoodleLine.open(fixture.settings());
        fixture.take(
                        order("A-1")
                                .boughtBy("office@example.org")
                                .line("SCI-180", 3, "p1@x.example", "p2@x.example", "p3@x.example"),
                        order("A-2")
                                .boughtBy("boss@x.example")
                                .line("MATH-CLASS", 2, "p1@x.example", "p4@x.example"))
                .work();
        fixture.clock.setTo("2026-03-01T00:00:00Z");
    }

    @AfterEach
    void close() {
        line.close();
        fixture.close();
    }

    @Test
    void a_moodle_as_it_was_left_shows_no_drift_in_two_calls_a_course() {
        assertThat(compareAndHold()).isEmpty();
        assertThat(calls.counts()).containsOnlyKeys(WebFunction.ENROLLED_USERS);
        assertThat(calls.counts().get(WebFunction.ENROLLED_USERS)).isEqualTo(2 * 3);
    }

    @Test
    void each_change_by_hand_is_named_and_held_and_nothing_is_sent_for_it() {
        changeByHand();

        assertThat(compareAndHold())
                .containsExactlyInAnyOrder(
                        "SCI p1@x.example removed-by-hand",
                        "SCI p2@x.example suspended-by-hand",
                        "SCI p3@x.example role-added-by-hand teacher",
                        "MATH p4@x.example group-left-by-hand 502");

        assertThat(fixture.entitlements())
                .contains(
                        "p1@x.example HELD removed-by-hand",
                        "p2@x.example HELD suspended-by-hand",
                        "p3@x.example HELD role-added-by-hand",
                        "p4@x.example HELD group-left-by-hand");
        assertThat(fixture.list("select detail from audit where action = 'hold'")).hasSize(4);
        assertThat(fixture.list("select kind from outbox where kind = 'held'")).hasSize(4);
        fixture.take(
                        order("A-3")
                                .paidAt("2026-02-20T00:00:00Z")
                                .line("SCI-180", 2, "p1@x.example", "p2@x.example"))
                .work();
        assertThat(fixture.shown("p1@x.example", "SCI")).isEqualTo("none");
        assertThat(fixture.shown("p2@x.example", "SCI")).endsWith("suspended");
    }

    @Test
    void a_second_comparison_names_them_again_and_audits_nothing_new() {
        changeByHand();
        List<String> first = compareAndHold();

        assertThat(compareAndHold()).containsExactlyInAnyOrderElementsOf(first);
        assertThat(fixture.list("select detail from audit where action = 'hold'")).hasSize(4);
    }

    @Test
    void a_repair_makes_it_as_it_was_and_leaves_the_roles_of_others() {
        changeByHand();
        compareAndHold();

        assertThat(compareAndRepair()).hasSize(4);
        fixture.work();

        assertThat(fixture.shown("p1@x.example", "SCI")).startsWith("student ");
        assertThat(fixture.shown("p2@x.example", "SCI"))
                .startsWith("student ")
                .doesNotContain("suspended");
        assertThat(fixture.shown("p3@x.example", "SCI")).startsWith("teacher,student ");
        assertThat(fixture.group("MATH", "Class A-2")).contains("p4@x.example", "p1@x.example");
        assertThat(compareAndRepair())
                .containsExactly("SCI p3@x.example role-added-by-hand teacher");
    }

    @Test
    void a_repair_without_a_comparison_before_it_does_the_same() {
        changeByHand();

        compareAndRepair();
        fixture.work();

        assertThat(fixture.entitlements()).noneMatch(row -> row.contains("HELD"));
        assertThat(compareAndHold()).containsExactly("SCI p3@x.example role-added-by-hand teacher");
    }

    @Test
    void what_somebody_undid_by_hand_is_released() {
        fixture.moodle.administrator().unenrol("p1@x.example", "SCI");
        compareAndHold();
        fixture.moodle.administrator().enrol(SandboxSettings.Enrolment.of("p1@x.example", "SCI"));

        assertThat(compareAndHold()).containsExactly("SCI p1@x.example as-it-should-be");
        assertThat(fixture.entitlements()).contains("p1@x.example CLEAN");
        assertThat(compareAndHold()).isEmpty();
    }

    @Test
    void a_role_that_a_person_decided_to_live_with_is_not_reported_again() {
        byHand("p3@x.example", "SCI", "teacher");
        compareAndHold();
        new Results(fixture.gateway().ledger(), new Entitlements(ZoneOffset.UTC))
                .retry("web", "A-1", true, "test");
        fixture.work();

        assertThat(compareAndHold()).isEmpty();
    }

    @Test
    void nobody_is_judged_once_the_period_is_over() {
        fixture.clock.setTo("2027-06-01T00:00:00Z");
        fixture.moodle.administrator().unenrol("p1@x.example", "SCI");
        fixture.moodle.administrator().unenrol("p4@x.example", "MATH");

        assertThat(compareAndHold()).isEmpty();
    }

    @Test
    void a_course_whose_manual_enrolment_is_switched_off_holds_nobody() {
        fixture.moodle
                .administrator()
                .saveCourse(
                        new SandboxSettings.Course(
                                "SCI",
                                "C-SCI",
                                "Science",
                                null,
                                true,
                                ManualEnrolment.DISABLED,
                                false));

        assertThat(compareAndHold()).containsExactly("SCI can't be compared: wsnoinstance");
        assertThat(fixture.entitlements()).noneMatch(row -> row.contains("HELD"));
    }

    @Test
    void a_course_in_which_moodle_shows_nobody_at_all_is_not_believed() {
        fixture.moodle.administrator().unenrol("office@example.org", "HELP");

        assertThat(compareAndHold()).containsExactly("HELP can't be compared: participants-hidden");
        assertThat(fixture.entitlements()).noneMatch(row -> row.contains("HELD"));
    }

    @Test
    void it_is_believed_if_the_caller_may_see_all_groups() {
        Administrator administrator = fixture.moodle.administrator();
        Caller gateway = administrator.caller("gateway");
        Set<String> more = new HashSet<>(gateway.capabilities());
        more.add("moodle/site:accessallgroups");
        administrator.saveCaller(gateway.withCapabilities(more));
        administrator.unenrol("office@example.org", "HELP");

        assertThat(compareAndHold()).containsExactly("HELP office@example.org removed-by-hand");
    }

    @Test
    void a_course_of_many_pages_is_compared_in_pages() {
        fixture.clock.setTo("2026-02-01T00:00:00Z");
        String[] people =
                IntStream.range(0, 60).mapToObj(i -> "q" + i + "@x.example").toArray(String[]::new);
        fixture.take(order("A-9").line("SCI-180", 60, people)).work();
        fixture.clock.setTo("2026-03-01T00:00:00Z");
        fixture.moodle.administrator().unenrol("q17@x.example", "SCI");
        fixture.moodle.administrator().unenrol("q59@x.example", "SCI");

        List<String> found =
                compare(10, compared -> drifted().hold(compared.who(), compared.differences()));

        assertThat(found)
                .containsExactlyInAnyOrder(
                        "SCI q17@x.example removed-by-hand", "SCI q59@x.example removed-by-hand");
        assertThat(calls.counts().get(WebFunction.ENROLLED_USERS)).isLessThan(60);
    }

    @Test
    void a_site_that_refuses_is_told_and_holds_nobody() {
        fixture.moodle.fail(Fault.next(100, Fault.Kind.MAINTENANCE));

        assertThat(compareAndHold()).contains("SCI can't be compared: http-503");
        assertThat(fixture.entitlements()).noneMatch(row -> row.contains("HELD"));
    }

    private void changeByHand() {
        fixture.moodle.administrator().unenrol("p1@x.example", "SCI");
        fixture.moodle
                .administrator()
                .enrol(
                        new SandboxSettings.Enrolment(
                                "p2@x.example", "SCI", "student", null, null, true));
        byHand("p3@x.example", "SCI", "teacher");
        fixture.moodle.administrator().unenrol("p4@x.example", "MATH");
        byHand("p4@x.example", "MATH", "student");
    }

    private void byHand(String user, String course, String role) {
        fixture.moodle
                .administrator()
                .enrol(new SandboxSettings.Enrolment(user, course, role, null, null, false));
    }

    private Drifted drifted() {
        return new Drifted(fixture.gateway().ledger(), "test");
    }

    private List<String> compareAndHold() {
        return compare(
                250,
                compared -> {
                    if (compared.differences().isEmpty()) {
                        drifted().release(compared.who());
                    } else {
                        drifted().hold(compared.who(), compared.differences());
                    }
                });
    }

    private List<String> compareAndRepair() {
        return compare(
                250,
                compared -> {
                    if (compared.differences().stream().anyMatch(one -> one.drift().repairable())) {
                        drifted().repair(compared.who(), compared.differences(), "run 1");
                    }
                });
    }

    private List<String> compare(int page, java.util.function.Consumer<Compared> act) {
        Reconciliation ledger = new Reconciliation(fixture.gateway().ledger());
        Reconciler reconciler =
                new Reconciler(
                        ledger, new RestMoodle(line.transport(), "sandbox-token", calls), page);
        List<String> found = new ArrayList<>();
        for (Course course : ledger.courses("")) {
            Optional<Trouble> trouble =
                    reconciler.compare(
                            course,
                            fixture.clock.instant(),
                            compared -> {
                                act.accept(compared);
                                found.addAll(words(compared));
                            });
            trouble.ifPresent(
                    one -> found.add(course.name() + " can't be compared: " + one.code()));
        }
        return found;
    }

    private static List<String> words(Compared compared) {
        String who = compared.course().name() + " " + compared.who().email() + " ";
        return compared.differences().isEmpty()
                ? List.of(who + "as-it-should-be")
                : compared.differences().stream()
                        .map(one -> (who + one.drift().code() + " " + one.detail()).strip())
                        .toList();
    }
}
