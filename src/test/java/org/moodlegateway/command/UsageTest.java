package org.moodlegateway.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(ReplaceUnderscores.class)
class UsageTest {

    @Test
    void help_lists_every_command() {
        CommandLineRun run = new CommandLineRun().run("--help");

        assertThat(run.code()).isZero();
        assertThat(run.out())
                .contains(
                        "demo",
                        "run",
                        "check",
                        "doctor",
                        "plan",
                        "orders",
                        "seats",
                        "rejected",
                        "replay",
                        "notices",
                        "templates",
                        "import-catalogue",
                        "key",
                        "sandbox");
    }

    @Test
    void every_command_has_the_options_of_all() {
        CommandLineRun run = new CommandLineRun().run("seats", "--help");

        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("--config", "--routes", "--json", "--state");
    }

    @Test
    void the_version_is_told() {
        CommandLineRun run = new CommandLineRun().run("--version");

        assertThat(run.code()).isZero();
        assertThat(run.out()).startsWith("moodle-gateway ");
    }

    @Test
    void an_unknown_command_is_misuse() {
        CommandLineRun run = new CommandLineRun().run("bogus");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("bogus", "--help").hasLineCount(2);
    }

    @Test
    void a_missing_argument_is_misuse() {
        assertThat(new CommandLineRun().run("plan").code()).isEqualTo(2);
        assertThat(new CommandLineRun().run("key").code()).isEqualTo(2);
        assertThat(new CommandLineRun().run("key", "new").code()).isEqualTo(2);
        assertThat(new CommandLineRun().run("seats", "--state", "SITTING").code()).isEqualTo(2);
    }

    @Test
    void settings_that_are_not_there_are_refused_in_one_sentence(@TempDir Path empty)
            throws IOException {
        CommandLineRun run = new CommandLineRun().run("orders", "--config", empty.toString());

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("--config").hasLineCount(1).doesNotContain("Exception");
    }

    @Test
    void colours_are_for_terminals_and_those_who_want_them() {
        String bare = new CommandLineRun().run("orders", "--config", "/nowhere").err();
        String coloured =
                new CommandLineRun().onTerminal().run("orders", "--config", "/nowhere").err();
        String unwanted =
                new CommandLineRun()
                        .onTerminal()
                        .with("NO_COLOR", "1")
                        .run("orders", "--config", "/nowhere")
                        .err();

        assertThat(bare).doesNotContain("\u001b[");
        assertThat(coloured).contains("\u001b[");
        assertThat(unwanted).doesNotContain("\u001b[");
    }
}
