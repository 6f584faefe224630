package org.moodlegateway.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.moodlegateway.Orders;
import org.moodlegateway.RunningGateway;
import org.moodlegateway.ledger.Courses;
import org.moodlegateway.ledger.Databases;
import org.moodlegateway.ledger.Entitlements;
import org.moodlegateway.ledger.Inbox;
import org.moodlegateway.ledger.LedgerSettings;
import org.moodlegateway.sandbox.MoodleCourse;
import org.moodlegateway.sandbox.Sandbox;
import org.moodlegateway.sandbox.SandboxSettings;
import org.moodlegateway.settings.Settings;

/** On a PostgreSQL ledger that a gateway has open all the time. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class ReconcileCommandTest {
    @TempDir private Path folder;
    private Sandbox moodle;
    private LedgerSettings ledger;
    private RunningGateway gateway;

    @BeforeEach
    void enrol() throws IOException {
        moodle =
                Sandbox.start(
                        SandboxSettings.read(Path.of("config/sandbox.yaml")), Clock.systemUTC(), 0);
        ledger = Databases.POSTGRES.empty(folder);
        gateway =
                RunningGateway.start(
                        Settings.read(
                                Path.of("config"),
                                Path.of("routes"),
                                Map.of(
                                        "MOODLE_URL", moodle.baseUri().toString(),
                                        "MOODLE_TOKEN", "sandbox-token",
                                        "LEDGER_URL", ledger.url(),
                                        "LEDGER_USER", ledger.user(),
                                        "LEDGER_PASSWORD", ledger.password())),
                        null,
                        false);
        String yesterday =
                Instant.now().minus(1, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS).toString();
        Orders order =
                Orders.order("A-1")
                        .boughtBy("office@example.org")
                        .paidAt(yesterday)
                        .updatedAt(yesterday)
                        .line("SCI-180", 2, "p1@x.example", "p2@x.example");
        new Inbox(gateway.ledger()).keep("web", "http", "test", "evt-1", order.json());
        gateway.workUntilNothingIsDue();
    }

    @AfterEach
    void close() {
        gateway.close();
        moodle.close();
    }

    @Test
    void doctor_and_reconcile_say_that_a_name_leads_to_another_course_than_before() {
        MoodleCourse old = moodle.state().course("SCI").orElseThrow();
        moodle.administrator()
                .changeCourse(
                        new MoodleCourse(
                                old.id(),
                                "SCI-2025",
                                "",
                                "Science 2025",
                                old.startdate(),
                                true,
                                old.manual(),
                                old.welcome()));
        long now = moodle.administrator().saveCourse(SandboxSettings.Course.of("SCI")).id();
        String moved = "SCI is course " + now + " now, was " + old.id();

        assertThat(run("doctor").out()).contains(moved).contains("stay in course " + old.id());

        new Courses(gateway.ledger(), new Entitlements(ZoneOffset.UTC)).askAgain();
        new Inbox(gateway.ledger())
                .keep(
                        "web",
                        "http",
                        "test",
                        "evt-2",
                        Orders.order("A-2").line("SCI-180", 1, "p3@x.example").json());
        gateway.workUntilNothingIsDue();

        assertThat(run("reconcile").out())
                .contains(moved)
                .contains("Moodle shows what it should (3 courses");
        assertThat(run("doctor").out()).contains(moved);
    }

    @Test
    void two_e_mails_that_are_two_accounts_are_not_made_one() {
        CommandLineRun run = run("people", "same", "p1@x.example", "p2@x.example");

        assertThat(run.code()).isNotZero();
        assertThat(run.err()).contains("each of them has an account in Moodle");
        assertThat(run("people", "same", "p1@x.example", "nobody@x.example").err())
                .contains("no seat was ever given to this e-mail");
    }

    @Test
    void a_moodle_as_it_was_left_is_good() {
        CommandLineRun run = run("reconcile");

        assertThat(run.out())
                .startsWith("Moodle shows what it should (2 courses, 4 calls).")
                .hasLineCount(1);
        assertThat(run.code()).isZero();
        assertThat(run("reconcile", "--json").out()).isEqualTo("[ ]\n");
    }

    @Test
    void what_was_changed_by_hand_is_printed_and_held_until_it_is_repaired() throws IOException {
        moodle.administrator().unenrol("p1@x.example", "SCI");

        CommandLineRun held = run("reconcile", "--course", "SCI");

        assertThat(held.code()).isEqualTo(1);
        assertThat(held.out())
                .contains(
                        "COURSE  PERSON        CHANGED          WHAT  NOW",
                        "SCI     p1@x.example  removed-by-hand  -     held",
                        "1 enrolment changed by hand: 1 held (1 course, 2 calls).");
        gateway.workUntilNothingIsDue();
        assertThat(moodle.enrolment("p1@x.example", "SCI")).isEmpty();

        CommandLineRun repaired = run("reconcile", "--repair", "--json");
        assertThat(repaired.code()).isEqualTo(1);
        assertThat(repaired.json().at("/0/code").asText()).isEqualTo("removed-by-hand");
        assertThat(repaired.json().at("/0/now").asText()).isEqualTo("due again");
        gateway.workUntilNothingIsDue();
        assertThat(moodle.enrolment("p1@x.example", "SCI")).isPresent();
        assertThat(run("reconcile").code()).isZero();
    }

    @Test
    void a_course_that_nobody_was_enrolled_in_is_refused() {
        CommandLineRun run = run("reconcile", "--course", "NONE");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).contains("nobody in a course NONE").hasLineCount(1);
    }

    @Test
    void without_a_moodle_it_says_what_to_set() {
        CommandLineRun run = new CommandLineRun().with("LEDGER_URL", ledger.url()).run("reconcile");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).contains("MOODLE_URL").hasLineCount(1);
    }

    private CommandLineRun run(String... arguments) {
        return new CommandLineRun()
                .with("MOODLE_URL", moodle.baseUri().toString())
                .with("MOODLE_TOKEN", "sandbox-token")
                .with("LEDGER_URL", ledger.url())
                .with("LEDGER_USER", ledger.user())
                .with("LEDGER_PASSWORD", ledger.password())
                .run(arguments);
    }
}
