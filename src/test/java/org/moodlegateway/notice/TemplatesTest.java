package org.moodlegateway.notice;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.moodlegateway.settings.Settings;

@DisplayNameGeneration(ReplaceUnderscores.class)
class TemplatesTest {
    @TempDir private Path config;

    @BeforeEach
    void copy() throws IOException {
        Files.createDirectories(config.resolve("templates"));
        try (var files = Files.list(Path.of("config/templates"))) {
            for (Path file : files.toList()) {
                Files.copy(file, config.resolve("templates").resolve(file.getFileName()));
            }
        }
        Files.copy(Path.of("config/notices.yaml"), config.resolve("notices.yaml"));
    }

    private NoticeFiles files() {
        return new NoticeFiles(
                Settings.read(Path.of("config"), Path.of("routes"), Map.of()).in(config));
    }

    private Path template(String name) {
        return config.resolve("templates").resolve(name + ".txt");
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(template(name), text);
        Files.setLastModifiedTime(
                template(name), FileTime.from(Instant.parse("2027-01-01T00:00:00Z")));
    }

    private List<String> problems() {
        return files().problems().stream().map(NoticeProblem::toString).toList();
    }

    @Test
    void what_is_shipped_is_good_in_both_languages() {
        assertThat(problems()).isEmpty();
        assertThat(Templates.NAMES)
                .allMatch(name -> files().templates().has(name, "en"))
                .allMatch(name -> files().templates().has(name, "fr"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    Subject: x\\n\\nHello\\n{{byuer}}       | 4 | there is no variable byuer
                    Subject: {{nothing}}\\n\\nHello         | 1 | there is no variable nothing
                    Subject: x\\n\\n{{#places}}{{nose}}{{/places}} | 3 | there is no variable nose
                    Subject: x\\n\\nHello\\n{{#buyer}}      | 4 | Section missing close tag
                    Subject: x\\n\\n{{>other}}             | 0 | can't take in another one
                    Hello                                  | 1 | must begin with a line Subject
                    """)
    void a_template_that_cannot_be_filled_in_is_told_with_its_line(
            String text, int line, String sentence) throws IOException {
        write("reminder.en", text.replace("\\n", "\n"));

        assertThat(files().problems())
                .singleElement()
                .satisfies(
                        problem -> {
                            assertThat(problem.file()).isEqualTo(template("reminder.en"));
                            assertThat(problem.line()).isEqualTo(line);
                            assertThat(problem.message()).contains(sentence);
                        });
    }

    @Test
    void a_file_that_is_no_template_or_not_utf_8_is_told() throws IOException {
        write("remindre.en", "Subject: x\n\nx\n");
        Files.write(template("expired.fr"), "Subject: \u00e9\n\n".getBytes("ISO-8859-1"));

        assertThat(problems())
                .hasSize(2)
                .anyMatch(problem -> problem.contains("expired.fr.txt: is not UTF-8 text"))
                .anyMatch(problem -> problem.contains("remindre.en.txt: is not the name"));
    }

    @Test
    void an_english_template_is_needed_and_another_language_is_not() throws IOException {
        Files.delete(template("held.fr"));
        assertThat(problems()).isEmpty();

        Files.delete(template("held.en"));
        assertThat(problems()).singleElement().asString().contains("held.en.txt");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "notices: { reminder: [ mail-byuer ] }",
                "notices: { remember: [ log ] }",
                "notices: { reminder: log }",
                "notice: {}",
                "notices: ["
            })
    void a_table_that_cannot_be_used_is_told_with_its_line(String text) throws IOException {
        Files.writeString(config.resolve("notices.yaml"), text);

        assertThat(problems()).singleElement().asString().contains("notices.yaml:1: ");
    }

    @Test
    void a_changed_template_is_taken_up_unless_it_is_broken() throws IOException {
        NoticeFiles files = files();
        write("expired.en", "Subject: gone\n\n{{person}}\n");
        files.look();
        assertThat(sample(files).subject()).isEqualTo("gone");

        Files.writeString(template("expired.en"), "Subject: broken\n\n{{nobody}}\n");
        files.look();

        assertThat(sample(files).subject()).isEqualTo("gone");
    }

    private static Letter sample(NoticeFiles files) {
        return new Preview(files, ZoneOffset.UTC).ofSample("expired", "en");
    }

    @Test
    void the_text_for_everybody_has_nothing_of_people_even_if_its_template_asks_for_it()
            throws IOException {
        Map<String, Object> model =
                new LetterModel(new Dates("en", ZoneOffset.UTC), "https://moodle.example.org")
                        .fact(
                                Map.of(
                                        "buyer", "Zoé", "person", "Ana", "login", "ana", "seat",
                                        "REF", "seats", "REF"))
                        .forEverybody()
                        .values();
        write(
                "feedback-public.en",
                "Subject: x{{buyer}}\n\n"
                        + "{{person}}{{login}}{{seat}}{{seats}}{{#places}}{{email}}{{/places}}");

        Letter letter = files().templates().fill(Feedback.PUBLIC, "en", model);

        assertThat(letter).isEqualTo(new Letter("x", ""));
    }

    @Test
    void values_are_neither_templates_nor_html_nor_lines_of_their_own() throws IOException {
        write("expired.en", "Subject: {{hint}}\n\n{{hint}}\n");
        Map<String, Object> model =
                new LetterModel(new Dates("en", ZoneOffset.UTC), "https://moodle.example.org")
                        .fact(Map.of("hint", "<b>&{{code}}\r\nBcc: x@example.net\u2028\u0000."))
                        .values();

        Letter letter = files().templates().fill("expired", "en", model);

        assertThat(letter.subject()).isEqualTo("<b>&{{code}} Bcc: x@example.net .");
        assertThat(letter.text()).isEqualTo("<b>&{{code}} Bcc: x@example.net .\n");
    }

    @Test
    void accents_come_out_byte_for_byte() throws IOException {
        Letter letter = new Preview(files(), ZoneOffset.UTC).ofSample("feedback-private", "fr");

        assertThat(letter.text().getBytes(UTF_8))
                .containsSequence("Bonjour Zoé Łukasik,\n".getBytes(UTF_8))
                .containsSequence("« Science »".getBytes(UTF_8));
        assertThat(letter.text()).contains("Du 15 janvier 2026 à 09:30 au 14 juillet 2026 à 09:30");
    }

    @ParameterizedTest
    @CsvSource({
        "P7D, en, 7 days",
        "P1D, fr, 1 jour",
        "P1M, fr, 1 mois",
        "P2M, en, 2 months",
        "P2W, en, 14 days",
        "PT12H, fr, 12 heures",
        "PT48H, en, 2 days",
        "2026-01-15T09:30:00Z, fr, 15 janvier 2026 à 09:30",
        "PARIS, en, PARIS",
        "P, en, P"
    })
    void times_and_lengths_are_as_people_read_them(String text, String language, String read) {
        assertThat(new Dates(language, ZoneOffset.UTC).of(text)).isEqualTo(read);
    }
}
