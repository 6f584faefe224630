package org.moodlegateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.moodlegateway.Orders.order;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.moodlegateway.enrolment.PeopleDecisions;
import org.moodlegateway.ledger.Databases;
import org.moodlegateway.ledger.Entitlements;
import org.moodlegateway.ledger.LedgerSettings;
import org.moodlegateway.sandbox.Behaviour;
import org.moodlegateway.sandbox.MoodleCourse;
import org.moodlegateway.sandbox.MoodleUser;
import org.moodlegateway.sandbox.SandboxSettings;

/**
 * Names, e-mails and accounts change in Moodle after seats were delivered, on a Moodle of one
 * behaviour and a ledger on one database: what follows is what Moodle shows.
 */
abstract class MoodleChanges {
    private static final Duration LONG = Duration.ofHours(25);

    @TempDir private Path directory;
    private GatewayFixture fixture;

    abstract Behaviour behaviour();

    abstract Databases database();

    @BeforeEach
    void start() {
        LedgerSettings ledger = database().empty(directory);
        fixture =
                GatewayFixture.in(directory, content -> content.behaviour(behaviour()))
                        .with("LEDGER_URL", ledger.url())
                        .with("LEDGER_USER", ledger.user())
                        .with("LEDGER_PASSWORD", ledger.password());
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    // ----- which course is it -----

    @Test
    void after_a_rollover_new_seats_go_into_the_new_course_and_those_that_are_there_stay() {
        sell("A-1", "SCI-YEAR", "ana@example.org");
        rollOver("SCI");
        fixture.clock.forward(LONG);

        sell("A-2", "SCI-YEAR", "bo@example.org");

        assertThat(in("SCI-2025")).containsExactly("ana@example.org");
        assertThat(in("SCI")).containsExactly("bo@example.org");
        assertThat(fixture.seatStates()).containsOnly("ACTIVE");
        assertThat(alerts())
                .singleElement()
                .asString()
                .contains("SCI is course ")
                .contains(" now, was ");
    }

    @Test
    void a_renewal_prolongs_the_seat_in_the_course_where_it_is() {
        sell("A-1", "SCI-YEAR", "ana@example.org");
        rollOver("SCI");
        fixture.clock.forward(LONG);
        String before = fixture.shown("ana@example.org", "SCI-2025");

        fixture.take(
                        order("A-1")
                                .updatedAt("2026-02-03T00:00:00Z")
                                .line("SCI-YEAR", 2, "ana@example.org", "bo@example.org"))
                .work();

        assertThat(fixture.shown("ana@example.org", "SCI-2025")).isEqualTo(before);
        assertThat(in("SCI"))
                .as("the seat that is new in the old order")
                .containsExactly("bo@example.org");
    }

    @Test
    void at_the_start_of_a_gateway_a_name_is_asked_again_before_the_first_seat() {
        sell("A-1", "SCI-YEAR", "ana@example.org");
        rollOver("SCI");
        fixture.restart();

        sell("A-2", "SCI-YEAR", "bo@example.org");

        assertThat(in("SCI")).containsExactly("bo@example.org");
    }

    @Test
    void within_an_hour_a_name_is_not_asked_again_and_over_midnight_it_is() {
        fixture.clock.forward(Duration.ofHours(23).plusMinutes(30));
        sell("A-1", "SCI-YEAR", "ana@example.org");
        long before = calls();
        fixture.clock.forward(Duration.ofMinutes(20));
        sell("A-2", "SCI-YEAR", "ana@example.org");
        assertThat(calls() - before).as("nothing or the enrolment").isLessThanOrEqualTo(1);

        rollOver("SCI");
        fixture.clock.forward(Duration.ofMinutes(20));
        sell("A-3", "SCI-YEAR", "bo@example.org");

        assertThat(in("SCI")).containsExactly("bo@example.org");
    }

    @Test
    void groups_of_new_seats_are_in_the_new_course() {
        fixture.take(order("A-1").boughtByOffice().line("MATH-CLASS", 1, "ana@example.org")).work();
        rollOver("MATH");
        fixture.clock.forward(LONG);

        fixture.take(
                        order("A-1")
                                .boughtByOffice()
                                .updatedAt("2026-02-03T00:00:00Z")
                                .line("MATH-CLASS", 2, "ana@example.org", "bo@example.org"))
                .work();

        assertThat(fixture.group("MATH-2025", "Class A-1")).contains("ana@example.org");
        assertThat(fixture.group("MATH", "Class A-1")).containsExactly("bo@example.org");
    }

    @Test
    void a_name_that_leads_nowhere_has_new_seats_wait_until_it_leads_somewhere() {
        sell("A-1", "SCI-YEAR", "ana@example.org");
        rename("SCI", "SCI-2025");
        fixture.clock.forward(LONG);
        sell("A-2", "SCI-YEAR", "bo@example.org");
        assertThat(in("SCI-2025")).containsExactly("ana@example.org");
        assertThat(fixture.seatStates()).containsExactly("ACTIVE", "WAITING");

        fixture.moodle.administrator().saveCourse(SandboxSettings.Course.of("SCI"));
        fixture.clock.forward(Duration.ofMinutes(10));
        fixture.work();

        assertThat(in("SCI")).containsExactly("bo@example.org");
        assertThat(alerts()).hasSize(1);
    }

    // ----- who an account is -----

    @Test
    void somebody_who_changed_the_e_mail_and_buys_with_the_new_one_is_the_same_person() {
        sell("A-1", "SCI-YEAR", "ana@example.org");
        long account = account("ana@example.org");
        changeMail("ana@example.org", "ana.new@example.org");

        sell("A-2", "MATH-CLASS", "ana.new@example.org");

        assertThat(fixture.seatStates()).containsOnly("ACTIVE");
        assertThat(coursesOf(account)).containsExactlyInAnyOrder("SCI", "MATH");
        assertThat(
                        fixture.list(
                                "select count(*) from entitlement e join person p on p.id = e.person_id where p.moodle_id = "
                                        + account))
                .containsExactly("2");
    }

    @Test
    void an_order_for_the_old_e_mail_goes_on_going_to_who_has_changed_it() {
        sell("A-1", "SCI-YEAR", "ana@example.org");
        long account = account("ana@example.org");
        changeMail("ana@example.org", "ana.new@example.org");
        fixture.clock.forward(LONG);

        sell("A-2", "MATH-CLASS", "ana@example.org");
        sell("A-3", "LANG-180", "ana.new@example.org");

        assertThat(coursesOf(account)).contains("SCI", "MATH");
        assertThat(
                        fixture.moodle.state().users().stream()
                                .filter(user -> user.email().equals("ana@example.org")))
                .isEmpty();
    }

    @Test
    void an_address_that_passed_to_somebody_else_gets_newer_orders_and_old_seats_stay() {
        sell("A-1", "SCI-YEAR", "desk@example.org");
        long old = account("desk@example.org");
        changeMail("desk@example.org", "left@example.org");
        long heir = newAccount("heir", "desk@example.org");
        fixture.clock.forward(LONG);

        sell("A-2", "MATH-CLASS", "desk@example.org");
        sell("A-3", "SCI-YEAR", "desk@example.org");

        assertThat(coursesOf(old)).containsExactly("SCI");
        assertThat(coursesOf(heir)).containsExactlyInAnyOrder("MATH", "SCI");
        assertThat(fixture.seatStates()).containsOnly("ACTIVE");
        assertThat(alerts())
                .singleElement()
                .asString()
                .contains("account " + old)
                .doesNotContain("@");
    }

    @Test
    void an_account_that_was_deleted_and_made_again_gets_everything_that_is_still_paid() {
        fixture.take(order("A-1").boughtByOffice().line("MATH-CLASS", 1, "ana@example.org")).work();
        fixture.moodle.administrator().deleteUser("ana@example.org");
        long again = newAccount("ana.two", "ana@example.org");

        sell("A-2", "SCI-YEAR", "ana@example.org");

        assertThat(coursesOf(again)).containsExactlyInAnyOrder("MATH", "SCI");
        assertThat(fixture.group("MATH", "Class A-1")).contains("ana.two");
        assertThat(fixture.seatStates()).containsOnly("ACTIVE");
    }

    @Test
    void two_people_for_whom_moodle_shows_no_answer_wait_and_an_administrator_decides() {
        sell("A-1", "SCI-YEAR", "ana@example.org");
        long account = account("ana@example.org");
        changeMail("ana@example.org", "ana.new@example.org");
        newAccount("other", "ana@example.org");

        sell("A-2", "MATH-CLASS", "ana.new@example.org");
        assertThat(fixture.seatStates()).containsExactly("ACTIVE", "WAITING");
        assertThat(fixture.list("select hint from entitlement where code = 'account-taken'"))
                .singleElement()
                .asString()
                .contains(
                        "people same OLD NEW",
                        "people differ OLD NEW",
                        "OLD is the e-mail of seat ")
                .doesNotContain("@");

        assertThat(decisions().same("ana@example.org", "ana.new@example.org", "test").word())
                .isEqualTo("same");
        fixture.work();

        assertThat(coursesOf(account)).containsExactlyInAnyOrder("SCI", "MATH");
        assertThat(fixture.seatStates()).containsOnly("ACTIVE");
    }

    @Test
    void two_people_that_are_two_get_an_account_each() {
        sell("A-1", "SCI-YEAR", "ana@example.org");
        long account = account("ana@example.org");
        changeMail("ana@example.org", "bo@example.org");
        long other = newAccount("other", "ana@example.org");
        sell("A-2", "MATH-CLASS", "bo@example.org");

        assertThat(decisions().differ("ana@example.org", "bo@example.org", "test").word())
                .isEqualTo("different");
        fixture.work();

        assertThat(coursesOf(account)).contains("MATH");
        assertThat(coursesOf(other)).containsExactly("SCI");
        assertThat(fixture.seatStates()).containsOnly("ACTIVE");
    }

    @Test
    void a_proof_that_is_fresh_costs_nothing_and_one_that_is_old_costs_one_look_up_for_all() {
        fixture.take(
                        order("A-1")
                                .line(
                                        "SCI-YEAR",
                                        3,
                                        "a@example.org",
                                        "b@example.org",
                                        "c@example.org"))
                .work();
        long before = calls();
        fixture.take(
                        order("A-2")
                                .paidAt("2026-03-01T00:00:00Z")
                                .line(
                                        "SCI-YEAR",
                                        3,
                                        "a@example.org",
                                        "b@example.org",
                                        "c@example.org"))
                .work();
        assertThat(calls() - before).as("the enrolments").isEqualTo(1);

        fixture.clock.forward(LONG);
        before = calls();
        fixture.take(
                        order("A-3")
                                .paidAt("2026-04-01T00:00:00Z")
                                .line(
                                        "SCI-YEAR",
                                        3,
                                        "a@example.org",
                                        "b@example.org",
                                        "c@example.org"))
                .work();
        assertThat(calls() - before)
                .as("the course's name, the people, the enrolments")
                .isEqualTo(3);
    }

    // ----- what happens in Moodle -----

    private void sell(String id, String product, String person) {
        fixture.take(order(id).line(product, 1, person)).work();
    }

    private void rollOver(String name) {
        rename(name, name + "-2025");
        fixture.moodle.administrator().saveCourse(SandboxSettings.Course.of(name));
    }

    private void rename(String from, String to) {
        MoodleCourse old = fixture.moodle.state().course(from).orElseThrow();
        fixture.moodle
                .administrator()
                .changeCourse(
                        new MoodleCourse(
                                old.id(),
                                to,
                                "",
                                to,
                                old.startdate(),
                                old.visible(),
                                old.manual(),
                                old.welcome()));
    }

    private void changeMail(String username, String email) {
        MoodleUser old = fixture.moodle.state().user(username).orElseThrow();
        fixture.moodle
                .administrator()
                .changeUser(
                        new MoodleUser(
                                old.id(),
                                old.username(),
                                email,
                                old.firstname(),
                                old.lastname(),
                                old.country(),
                                old.city(),
                                old.lang(),
                                old.idnumber(),
                                old.auth(),
                                old.confirmed(),
                                old.suspended(),
                                old.deleted()));
    }

    private long newAccount(String username, String email) {
        return fixture.moodle
                .administrator()
                .saveUser(
                        new SandboxSettings.Person(
                                username, email, "Some", "Body", null, null, null, null, null,
                                false, false))
                .id();
    }

    private long account(String email) {
        return fixture.moodle.state().users().stream()
                .filter(user -> user.email().equals(email))
                .findFirst()
                .orElseThrow()
                .id();
    }

    private List<String> in(String course) {
        return fixture.moodle.state().enrolments().stream()
                .filter(row -> row.course().equals(course) && row.roles().contains("student"))
                .map(row -> row.username())
                .filter(name -> name.contains("@example.org"))
                .sorted()
                .toList();
    }

    private List<String> coursesOf(long account) {
        return fixture.moodle.state().enrolments().stream()
                .filter(row -> row.userid() == account && !row.suspended())
                .map(row -> row.course())
                .toList();
    }

    private List<String> alerts() {
        return fixture.list(
                "select payload from outbox where kind = 'alert' and channel = 'FACT' and (payload like"
                        + " '%course-moved%' or payload like '%address-passed-on%')");
    }

    private PeopleDecisions decisions() {
        return new PeopleDecisions(
                fixture.gateway().ledger(),
                new Entitlements(fixture.settings().zone("gateway.time-zone")));
    }

    private long calls() {
        return fixture.moodle.calls().requests();
    }
}
