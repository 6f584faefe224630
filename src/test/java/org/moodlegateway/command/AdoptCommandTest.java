package org.moodlegateway.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.moodlegateway.Orders.order;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.moodlegateway.GatewayFixture;
import org.moodlegateway.Orders;
import org.moodlegateway.intake.Workbook;
import org.moodlegateway.ledger.Databases;
import org.moodlegateway.ledger.LedgerSettings;
import org.moodlegateway.sandbox.EffectKind;
import org.moodlegateway.sandbox.SandboxSettings;

/**
 * Enrolments that were there before, in a sandbox, and a PostgreSQL ledger that a gateway has open.
 */
@DisplayNameGeneration(ReplaceUnderscores.class)
class AdoptCommandTest {
    private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.DAYS);
    private static final Instant PAID = NOW.minus(1, ChronoUnit.DAYS);
    private static final Instant FAR = NOW.plus(700, ChronoUnit.DAYS);
    private static final Instant NEAR = NOW.plus(30, ChronoUnit.DAYS);

    @TempDir private Path folder;
    private GatewayFixture fixture;
    private LedgerSettings ledger;

    @BeforeEach
    void start() {
        ledger = Databases.POSTGRES.empty(folder);
        fixture =
                GatewayFixture.in(
                                folder,
                                content ->
                                        content.person(SandboxSettings.Person.of("old"))
                                                .enrolment(
                                                        new SandboxSettings.Enrolment(
                                                                "old",
                                                                "SCI",
                                                                "student",
                                                                Instant.parse(
                                                                        "2025-01-01T00:00:00Z"),
                                                                FAR,
                                                                false)))
                        .with("LEDGER_URL", ledger.url())
                        .with("LEDGER_USER", ledger.user())
                        .with("LEDGER_PASSWORD", ledger.password());
        fixture.clock.setTo(NOW.plus(2, ChronoUnit.DAYS).toString());
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void an_adopted_enrolment_costs_no_call_and_is_not_cut_short_by_an_order() throws IOException {
        fixture.gateway();

        CommandLineRun run =
                adopt(
                        "old@example.org,SCI,student,2025-01-01,"
                                + FAR.getEpochSecond()
                                + ",Old,Hand");
        fixture.work();

        assertThat(run.out()).isEqualTo("1 adopted.\n");
        assertThat(run.code()).isZero();
        assertThat(sent()).isZero();
        assertThat(fixture.entitlements()).containsExactly("old@example.org CLEAN");

        fixture.take(paid()).work();

        assertThat(fixture.seatStates()).containsExactly("ACTIVE");
        assertThat(fixture.shown("old", "SCI"))
                .isEqualTo("student " + seconds("2025-01-01") + "-" + FAR.getEpochSecond());
        assertThat(fixture.entitlements()).contains("old@example.org CLEAN");
    }

    @Test
    void an_order_that_ends_later_prolongs_it() throws IOException {
        fixture.gateway();
        adopt("old@example.org,SCI,student,2025-01-01," + NEAR + ",,");

        fixture.take(paid()).work();

        assertThat(fixture.shown("old", "SCI"))
                .startsWith("student " + seconds("2025-01-01") + "-")
                .endsWith("-" + PAID.plus(180, ChronoUnit.DAYS).getEpochSecond());
    }

    @Test
    void the_same_file_again_changes_nothing() throws IOException {
        fixture.gateway();
        String row = old();
        adopt(row);

        CommandLineRun again = adopt(row.replace("old@", "OLD@"));

        assertThat(again.out()).isEqualTo("1 before.\n");
        assertThat(fixture.list("select kind from seat")).containsExactly("ADOPTED");
    }

    @Test
    void what_was_held_as_foreign_goes_on_with_both() throws IOException {
        fixture.take(paid()).work();
        assertThat(fixture.entitlements()).contains("old@example.org HELD foreign-enrolment");

        CommandLineRun run = adopt(old());
        fixture.work();

        assertThat(run.out()).isEqualTo("1 joined.\n");
        assertThat(fixture.entitlements()).contains("old@example.org CLEAN");
        assertThat(fixture.seatStates()).containsExactly("ACTIVE");
        assertThat(fixture.shown("old", "SCI")).endsWith("-" + FAR.getEpochSecond());
    }

    @Test
    void several_roles_and_no_end_are_taken_as_they_are() throws IOException {
        fixture.gateway();

        CommandLineRun run =
                adopt(
                        "old@example.org,idnumber:C-SCI,student,,,,",
                        "old@example.org,idnumber:C-SCI,teacher,0,0,,");
        fixture.work();

        assertThat(run.out()).isEqualTo("2 adopted.\n");
        assertThat(fixture.list("select roles from entitlement"))
                .containsExactly("student,teacher");
        assertThat(fixture.list("select state from entitlement where ends_at is null"))
                .containsExactly("CLEAN");
        assertThat(sent()).isZero();
    }

    @Test
    void rows_that_can_not_be_taken_are_named_and_hold_up_no_others() throws IOException {
        fixture.gateway();

        CommandLineRun run =
                adopt(
                        "nobody,SCI,student,2025-01-01,,,",
                        "old@example.org,,student,2025-01-01,,,",
                        "old@example.org,SCI,boss,2025-01-01,,,",
                        "old@example.org,SCI,student,yesterday,,,",
                        "old@example.org,SCI,student,2025-01-01,2024-01-01,,",
                        old());

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out())
                .contains(
                        "2    nobody",
                        "Moodle takes no such e-mail",
                        "no course",
                        "role \"boss\" is not in moodle.roles",
                        "a time that can't be read",
                        "it ends before it begins",
                        "1 adopted, 5 refused.");
    }

    @Test
    void a_workbook_of_excel_is_read_with_its_own_dates_and_with_unix_seconds() throws IOException {
        fixture.gateway();
        Path file = folder.resolve("old.xlsx");
        Files.write(
                file,
                new Workbook()
                        .row("email", "course", "role", "start", "end")
                        .row("old@example.org", "SCI", "student", Workbook.day("45658"))
                        .row("new@example.org", "SCI", "student", 1735689600, FAR.getEpochSecond())
                        .bytes());

        CommandLineRun run = run("adopt", file.toString());

        assertThat(run.out()).isEqualTo("2 adopted.\n");
        assertThat(fixture.list("select starts_at from entitlement").stream().distinct())
                .hasSize(1)
                .allMatch(start -> start.startsWith("2025-01-01"));
    }

    @Test
    void rows_as_spreadsheets_save_them_are_read() throws IOException {
        fixture.gateway();
        Path file =
                Files.writeString(
                        folder.resolve("old.csv"),
                        "\uFEFFsep=;\nemail;course;role;start;end;;\n"
                                + "old@example.org;SCI;student;2025-01-01;;;\n"
                                + "new@example.org;SCI;student\n;;;;;;\n");

        assertThat(run("adopt", file.toString()).out()).isEqualTo("2 adopted.\n");
    }

    @Test
    void a_dry_run_says_the_same_and_keeps_nothing() throws IOException {
        fixture.gateway();
        Path file = file(old());

        CommandLineRun run = run("adopt", file.toString(), "--dry-run");

        assertThat(run.out()).isEqualTo("1 adopted. Nothing was kept.\n");
        assertThat(fixture.list("select kind from seat")).isEmpty();
        assertThat(fixture.list("select action from audit")).isEmpty();
    }

    @Test
    void people_whom_moodle_does_not_know_are_refused_if_it_is_asked() throws IOException {
        fixture.gateway();
        Path file = file(old(), old().replace("old@", "new@"));

        CommandLineRun run = run("adopt", file.toString(), "--check-people", "--json");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.json().findValuesAsText("result")).containsExactly("adopted", "refused");
        assertThat(run.json().at("/1/why").asText()).contains("knows nobody");
        assertThat(fixture.list("select person_key from person where moodle_id is not null"))
                .containsExactly("old@example.org");
    }

    @Test
    void a_file_without_the_columns_is_refused() throws IOException {
        fixture.gateway();
        Path file = Files.writeString(folder.resolve("bad.csv"), "email,course\nx,y\n");

        CommandLineRun run = run("adopt", file.toString());

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).contains("column role is missing").hasLineCount(1);
    }

    private static Orders paid() {
        return order("A-1").paidAt(PAID.toString()).line("SCI-180", 1, "old@example.org");
    }

    private static String old() {
        return "old@example.org,SCI,student,2025-01-01," + FAR + ",,";
    }

    private long sent() {
        return fixture.effects(EffectKind.ENROLMENT_UPDATED)
                + fixture.effects(EffectKind.ENROLMENT_UNCHANGED);
    }

    private CommandLineRun adopt(String... rows) throws IOException {
        return run("adopt", file(rows).toString());
    }

    private Path file(String... rows) throws IOException {
        return Files.writeString(
                folder.resolve("old.csv"),
                "email,course,role,start,end,first,last\n" + String.join("\n", rows) + "\n");
    }

    private CommandLineRun run(String... arguments) {
        return new CommandLineRun()
                .with("MOODLE_URL", fixture.moodle.baseUri().toString())
                .with("MOODLE_TOKEN", "sandbox-token")
                .with("LEDGER_URL", ledger.url())
                .with("LEDGER_USER", ledger.user())
                .with("LEDGER_PASSWORD", ledger.password())
                .run(arguments);
    }

    private static long seconds(String day) {
        return Instant.parse(day + "T00:00:00Z").getEpochSecond();
    }
}
