package org.moodlegateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.moodlegateway.ledger.Inbox;

/** The gateway against a Moodle of yours, see {@link RealMoodle}. */
@DisplayNameGeneration(ReplaceUnderscores.class)
@EnabledIfEnvironmentVariable(named = "MOODLE_URL", matches = "http.*")
class RealMoodleIT {
    private final RealMoodle moodle = new RealMoodle();
    private RunningGateway gateway;

    @BeforeEach
    void start(@TempDir Path directory) throws IOException {
        String products =
                """
                products:
                  - { code: HERE, handler: setupcoursesession, parameters: "coursename=%1$s&duration=180", seats: true }
                  - { code: GROUP, handler: setupcoursesession, parameters: "coursename=%1$s&duration=180&groupname={order}", seats: true }
                  - { code: NOWHERE, handler: setupcoursesession, parameters: "coursename=no-such-%2$s", seats: true }
                """
                        .formatted(moodle.course, moodle.run);
        gateway = RunningGateway.start(moodle.settings(directory, products), null, false);
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void an_order_of_a_hundred_and_twenty_seats_is_enrolled_and_grouped_in_few_calls() {
        String[] people = IntStream.range(0, 120).mapToObj(this::person).toArray(String[]::new);

        take(Orders.order("R-" + moodle.run).line("GROUP", 120, people));

        assertThat(states("seat")).hasSize(120).containsOnly("ACTIVE");
        assertThat(states("membership")).hasSize(120).containsOnly("DONE");
        long calls = gateway.calls().counts().values().stream().mapToLong(Long::longValue).sum();
        assertThat(calls).isLessThanOrEqualTo(1 + 3 * 3 + 2 + 3);
    }

    @Test
    void a_renewed_payment_of_known_people_is_one_call_and_an_unchanged_one_none() {
        Instant paid = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        take(
                Orders.order("A-" + moodle.run)
                        .paidAt(paid.toString())
                        .line("HERE", 2, person(200), person(201)));
        long before = calls();

        take(
                Orders.order("B-" + moodle.run)
                        .paidAt(paid.plus(30, ChronoUnit.DAYS).toString())
                        .line("HERE", 2, person(200), person(201)));
        long extended = calls();
        take(
                Orders.order("C-" + moodle.run)
                        .paidAt(paid.plus(10, ChronoUnit.DAYS).toString())
                        .line("HERE", 1, person(200)));

        assertThat(extended - before).isOne();
        assertThat(calls()).isEqualTo(extended);
        assertThat(states("seat")).containsOnly("ACTIVE");
    }

    @Test
    void a_course_that_moodle_does_not_have_holds_up_nothing_else() {
        take(
                Orders.order("D-" + moodle.run)
                        .line("NOWHERE", 1, person(300))
                        .line("HERE", 1, person(301)));

        assertThat(states("seat")).containsExactlyInAnyOrder("WAITING", "ACTIVE");
    }

    @Test
    void roles_access_and_groups_are_taken_back_and_given_again() {
        // Moodle's lists round the clock: who begins now is not there for some of them yet
        Instant paid = Instant.now().minus(10, ChronoUnit.MINUTES).truncatedTo(ChronoUnit.SECONDS);
        take(
                Orders.order("T-" + moodle.run)
                        .paidAt(paid.toString())
                        .line("GROUP", 3, person(400), person(401), person(402)));
        long before = calls();

        wish(person(400), "roles = 'teacher'");
        wish(person(401), "absent = true");
        wish(person(402), "suspended = true");
        sql(
                "update membership set state = 'UNWANTED' where entitlement_id in (select id from"
                        + " entitlement where suspended = true)");
        gateway.workUntilNothingIsDue();

        assertThat(calls() - before).as("enrol, unassign, unenrol, out of the group").isEqualTo(4);
        assertThat(states("entitlement")).containsOnly("CLEAN");
        assertThat(moodle.enrolled(person(400)))
                .hasValueSatisfying(
                        it -> {
                            assertThat(it.roles()).containsExactly("teacher");
                            assertThat(it.groups()).containsExactly("T-" + moodle.run);
                        });
        assertThat(moodle.enrolled(person(401))).isEmpty();
        assertThat(moodle.enrolled(person(402)))
                .hasValueSatisfying(
                        it -> {
                            assertThat(it.roles()).containsExactly("student");
                            assertThat(it.groups()).isEmpty();
                        });
        assertThat(moodle.site.activeUsers(moodle.courseId).result())
                .contains(moodle.account(person(400)))
                .doesNotContain(moodle.account(person(401)), moodle.account(person(402)));

        wish(person(401), "absent = false");
        gateway.workUntilNothingIsDue();

        assertThat(moodle.enrolled(person(401)))
                .hasValueSatisfying(
                        it -> assertThat(it.groups()).containsExactly("T-" + moodle.run));
        assertThat(moodle.site.lastVisits(moodle.courseId).result())
                .filteredOn(visit -> visit.userId() == moodle.account(person(400)))
                .singleElement()
                .satisfies(
                        visit -> {
                            assertThat(visit.told()).isTrue();
                            assertThat(visit.mayHaveHappened()).isFalse();
                        });
    }

    /** Changes a wish, as folding would. */
    private void wish(String person, String set) {
        sql(
                """
                update entitlement set %s, desired_version = desired_version + 1, state = 'DIRTY'
                where person_id = (select id from person where person_key = '%s') and applied_version > 0
                        and course_id in (select id from course where moodle_id > 0)
                """
                        .formatted(set, person));
    }

    private void sql(String statement) {
        gateway.ledger().transaction(handle -> handle.execute(statement));
    }

    private void take(Orders order) {
        new Inbox(gateway.ledger())
                .keep("web", "http", "test", UUID.randomUUID().toString(), order.json());
        gateway.workUntilNothingIsDue();
    }

    private long calls() {
        return gateway.calls().counts().values().stream().mapToLong(Long::longValue).sum();
    }

    private String person(int number) {
        return moodle.person(number);
    }

    private List<String> states(String table) {
        return gateway.ledger()
                .read(
                        handle ->
                                handle.select("select state from " + table)
                                        .mapTo(String.class)
                                        .list());
    }
}
