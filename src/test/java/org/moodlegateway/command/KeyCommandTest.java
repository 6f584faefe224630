package org.moodlegateway.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class KeyCommandTest {

    @Test
    void a_key_for_a_shop_comes_with_the_line_that_lets_it_in() throws IOException {
        CommandLineRun run = new CommandLineRun().run("key", "new", "--shop", "web", "--json");

        assertThat(run.code()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.json().at("/key").asText()).startsWith("mgk_web_");
        assertThat(run.json().at("/line").asText()).contains("2026-06-01", "sha256");
        assertThat(run.json().at("/line").asText()).doesNotContain(run.json().at("/key").asText());
    }

    @Test
    void a_key_for_the_api_is_told_where_it_goes() {
        CommandLineRun run = new CommandLineRun().run("key", "new", "--admin", "--name", "Zoé");

        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("mgk_admin_", "admin: keys:", "\"Zoé\"");
    }

    @Test
    void a_shop_that_is_not_there_yet_gets_a_remark() {
        CommandLineRun run = new CommandLineRun().run("key", "new", "--shop", "kiosk");

        assertThat(run.code()).isZero();
        assertThat(run.err()).contains("no shop kiosk yet");
    }

    @Test
    void a_name_that_no_shop_can_have_is_refused() {
        CommandLineRun run = new CommandLineRun().run("key", "new", "--shop", "Bad Name");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).hasLineCount(1);
    }
}
