package org.moodlegateway.shop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.moodlegateway.catalogue.FileProblem;

/** How a kind says that it is polled. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class PollReadingTest {
    private static final String POLL =
            """
            api: { auth: bearer }
            poll:
              path: /v1/events
              query: { "types[]": [sold, refunded], since: "{since}" }
              since: { pattern: unix-seconds }
              items: /data
              changed: /created
              pages: { by: last-item, item: /id, parameter: starting_after, more: /has_more }
            """;

    @TempDir private Path folder;

    private Kinds read(String yaml) throws IOException {
        Files.writeString(folder.resolve("acme.yaml"), yaml);
        return KindReader.read(folder, Map.of("acme", input -> new Translation.Ignored("")));
    }

    @Test
    void a_name_may_stand_in_a_query_several_times() throws Exception {
        PollRules rules = read(POLL).find("acme").orElseThrow().poll().orElseThrow();

        PollWindow window =
                new PollWindow(
                        rules,
                        ShopApi.of("https://api.example.org", "", "token"),
                        rules.since().zone().orElseThrow().getId(),
                        Instant.parse("2026-01-15T09:30:00.9Z"));

        assertThat(window.page(1))
                .hasToString(
                        "https://api.example.org/v1/events?since=1768469400&types%5B%5D=sold&types%5B%5D=refunded");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "item: /id, | ` ` | /poll/pages | 8 | needs a header for total-pages",
                "more: /has_more | ` ` | /poll/pages | 8 | and more or a pointer for last-item",
                "parameter: starting_after, | ` ` | /poll/pages | 8 | a parameter",
                "more: /has_more | more: has_more | /poll/pages/more | 8 | must be a JSON pointer",
                "by: last-item | by: last | /poll/pages/by | 8 | must be one of last-item, link,"
                        + " short-page",
                "by: last-item | by: total-count | /poll/pages | 8 | a size for total-count",
                "by: last-item | by: short-page, size: 9 | /poll/pages/item | 8 | needs {offset} in"
                        + " the query",
                "by: last-item | by: short-page, size: 1 | /poll/pages | 8 | a size for short-page",
                "parameter: | parametre: | /poll/pages/parametre | 8 | is not known",
                "unix-seconds | unix-nanoseconds | /poll/since | 5 | has no pattern or zone",
                "/v1/events | v1/events | /poll/path | 3 | must begin with one slash",
            })
    void wrong_rules_are_refused_with_their_line(
            String right, String wrong, String pointer, int line, String message) throws Exception {
        Kinds kinds = read(POLL.replace(right, wrong));

        assertThat(kinds.find("acme")).isEmpty();
        List<FileProblem> problems = kinds.problems();
        assertThat(problems).hasSize(1);
        assertThat(problems.get(0).line()).isEqualTo(line);
        assertThat(problems.get(0).problem().pointer()).isEqualTo(pointer);
        assertThat(problems.get(0).problem().message()).contains(message);
    }
}
