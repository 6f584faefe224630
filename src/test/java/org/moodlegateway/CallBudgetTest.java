package org.moodlegateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.moodlegateway.Orders.order;

import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Moodle's calls are the cost: what an order may cost, counted by the sandbox. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class CallBudgetTest {
    private GatewayFixture fixture;

    @BeforeEach
    void start(@TempDir Path directory) {
        fixture = GatewayFixture.in(directory);
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    @Test
    void forty_nine_new_people_in_a_course_nobody_asked_for_yet_cost_four_calls() {
        fixture.take(order("A-1").line("SCI-YEAR", 49, people(0, 49))).work();

        assertThat(calls()).isEqualTo(4).isLessThanOrEqualTo(8);
        assertThat(fixture.seatStates()).containsOnly("ACTIVE").hasSize(49);
    }

    @Test
    void a_support_course_costs_one_more() {
        fixture.take(order("A-1").boughtByOffice().line("SCI-180", 49, people(0, 49))).work();

        assertThat(calls()).isEqualTo(5).isLessThanOrEqualTo(8 + 2);
        assertThat(fixture.shown("office@example.org", "HELP")).isEqualTo("student 1768469400-0");
    }

    @Test
    void a_group_costs_three_more() {
        fixture.take(order("A-1").boughtByOffice().line("MATH-CLASS", 49, people(0, 49))).work();

        assertThat(calls()).isEqualTo(4 + 3).isLessThanOrEqualTo(8 + 3);
        assertThat(fixture.group("MATH", "Class A-1")).hasSize(50);
    }

    @Test
    void a_course_and_people_who_are_known_cost_one_call_and_a_known_group_one_more() {
        fixture.take(order("A-1").boughtByOffice().line("MATH-CLASS", 49, people(0, 49))).work();
        long before = calls();

        fixture.take(
                        order("A-1")
                                .boughtByOffice()
                                .updatedAt("2026-01-16T00:00:00Z")
                                .line("MATH-CLASS", 49, people(0, 49))
                                .line("MATH-CLASS", 1, people(49, 50)))
                .work();
        long oneMore = calls() - before;
        fixture.take(order("A-2").line("SCI-YEAR", 49, people(0, 49))).work();
        long course = calls() - before - oneMore;
        fixture.take(
                        order("A-3")
                                .paidAt("2026-03-01T00:00:00Z")
                                .line("SCI-YEAR", 49, people(0, 49)))
                .work();
        long again = calls() - before - oneMore - course;

        assertThat(oneMore).as("a look-up, a create, an enrolment and a member").isEqualTo(4);
        assertThat(course).as("the course's look-up and the enrolments").isEqualTo(2);
        assertThat(again).as("the enrolments").isEqualTo(1);
    }

    @Test
    void a_known_buyer_alone_on_one_course_is_one_write_call() {
        fixture.take(order("A-1").boughtBy("gita@example.org").line("SCI-SELF", 1)).work();
        long before = calls();

        fixture.take(
                        order("A-2")
                                .boughtBy("gita@example.org")
                                .paidAt("2026-03-01T00:00:00Z")
                                .line("SCI-SELF", 1))
                .work();

        assertThat(calls() - before).isOne();
    }

    @Test
    void many_small_orders_at_once_share_batches() {
        for (int i = 0; i < 100; i++) {
            fixture.take(order("A-" + i).line("SCI-YEAR", 1, "p" + i + "@example.org"));
        }

        fixture.work();

        assertThat(fixture.seatStates()).containsOnly("ACTIVE").hasSize(100);
        assertThat(calls()).isLessThanOrEqualTo(1 + 2 * 3 + 6);
    }

    @Test
    void many_people_who_existed_before_are_asked_about_with_one_list() {
        fixture.close();
        fixture =
                GatewayFixture.in(
                        fixture.directory().resolve("again"),
                        content ->
                                content.people(
                                        IntStream.range(0, 40)
                                                .mapToObj(i -> "old" + i)
                                                .toArray(String[]::new)));

        fixture.take(
                        order("A-1")
                                .line(
                                        "SCI-YEAR",
                                        40,
                                        IntStream.range(0, 40)
                                                .mapToObj(i -> "old" + i + "@example.org")
                                                .toArray(String[]::new)))
                .work();

        assertThat(fixture.seatStates()).containsOnly("ACTIVE").hasSize(40);
        assertThat(calls()).as("course, people, who is active there, enrolments").isEqualTo(4);
    }

    private long calls() {
        return fixture.moodle.calls().requests();
    }

    private static String[] people(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> "p" + i + "@example.org")
                .toArray(String[]::new);
    }
}
