package org.moodlegateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.moodlegateway.ledger.Pauses;
import org.moodlegateway.process.JarProcess;
import org.moodlegateway.settings.Settings;
import org.moodlegateway.settings.SettingsException;

@DisplayNameGeneration(ReplaceUnderscores.class)
class HousekeepingTest {

    @Test
    void quartz_wakes_the_housekeeping_which_tells_an_alert_once(@TempDir Path directory) {
        try (GatewayFixture fixture =
                GatewayFixture.in(directory)
                        .with("GATEWAY_HOUSEKEEPING", "* * * * * ?")
                        .with("GATEWAY_PORT", "" + JarProcess.freePort())
                        .with("GATEWAY_MANAGEMENT_PORT", "" + JarProcess.freePort())) {
            try (RunningGateway gateway = RunningGateway.start(fixture.settings(), null, true)) {
                new Pauses(gateway.ledger())
                        .begin(Pauses.Scope.COURSE, "7", "wsnoinstance", "", Duration.ZERO);

                Awaitility.await().until(() -> states(gateway).equals(List.of("SENT")));
            }
        }
    }

    @Test
    void a_token_is_not_sent_readable_over_a_network() {
        Settings settings =
                Settings.read(
                        Path.of("config"),
                        Path.of("routes"),
                        Map.of("MOODLE_URL", "http://moodle.example.org"));

        org.assertj.core.api.Assertions.assertThatThrownBy(() -> Parts.moodle(settings))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("https://");
        assertThat(
                        Parts.moodle(
                                        settings.with(
                                                Map.of(
                                                        "moodle.url",
                                                        "https://moodle.example.org/sub/")))
                                .url())
                .isEqualTo("https://moodle.example.org/sub");
        assertThat(Parts.moodle(settings.with(Map.of("moodle.allow-insecure", "true"))).url())
                .startsWith("http://");
    }

    private static List<String> states(RunningGateway gateway) {
        return gateway.ledger()
                .read(
                        handle ->
                                handle.select("select state from outbox where channel = 'LOG'")
                                        .mapTo(String.class)
                                        .list());
    }
}
