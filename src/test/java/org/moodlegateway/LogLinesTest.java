package org.moodlegateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** The shipped {@code logback.xml}, read from the stderr of a process of its own. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class LogLinesTest {

    private static final String TIME_IN_UTC = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z";

    @Test
    void an_event_is_one_line_on_stderr_with_its_sentence_before_its_source() throws Exception {
        var lines = linesOf("sentence", "INFO");

        assertThat(lines).hasSize(1);
        assertThat(lines.get(0))
                .matches(
                        TIME_IN_UTC
                                + " INFO  Seat enrolled order=4711 seat=2 \\[LogLinesTest\\$Speaker]");
    }

    @Test
    void what_a_stranger_sends_cannot_look_like_a_line_of_ours() throws Exception {
        var lines = linesOf("forgery", "INFO");

        assertThat(lines).hasSize(2);
        assertThat(lines.get(0))
                .contains("WARN  Order refused id=1 2026-01-01T00:00:00.000Z INFO Paid [31m")
                .endsWith("[LogLinesTest$Speaker]");
        assertThat(lines.get(1))
                .contains("ERROR Call failed java.io.IOException: reset 2026")
                .contains("Wrapped")
                .endsWith("[LogLinesTest$Speaker]");
    }

    @Test
    void no_level_shows_what_goes_over_the_wire() throws Exception {
        assertThat(linesOf("wire", "TRACE")).isEmpty();
    }

    @Test
    void the_level_is_a_setting_of_the_gateway_and_not_of_its_libraries() throws Exception {
        assertThat(linesOf("levels", "DEBUG")).hasSize(2);
        assertThat(linesOf("levels", "ERROR")).isEmpty();
    }

    @Test
    void the_last_lines_before_and_while_the_process_ends_are_kept() throws Exception {
        var lines = linesOf("ending", "INFO");

        assertThat(lines).hasSize(2 * Speaker.MANY);
        assertThat(lines.get(2 * Speaker.MANY - 1)).contains("Stopped part=" + Speaker.MANY);
    }

    @Test
    void a_reader_that_stands_still_stops_nothing() throws Exception {
        var speaker = start("flood", "INFO");

        try {
            assertThat(speaker.waitFor(20, SECONDS)).isTrue();
            assertThat(speaker.exitValue()).isZero();
        } finally {
            speaker.destroyForcibly();
        }
    }

    /** Every line the process wrote to stderr, once it ended; it wrote nothing to stdout. */
    private static List<String> linesOf(String scene, String level) throws Exception {
        var speaker = start(scene, level);
        var lines = new String(speaker.getErrorStream().readAllBytes(), UTF_8).lines().toList();
        assertThat(speaker.waitFor(20, SECONDS)).isTrue();
        assertThat(speaker.getInputStream().readAllBytes()).isEmpty();
        return lines;
    }

    private static Process start(String scene, String level) throws IOException {
        var java =
                new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Dlogback.configurationFile="
                                + Path.of("target", "classes", "logback.xml"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Speaker.class.getName(),
                        scene);
        java.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"));
        java.environment().put("GATEWAY_LOG_LEVEL", level);
        return java.start();
    }

    /** Logs one scene and ends. */
    static final class Speaker {

        static final int MANY = 4_000;

        private Speaker() {}

        public static void main(String[] arguments) {
            var log = LoggerFactory.getLogger(Speaker.class);
            switch (arguments[0]) {
                case "sentence" -> log.info("Seat enrolled order={} seat={}", 4711, 2);
                case "forgery" -> {
                    var forged = "\r\n2026-01-01T00:00:00.000Z INFO Paid\u2028\u001b[31m";
                    log.warn("Order refused id={}", "1" + forged);
                    log.error(
                            "Call failed",
                            new IllegalStateException(
                                    "Wrapped" + forged, new IOException("reset" + forged)));
                }
                case "wire" -> {
                    for (var name : List.of("wire", "headers", "impl.classic.MainClientExec")) {
                        var wire = LoggerFactory.getLogger("org.apache.hc.client5.http." + name);
                        wire.trace("wstoken=secret");
                        wire.error("wstoken=secret");
                    }
                }
                case "levels" -> {
                    log.info("A change");
                    log.debug("A detail");
                    LoggerFactory.getLogger("org.apache.camel").info("A library's news");
                }
                case "ending" -> {
                    Runtime.getRuntime().addShutdownHook(new Thread(Speaker::stopSlowly));
                    for (int line = 0; line < MANY; line++) {
                        log.info("Line number={}", line);
                    }
                }
                case "flood" -> {
                    Runtime.getRuntime().addShutdownHook(new Thread(Speaker::stopVerySlowly));
                    for (int line = 0; line < 20_000; line++) {
                        log.info("Line number={}", line);
                    }
                }
                default -> throw new IllegalArgumentException(arguments[0]);
            }
            System.exit(0);
        }

        private static void stopSlowly() {
            LockSupport.parkNanos(Duration.ofMillis(300).toNanos());
            for (int part = 1; part <= MANY; part++) {
                LoggerFactory.getLogger(Speaker.class).info("Stopped part={}", part);
            }
        }

        private static void stopVerySlowly() {
            LockSupport.parkNanos(Duration.ofMillis(2300).toNanos());
            stopSlowly();
        }
    }
}
