package org.moodlegateway.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(ReplaceUnderscores.class)
class CsvSheetTest {
    private final StringWriter out = new StringWriter();
    private final Shell shell =
            new Shell(
                    new PrintWriter(out), new PrintWriter(out), Map.of(), Clock.systemUTC(), false);

    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "+49", "-1", "@SUM(A1)", "\tx", "\rx"})
    void what_a_spreadsheet_would_take_for_a_formula_gets_an_apostrophe(String cell) {
        try (CsvSheet sheet = CsvSheet.to("-", shell, "a")) {
            sheet.row(cell);
        }

        assertThat(out.toString().substring(3)).startsWithIgnoringCase(quoted("'" + cell));
    }

    private static String quoted(String cell) {
        return cell.contains("\r") ? '"' + cell + '"' : cell;
    }

    @Test
    void numbers_dates_quotes_and_nothing_are_written_as_they_are() {
        try (CsvSheet sheet = CsvSheet.to("-", shell, "a", "b", "c", "d")) {
            sheet.row(-5, Instant.parse("2026-01-01T00:00:00Z"), "say \"a, b\"", null);
        }

        assertThat(out).hasToString("a,b,c,d\r\n-5,2026-01-01T00:00:00Z,\"say \"\"a, b\"\"\",\r\n");
    }

    @Test
    void a_file_appears_once_it_is_whole_and_in_utf_8(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("seats.csv");

        try (CsvSheet sheet = CsvSheet.to(file.toString(), shell, "a")) {
            sheet.row("Łukasik");
            assertThat(file).doesNotExist();
            sheet.whole();
        }
        try (CsvSheet broken = CsvSheet.to(file.toString(), shell, "a")) {
            broken.row("lost");
        }

        assertThat(Files.readString(file, UTF_8)).isEqualTo("a\r\nŁukasik\r\n");
        assertThat(folder).isDirectoryNotContaining("glob:**.part");
    }
}
