package org.moodlegateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.moodlegateway.Orders.order;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/**
 * A course is rolled over, an e-mail is changed or passes to somebody else, an account or a course
 * is deleted and made again, a person is corrected and a line removed, in a Moodle of yours: see
 * {@link RealMoodle} and {@link MoodleEditor}. The courses that it makes stay there.
 */
@DisplayNameGeneration(ReplaceUnderscores.class)
@EnabledIfEnvironmentVariable(named = "MOODLE_URL", matches = "http.*")
class RealChangesIT {
    private static final String PRODUCTS =
            """
            products:
              - { code: ROLL, handler: setupcoursesession, parameters: "coursename=ROLL-%1$s&duration=180&groupname={order}", seats: true }
              - { code: ROLL-ID, handler: setupcoursesession, parameters: "courseidnumber=ROLL-ID-%1$s&duration=180", seats: true }
              - { code: OTHER, handler: setupcoursesession, parameters: "coursename=OTHER-%1$s&duration=180", seats: true }
            """;

    private final RealMoodle moodle = new RealMoodle();
    private final MoodleEditor editor = new MoodleEditor(moodle.url);
    private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private ServingFixture gateway;
    private long roll;
    private long other;

    @BeforeEach
    void start(@TempDir Path directory) throws IOException {
        editor.assumeAllowed();
        roll = editor.makeCourse("ROLL-" + moodle.run, "ROLL-ID-" + moodle.run);
        other = editor.makeCourse("OTHER-" + moodle.run, "");
        gateway =
                ServingFixture.before(
                        moodle,
                        now,
                        directory,
                        PRODUCTS.formatted(moodle.run),
                        Map.of("GATEWAY_LOOK", "PT1S"));
    }

    @AfterEach
    void stop() {
        if (gateway != null) {
            gateway.close();
        }
    }

    @Test
    void after_a_rollover_new_seats_go_into_the_new_course_and_the_others_stay() {
        buy("A", "ROLL", moodle.person(1));
        buy("B", "ROLL-ID", moodle.person(2));
        awaitActive(roll, moodle.person(1));
        awaitActive(roll, moodle.person(2));

        editor.renameCourse(roll, "ROLL-" + moodle.run + "-old", "ROLL-ID-" + moodle.run + "-old");
        long next = editor.makeCourse("ROLL-" + moodle.run, "ROLL-ID-" + moodle.run);
        gateway.clock.forward(Duration.ofHours(2));
        buy("C", "ROLL", moodle.person(3));
        buy("D", "ROLL-ID", moodle.person(4));

        awaitActive(next, moodle.person(3));
        awaitActive(next, moodle.person(4));
        assertThat(active(roll, moodle.person(1))).isTrue();
        assertThat(active(next, moodle.person(1))).isFalse();
        assertThat(active(roll, moodle.person(3))).isFalse();
        assertThat(
                        gateway.list(
                                "select payload from outbox where kind = 'alert' and channel = 'FACT' and payload like '%course-moved%'"))
                .hasSize(2);
    }

    @Test
    void a_changed_e_mail_is_the_same_account() {
        buy("E", "ROLL", moodle.person(5));
        awaitActive(roll, moodle.person(5));
        long account = moodle.account(moodle.person(5));

        editor.changeMail(account, moodle.person(6));
        buy("F", "OTHER", moodle.person(6));

        awaitIn(other, account);
        assertThat(activeIn(roll)).contains(account);
    }

    @Test
    void an_e_mail_that_passed_on_gets_newer_orders_and_old_seats_stay() {
        buy("G", "ROLL", moodle.person(7));
        awaitActive(roll, moodle.person(7));
        long old = moodle.account(moodle.person(7));

        editor.changeMail(old, moodle.person(8));
        long heir = editor.makeAccount("heir-" + moodle.run, moodle.person(7));
        gateway.clock.forward(Duration.ofHours(25));
        buy("H", "OTHER", moodle.person(7));

        awaitIn(other, heir);
        assertThat(activeIn(other)).doesNotContain(old);
        assertThat(activeIn(roll)).contains(old).doesNotContain(heir);
    }

    @Test
    void an_account_that_was_deleted_and_made_again_gets_what_is_still_paid() {
        buy("I", "ROLL", moodle.person(9));
        awaitActive(roll, moodle.person(9));
        long old = moodle.account(moodle.person(9));

        editor.deleteAccount(old);
        long again = editor.makeAccount("again-" + moodle.run, moodle.person(9));
        buy("J", "OTHER", moodle.person(9));

        awaitIn(other, again);
        awaitIn(roll, again);
    }

