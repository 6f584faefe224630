package org.moodlegateway.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayNameGeneration(ReplaceUnderscores.class)
@Timeout(60)
class SandboxCommandTest {

    @Test
    void it_says_how_to_reach_it_and_passes_the_doctor() throws Exception {
        CommandLineRun sandbox = new CommandLineRun();
        Thread thread = new Thread(() -> sandbox.run("sandbox", "--port", "0", "--json"));
        thread.start();
        Awaitility.await().atMost(Duration.ofSeconds(40)).until(() -> sandbox.out().contains("}"));

        CommandLineRun doctor =
                new CommandLineRun()
                        .with("MOODLE_URL", sandbox.json().at("/moodle").asText())
                        .with("MOODLE_TOKEN", sandbox.json().at("/token").asText())
                        .run("doctor");
        thread.interrupt();
        thread.join();

        assertThat(doctor.out()).endsWith("This Moodle is ready.\n");
        assertThat(doctor.code()).isZero();
        assertThat(sandbox.code()).isZero();
    }
}
