package org.moodlegateway.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Arrays;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/**
 * A CSV file for a spreadsheet, written row by row: UTF-8, commas, a first row of headings. A text
 * that a spreadsheet would take for a formula gets an apostrophe before it.
 *
 * <p>Source: RFC 4180; OWASP, CSV injection. A file appears under its name only once it is whole.
 */
final class CsvSheet implements AutoCloseable {
    private static final String FORMULA = "=+-@\t\r";
    private static final CSVFormat FORMAT =
            CSVFormat.RFC4180.builder().setRecordSeparator("\r\n").get();

    private final CSVPrinter printer;
    private final Path draft;
    private final Path file;
    private boolean whole;
    private long rows;

    private CsvSheet(Appendable out, Path draft, Path file, String... headings) {
        this.draft = draft;
        this.file = file;
        try {
            printer = new CSVPrinter(out, FORMAT);
            printer.printRecord((Object[]) headings);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** To {@code target}: a file, or {@code -} for stdout. */
    static CsvSheet to(String target, Shell shell, String... headings) {
        if (target.equals("-")) {
            return new CsvSheet(shell.out(), null, null, headings);
        }
        Path file = Path.of(target);
        Path draft = file.resolveSibling(file.getFileName() + ".part");
        try {
            BufferedWriter writer = Files.newBufferedWriter(draft, UTF_8);
            return new CsvSheet(writer, draft, file, headings);
        } catch (IOException e) {
            throw new Refusal.StoppedException(target + " can't be written: " + e.getMessage());
        }
    }

    /** Instants are written as ISO-8601 in UTC, null as nothing. */
    CsvSheet row(Object... cells) {
        try {
            printer.printRecord(Arrays.stream(cells).map(CsvSheet::cell).toArray());
            rows++;
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** That was all: the file may appear. */
    void whole() {
        whole = true;
    }

    long rows() {
        return rows;
    }

    private static Object cell(Object value) {
        if (value == null || value instanceof Number || value instanceof Instant) {
            return value;
        }
        String text = value.toString();
        boolean formula = !text.isEmpty() && FORMULA.indexOf(text.charAt(0)) >= 0;
        return formula ? "'" + text : text;
    }

    @Override
    public void close() {
        try {
            printer.flush();
            if (file != null) {
                printer.close();
                if (whole) {
                    Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING);
                } else {
                    Files.deleteIfExists(draft);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
