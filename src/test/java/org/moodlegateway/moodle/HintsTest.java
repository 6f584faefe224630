package org.moodlegateway.moodle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class HintsTest {

    @Test
    void every_hint_is_in_the_readme_as_it_is_given() throws IOException {
        String readme = Files.readString(Path.of("README.md"));

        assertThat(Hints.codes())
                .isNotEmpty()
                .allSatisfy(
                        code ->
                                assertThat(readme)
                                        .contains("| `" + code + "` | " + Hints.of(code) + " |"));
    }
}
