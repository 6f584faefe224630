package org.moodlegateway.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.moodlegateway.process.JarProcess;

/** Commands of the built jar, each a process of its own. */
@DisplayNameGeneration(ReplaceUnderscores.class)
@Timeout(120)
class CommandsIT {
    private static final int TOLD_TO_END = 128 + 15;

    @TempDir private Path folder;

    @Test
    void without_arguments_the_demo_runs_and_ends() {
        try (JarProcess demo = start(Map.of())) {
            assertThat(demo.awaitFirstLine()).startsWith("What the sandbox Moodle has now");
            assertThat(demo.awaitEnd()).isZero();
        }
    }

    @Test
    void misuse_ends_with_2() {
        try (JarProcess bogus = start(Map.of(), "bogus")) {
            assertThat(bogus.awaitEnd()).isEqualTo(2);
        }
    }

    @Test
    void run_stays_up_until_it_is_told_to_end_and_leaves_nothing() throws Exception {
        Map<String, String> ports =
                Map.of(
                        "GATEWAY_PORT", String.valueOf(JarProcess.freePort()),
                        "GATEWAY_MANAGEMENT_PORT", String.valueOf(JarProcess.freePort()));
        try (JarProcess run = start(ports, "run")) {
            assertThat(run.awaitFirstLine()).startsWith("Ready: ");
            assertThat(run.isAlive()).isTrue();
            run.stop();

            assertThat(run.awaitEnd()).isEqualTo(TOLD_TO_END);
        }
        assertThat(Files.readString(folder.resolve("log"))).contains("moodle.url is empty");
        try (Stream<Path> left = Files.list(folder.resolve("tmp"))) {
            assertThat(left.filter(path -> path.getFileName().toString().startsWith("moodle")))
                    .isEmpty();
        }
    }

    private JarProcess start(Map<String, String> environment, String... arguments) {
        Path tmp = folder.resolve("tmp");
        tmp.toFile().mkdirs();
        return JarProcess.start(
                List.of("-Djava.io.tmpdir=" + tmp), environment, folder.resolve("log"), arguments);
    }
}
