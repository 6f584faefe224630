package org.moodlegateway.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.moodlegateway.sandbox.Sandbox;
import org.moodlegateway.sandbox.SandboxSettings;

@DisplayNameGeneration(ReplaceUnderscores.class)
class DemoCommandTest {

    @Test
    void the_demo_shows_what_moodle_has() throws IOException {
        CommandLineRun run = new CommandLineRun().run("demo", "--json");

        assertThat(run.code()).isZero();
        assertThat(run.err()).isEmpty();
        JsonNode bo = seat(run.json(), "ODYW-NTM0-ZTG5-NZWT");
        assertThat(bo.at("/person").asText()).isEqualTo("bo@example.org");
        assertThat(bo.at("/moodle/roles").toString()).isEqualTo("[\"student\"]");
        assertThat(bo.at("/moodle/start").asLong()).isEqualTo(1768469400);
        assertThat(bo.at("/moodle/end").asLong()).isEqualTo(1784021400);
        JsonNode chen = seat(run.json(), "Y2EY-ZWFM-YJLH-MM6U");
        assertThat(chen.at("/moodle/groups").toString()).isEqualTo("[\"Class A-1002\"]");
        assertThat(run.json().at("/rejected")).isEmpty();
        assertThat(run.json().at("/seats").findValuesAsText("reason"))
                .contains("too-many-participants");
        assertThat(run.json().at("/calls")).isNotEmpty();
    }

    @Test
    void without_a_command_the_demo_runs_and_people_read_tables() {
        CommandLineRun run = new CommandLineRun().run();

        assertThat(run.code()).isZero();
        assertThat(run.out())
                .contains("MDA4-ZGRH-OGRK-OT3T", "2027-03-28 11:00:00", "support", "HELP")
                .contains("2 participants are named, but only 1 seat is sold")
                .containsPattern("It took \\d+ calls to Moodle");
    }

    @Test
    void the_readme_shows_what_it_prints() throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        String command = "$ mvn -q compile exec:java\n";
        int from = readme.indexOf(command) + command.length();

        assertThat(new CommandLineRun().run().out().lines().map(String::stripTrailing))
                .containsExactlyElementsOf(
                        readme.substring(from, readme.indexOf("```", from)).lines().toList());
    }

    @Test
    void progress_is_shown_on_a_terminal_only() {
        CommandLineRun run = new CommandLineRun().onTerminal().run("demo", "--json");

        assertThat(run.code()).isZero();
        assertThat(run.err()).contains("Enrolling [").endsWith("\r\u001b[K");
    }

    @Test
    void another_moodle_is_asked_by_web_service() throws IOException {
        SandboxSettings settings = SandboxSettings.read(Path.of("config/sandbox.yaml"));
        try (Sandbox moodle = Sandbox.start(settings, Clock.systemUTC(), 0)) {
            CommandLineRun first = demoOn(moodle);
            CommandLineRun second = demoOn(moodle);

            assertThat(first.code()).isZero();
            assertThat(first.json().at("/datesFrom").asText()).isEqualTo("ledger");
            assertThat(seat(first.json(), "Y2EY-ZWFM-YJLH-MM6U").at("/moodle/groups").toString())
                    .isEqualTo("[\"Class A-1002\"]");
            assertThat(moodle.state().enrolment("bo@example.org", "SCI").orElseThrow().timeend())
                    .isEqualTo(1784021400);
            assertThat(second.code()).isZero();
            assertThat(second.json().at("/seats")).isEqualTo(first.json().at("/seats"));
        }
    }

    private static CommandLineRun demoOn(Sandbox moodle) {
        return new CommandLineRun()
                .with("MOODLE_URL", moodle.baseUri().toString())
                .with("MOODLE_TOKEN", "sandbox-token")
                .run("demo", "--json");
    }

    private static JsonNode seat(JsonNode json, String reference) {
        return StreamSupport.stream(json.at("/seats").spliterator(), false)
                .filter(seat -> seat.at("/reference").asText().equals(reference))
                .findFirst()
                .orElseThrow();
    }
}
