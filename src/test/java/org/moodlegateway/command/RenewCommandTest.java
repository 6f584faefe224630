package org.moodlegateway.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.moodlegateway.Orders.order;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.moodlegateway.GatewayFixture;
import org.moodlegateway.order.Renews;
import org.moodlegateway.order.Renews.Target;

/** What renew and renewals print, on a ledger in which two seats renew themselves. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class RenewCommandTest {
    private static final String AFTER_ALL = "2027-01-10T00:00:00Z";

    @TempDir private Path folder;

    @BeforeEach
    void fill() {
        try (GatewayFixture fixture = GatewayFixture.in(folder)) {
            fixture.clock.setTo("2026-01-15T09:30:00Z");
            fixture.take(
                            order("A-1").line("LANG-CLUB", 2, "ana@example.org", "bo@example.org"),
                            order("A-2").line("SCI-180", 1, "cy@example.org"),
                            order("R-1")
                                    .renewing(new Renews(Target.ORDER, "A-9"), "MORE-180", 1, 0))
                    .work();
        }
    }

    private CommandLineRun run(String... arguments) {
        return new CommandLineRun()
                .with(
                        "LEDGER_URL",
                        "jdbc:h2:file:"
                                + folder.resolve("ledger")
                                + ";MODE=PostgreSQL;WRITE_DELAY=0")
                .run(arguments);
    }

    @Test
    void a_dry_run_prints_seats_and_calls_and_changes_nothing() throws Exception {
        CommandLineRun dry = run("renew", "--dry-run", "--at", AFTER_ALL, "--json");

        assertThat(dry.code()).isZero();
        JsonNode seats = dry.json().path("seats");
        assertThat(seats.findValuesAsText("what")).containsExactly("expire", "extend", "extend");
        assertThat(seats.findValuesAsText("person"))
                .containsExactly("cy@example.org", "ana@example.org", "bo@example.org");
        assertThat(seats.at("/1/newEnd").asLong()).isEqualTo(1_831_541_400L);
        assertThat(dry.json().at("/calls/0/function").asText())
                .isEqualTo("enrol_manual_enrol_users");
        assertThat(dry.json().at("/calls/0/rows").asInt()).isEqualTo(2);
        assertThat(run("renew", "--dry-run", "--at", AFTER_ALL, "--json").json())
                .isEqualTo(dry.json());
    }

    @Test
    void the_run_prints_what_its_rehearsal_printed() throws Exception {
        CommandLineRun dry = run("renew", "--dry-run", "--json");

        CommandLineRun real = run("renew", "--json");

        assertThat(real.json()).isEqualTo(dry.json());
        assertThat(real.json().path("seats")).isNotEmpty();
        assertThat(run("renew").out()).isEqualTo("Nothing is due.\n");
    }

    @Test
    void it_prints_tables_for_people() {
        assertThat(run("renew", "--dry-run", "--at", AFTER_ALL).out())
                .contains("extend", "web/A-1", "2027-01-15 09:30:00", "2028-01-15 09:30:00")
                .contains("enrol_manual_enrol_users");
        assertThat(run("renew", "--dry-run", "--at", "2026-01-16T00:00:00Z").out())
                .isEqualTo("Nothing is due.\n");
    }

    @Test
    void what_falls_due_is_written_for_a_spreadsheet() {
        CommandLineRun run = run("renewals", "--to", AFTER_ALL, "--csv", "-");

        assertThat(run.code()).isZero();
        assertThat(run.out())
                .startsWith("due,what,shop,order,reference,product,email,course,end\r\n")
                .contains(",web,A-1,", ",ana@example.org,idnumber:LANG,2027-01-15T09:30:00Z\r\n");
    }

    @Test
    void an_instant_alone_is_misuse() {
        CommandLineRun misuse = run("renew", "--at", AFTER_ALL);

        assertThat(misuse.code()).isEqualTo(2);
        assertThat(misuse.err()).contains("--at needs --dry-run");
    }

    @Test
    void what_falls_due_and_what_waits_is_listed() throws Exception {
        CommandLineRun all = run("renewals", "--to", "2028-01-01T00:00:00Z", "--json");

        assertThat(all.json().path("due").findValuesAsText("person"))
                .containsExactly("cy@example.org", "ana@example.org", "bo@example.org");
        assertThat(all.json().at("/due/0/due/0").asText()).isEqualTo("remind");
        assertThat(all.json().at("/waiting/0/for").asText()).isEqualTo("order A-9");
        assertThat(
                        run(
                                        "renewals",
                                        "--from",
                                        "2027-01-01T00:00:00Z",
                                        "--to",
                                        "2028-01-01T00:00:00Z")
                                .out())
                .contains("2027-01-08 09:30:00", "extend", "seat-unknown")
                .doesNotContain("cy@example.org");
    }
}