    @Test
    void a_course_that_was_deleted_and_made_again_gets_its_people_back() {
        buy("K", "ROLL", moodle.person(10));
        awaitActive(roll, moodle.person(10));

        editor.deleteCourse(roll);
        long again = editor.makeCourse("ROLL-" + moodle.run, "ROLL-ID-" + moodle.run);
        buy("L", "ROLL", moodle.person(11));

        awaitActive(again, moodle.person(11));
        awaitActive(again, moodle.person(10));
    }

    @Test
    void who_was_misspelt_and_never_came_makes_room_for_who_was_meant() {
        String jhon = moodle.person(12);
        String john = moodle.person(13);
        take(edition("M", 0).line("ROLL", 1, jhon));
        awaitActive(roll, jhon);

        take(edition("M", 60).line("ROLL", 1, john));

        awaitActive(roll, john);
        await(() -> !mayEnter(roll, jhon));
        assertThat(mayEnter(roll, john)).isTrue();
        assertThat(differences()).isEmpty();
    }

    @Test
    void who_opened_the_course_stays_and_the_difference_is_told() {
        MoodleVisitor jhon = moodle.visitor(14);
        take(edition("N", 0).line("ROLL", 1, jhon.email()));
        awaitActive(roll, jhon.email());
        assertThat(jhon.opens(roll)).isTrue();

        take(edition("N", 60).line("ROLL", 1, moodle.person(15)));

        await(() -> !differences().isEmpty());
        assertThat(mayEnter(roll, jhon.email())).isTrue();
        assertThat(active(roll, moodle.person(15))).isFalse();
    }

    @Test
    void the_middle_of_three_lines_is_removed_and_nobody_else_moves() {
        take(
                edition("O", 0)
                        .line("ROLL", 1, moodle.person(16))
                        .line("ROLL", 1, moodle.person(17))
                        .line("ROLL", 1, moodle.person(18)));
        awaitActive(roll, moodle.person(16));
        awaitActive(roll, moodle.person(17));
        awaitActive(roll, moodle.person(18));

        take(
                edition("O", 60)
                        .line("ROLL", 1, moodle.person(16))
                        .line("ROLL", 1, moodle.person(18)));

        await(() -> !mayEnter(roll, moodle.person(17)));
        assertThat(mayEnter(roll, moodle.person(16))).isTrue();
        assertThat(mayEnter(roll, moodle.person(18))).isTrue();
    }

    /** An order paid half an hour ago, as the shop edited it some seconds later. */
    private Orders edition(String order, long later) {
        Instant paid = now.minusSeconds(1800);
        return order(order + "-" + moodle.run)
                .paidAt(paid.toString())
                .updatedAt(paid.plusSeconds(later).toString());
    }

    private void take(Orders edition) {
        assertThat(gateway.postWithKey(edition.json()).status()).isEqualTo(200);
    }

    private boolean mayEnter(long course, String person) {
        return moodle.site.activeUsers(course).result().contains(moodle.account(person));
    }

    private List<String> differences() {
        return gateway.list(
                "select payload from outbox where kind = 'differs' and channel = 'FACT'");
    }

    private void buy(String order, String product, String person) {
        String paid = gateway.clock.instant().minusSeconds(3600).toString();
        Orders bought =
                order(order + "-" + moodle.run)
                        .paidAt(paid)
                        .updatedAt(paid)
                        .line(product, 1, person);
        assertThat(gateway.postWithKey(bought.json()).status()).isEqualTo(200);
    }

    private void awaitActive(long course, String person) {
        await(() -> active(course, person));
    }

    private void awaitIn(long course, long account) {
        await(() -> activeIn(course).contains(account));
    }

    private static void await(Supplier<Boolean> there) {
        org.awaitility.Awaitility.await().atMost(Duration.ofSeconds(120)).until(there::get);
    }

    private boolean active(long course, String person) {
        return moodle.site.accountsByEmail(List.of(person)).result().stream()
                .anyMatch(account -> activeIn(course).contains(account.id()));
    }

    /** Clocks of the test may be ahead of Moodle's, so who is enrolled and not suspended counts. */
    private Set<Long> activeIn(long course) {
        return moodle.site.enrolled(course).result().stream()
                .map(enrolled -> enrolled.userId())
                .collect(java.util.stream.Collectors.toSet());
    }
}
