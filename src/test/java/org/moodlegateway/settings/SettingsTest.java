package org.moodlegateway.settings;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayNameGeneration(ReplaceUnderscores.class)
class SettingsTest {
    private static final Path SHIPPED = Path.of("config");
    private static final Path ROUTES = Path.of("routes");

    @TempDir private Path directory;

    @Test
    void the_shipped_file_has_every_key_with_its_default_and_no_other() throws IOException {
        Properties shipped = new Properties();
        try (Reader reader =
                Files.newBufferedReader(SHIPPED.resolve("application.properties"), UTF_8)) {
            shipped.load(reader);
        }

        assertThat(shipped.stringPropertyNames())
                .containsExactlyInAnyOrderElementsOf(Keys.all().keySet());
        Settings settings = Settings.read(SHIPPED, ROUTES, Map.of());
        Keys.all()
                .values()
                .forEach(
                        key ->
                                assertThat(settings.text(key.name()))
                                        .as(key.name())
                                        .isEqualTo(key.fallback()));
    }

    @Test
    void every_key_is_in_the_readme_too() throws IOException {
        String readme = Files.readString(Path.of("README.md"));

        assertThat(Keys.all().keySet())
                .allSatisfy(key -> assertThat(readme).contains("`" + key + "`"));
    }

    @Test
    void the_environment_wins_over_the_file() throws IOException {
        write("moodle.batch = 30\ngateway.time-zone = Europe/Paris\n");

        Settings settings = Settings.read(directory, ROUTES, Map.of("MOODLE_BATCH", "20"));

        assertThat(settings.number("moodle.batch")).isEqualTo(20);
        assertThat(settings.zone("gateway.time-zone").getId()).isEqualTo("Europe/Paris");
        assertThat(settings.duration("moodle.call-timeout")).isEqualTo(Duration.ofSeconds(25));
    }

    @Test
    void a_secret_comes_from_the_environment_or_a_file_and_never_reaches_the_routes()
            throws IOException {
        Path file = Files.writeString(directory.resolve("secret"), "from-a-file\n");
        write("moodle.token = {{env:TOKEN}}\nledger.password = {{file:" + file + "}}\n");

        Settings settings = Settings.read(directory, ROUTES, Map.of("TOKEN", "from-env"));

        assertThat(settings.text("moodle.token")).isEqualTo("from-env");
        assertThat(settings.text("ledger.password")).isEqualTo("from-a-file");
        assertThat(settings.forRoutes().toString()).doesNotContain("from-env", "from-a-file");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            moodle.ulr = x                  | moodle.ulr
            moodle.batch = many             | moodle.batch
            moodle.batch = -1               | moodle.batch
            moodle.settle = 5               | moodle.settle
            moodle.settle = PT0S            | moodle.settle
            gateway.time-zone = Mars        | gateway.time-zone
            moodle.roles = student          | moodle.roles
            moodle.allow-insecure = yes     | moodle.allow-insecure
            moodle.foreign-enrolments = ask | moodle.foreign-enrolments
            moodle.token = {{env:MISSING}}  | MISSING
            moodle.token = {{file:/none}}   | /none
            """)
    void a_mistake_is_named(String line, String named) throws IOException {
        write(line + "\n");

        assertThatThrownBy(() -> Settings.read(directory, ROUTES, Map.of()))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining(named);
    }

    private void write(String text) throws IOException {
        Files.writeString(directory.resolve("application.properties"), text);
    }
}
