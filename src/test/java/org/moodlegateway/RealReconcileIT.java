package org.moodlegateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.moodlegateway.ledger.Drifted;
import org.moodlegateway.ledger.Inbox;
import org.moodlegateway.ledger.Reconciliation;
import org.moodlegateway.ledger.Reconciliation.Course;
import org.moodlegateway.moodle.MoodleSite.Enrolment;
import org.moodlegateway.moodle.MoodleSite.GroupMember;
import org.moodlegateway.moodle.MoodleSite.Participant;
import org.moodlegateway.moodle.Reconciler;
import org.moodlegateway.moodle.Reconciler.Compared;
import org.moodlegateway.moodle.RestMoodle;
import org.moodlegateway.settings.Settings;

/** Changes by hand in a Moodle of yours, see {@link RealMoodle}. */
@DisplayNameGeneration(ReplaceUnderscores.class)
@EnabledIfEnvironmentVariable(named = "MOODLE_URL", matches = "http.*")
class RealReconcileIT {
    private static final int TEACHER = 4;
    private static final int STUDENT = 5;

    private final RealMoodle real = new RealMoodle();
    private final CallCounter calls = new CallCounter();
    private RunningGateway gateway;
    private MoodleLine line;
    private RestMoodle moodle;
    private Course course;

    @BeforeEach
    void enrol(@TempDir Path directory) throws IOException {
        String products =
                """
                products:
                  - { code: GROUP, handler: setupcoursesession, parameters: "coursename=%s&duration=180&groupname={order}", seats: true }
                """
                        .formatted(real.course);
        Settings settings = real.settings(directory, products);
        gateway = RunningGateway.start(settings, null, false);
        line = MoodleLine.open(settings);
        moodle = new RestMoodle(line.transport(), settings.text("moodle.token"), calls);
        String yesterday =
                Instant.now().minus(1, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS).toString();
        new Inbox(gateway.ledger())
                .keep(
                        "web",
                        "http",
                        "test",
                        UUID.randomUUID().toString(),
                        Orders.order("K-" + real.run)
                                .paidAt(yesterday)
                                .line(
                                        "GROUP", 5, person(1), person(2), person(3), person(4),
                                        person(5))
                                .json());
        gateway.workUntilNothingIsDue();
        course = new Reconciliation(gateway.ledger()).courses("").get(0);
    }

    @AfterEach
    void close() {
        line.close();
        gateway.close();
    }

    @Test
    void what_was_changed_by_hand_is_named_held_and_repaired() {
        assertThat(compare(compared -> {})).isEmpty();

        moodle.unenrol(List.of(new Participant(course.moodleId(), account(1))));
        enrolByHand(2, STUDENT, true);
        enrolByHand(3, TEACHER, false);
        moodle.deleteMembers(List.of(new GroupMember(group(), account(4))));

        List<String> drift =
                List.of(
                        person(1) + " removed-by-hand",
                        person(2) + " suspended-by-hand",
                        person(3) + " role-added-by-hand",
                        person(4) + " group-left-by-hand");
        Drifted drifted = new Drifted(gateway.ledger(), "test");
        assertThat(compare(one -> drifted.hold(one.who(), one.differences())))
                .containsExactlyInAnyOrderElementsOf(drift);
        assertThat(list("select code from entitlement where state = 'HELD'")).hasSize(4);

        assertThat(compare(one -> drifted.repair(one.who(), one.differences(), "run 1")))
                .containsExactlyInAnyOrderElementsOf(drift);
        gateway.workUntilNothingIsDue();

        assertThat(compare(one -> {})).containsExactly(person(3) + " role-added-by-hand");
    }

    private void enrolByHand(int who, int role, boolean suspended) {
        long start = Instant.now().minus(1, ChronoUnit.DAYS).getEpochSecond();
        moodle.enrol(
                List.of(new Enrolment(course.moodleId(), account(who), role, start, 0, suspended)));
    }

    private List<String> compare(Consumer<Compared> act) {
        List<String> found = new ArrayList<>();
        Reconciler reconciler = new Reconciler(new Reconciliation(gateway.ledger()), moodle);
        assertThat(
                        reconciler.compare(
                                course,
                                Instant.now(),
                                compared -> {
                                    act.accept(compared);
                                    compared.differences()
                                            .forEach(
                                                    one ->
                                                            found.add(
                                                                    compared.who().email()
                                                                            + " "
                                                                            + one.drift().code()));
                                }))
                .isEmpty();
        return found;
    }

    private long account(int who) {
        return Long.parseLong(
                list("select moodle_id from person where person_key = '" + person(who) + "'")
                        .get(0));
    }

    private long group() {
        return Long.parseLong(list("select moodle_id from course_group").get(0));
    }

    private String person(int number) {
        return real.person(number);
    }

    private List<String> list(String select) {
        return gateway.ledger().read(handle -> handle.select(select).mapTo(String.class).list());
    }
}
