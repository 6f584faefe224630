package org.moodlegateway.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(ReplaceUnderscores.class)
class SettingsTest {
    private static final Path SHIPPED = Path.of("config/sandbox.yaml");

    @TempDir Path folder;

    @Test
    void the_shipped_file_opens_a_site() throws Exception {
        SandboxSettings settings = SandboxSettings.read(SHIPPED);

        try (Sandbox sandbox = Sandbox.start(settings, Clock.systemUTC(), 0)) {
            SandboxState state = sandbox.state();

            assertThat(state.courses())
                    .extracting(MoodleCourse::shortname)
                    .contains("SCI", "MATH", "HELP", "LANG", "NOMAN", "DISABLED", "HIDDEN");
            assertThat(state.course("HIDDEN").orElseThrow().visible()).isFalse();
            assertThat(state.course("NOMAN").orElseThrow().manual())
                    .isEqualTo(ManualEnrolment.NONE);
            assertThat(state.group("SCI", "Staff").orElseThrow().members())
                    .containsExactly("tess@example.org");
            assertThat(
                            new RestClient(sandbox, "sandbox-token")
                                    .call("core_webservice_get_site_info", Map.of())
                                    .get("sitename")
                                    .asText())
                    .isEqualTo("Sandbox academy");
        }
    }

    @Test
    void the_shipped_file_names_every_key() throws Exception {
        String text = Files.readString(SHIPPED);

        for (Class<?> type : new Class<?>[] {SandboxSettings.class, Dials.class}) {
            for (var component : type.getRecordComponents()) {
                String key =
                        component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
                assertThat(text).containsPattern("(?m)^( *|# *)(Without )?" + key + "\\b");
            }
        }
    }

    @Test
    void an_empty_file_has_defaults() throws Exception {
        SandboxSettings settings = SandboxSettings.read(write("name: X"));

        assertThat(settings.behaviour()).isEqualTo(Behaviour.V4_4);
        assertThat(settings.roundClock()).isTrue();
        assertThat(settings.dials()).isEqualTo(Dials.DEFAULT);
        assertThat(settings.roles()).isEqualTo(SandboxSettings.STOCK_ROLES);
    }

    @Test
    void an_unknown_key_is_refused_by_name() throws Exception {
        Path file = write("name: X\nlatency: 3\n");

        assertThatThrownBy(() -> SandboxSettings.read(file))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("latency")
                .hasMessageContaining("line: ");
    }

    @Test
    void faults_are_read() throws Exception {
        Path file =
                write(
                        """
                        behaviour: "5.x"
                        dials:
                          latency-millis: 7
                          faults:
                            - { kind: reset, effect: late, delay-millis: 5, every: 3 }
                            - { kind: refuse, code: nopermissions }
                        """);

        Dials dials = SandboxSettings.read(file).dials();

        assertThat(dials.latencyMillis()).isEqualTo(7);
        assertThat(dials.faults().get(0))
                .isEqualTo(Fault.every(3, Fault.Kind.RESET).doing(Fault.Work.LATE).delayed(5));
        assertThat(dials.faults().get(1).code()).isEqualTo("nopermissions");
    }

    @Test
    void a_fault_with_two_selectors_is_refused() {
        assertThatThrownBy(() -> new Fault(Fault.Kind.RESET, null, null, 1, 2, null, 0, null))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private Path write(String text) throws Exception {
        return Files.writeString(folder.resolve("sandbox.yaml"), text);
    }
}
