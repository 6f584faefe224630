package org.moodlegateway.intake;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.moodlegateway.order.OrderRejectedException;

/**
 * A CSV file as a table: the first row names the columns, in any order. UTF-8, comma or semicolon
 * between cells, quotes around a cell that holds one of them or a line break.
 *
 * <p>Source: RFC 4180, and what spreadsheets make of it.
 */
public final class CsvSheet {
    private final List<String> known;
    private final Set<String> required;
    private final int mostRows;

    /** Takes these columns, in lower case, and no others. */
    public CsvSheet(Collection<String> known, Set<String> required, int mostRows) {
        this.known = List.copyOf(known);
        this.required = Set.copyOf(required);
        this.mostRows = mostRows;
    }

    /**
     * Hands over row after row, blank ones left out.
     *
     * @throws OrderRejectedException if the file as a whole can't be read
     */
    public void read(byte[] file, Consumer<CsvRow> each) {
        String text = text(file);
        CSVFormat format =
                CSVFormat.RFC4180
                        .builder()
                        .setDelimiter(delimiter(text))
                        .setIgnoreEmptyLines(false)
                        .get();
        try (CSVParser parser = CSVParser.parse(text, format)) {
            read(parser, each);
        } catch (IOException | UncheckedIOException | IllegalStateException e) {
            throw refused("csv-unreadable", "a quoted cell doesn't end where it should");
        }
    }

    private void read(CSVParser parser, Consumer<CsvRow> each) {
        List<String> columns = null;
        int rows = 0;
        for (CSVRecord record : parser) {
            if (columns == null) {
                columns = isBlank(record) ? null : columns(record);
                continue;
            }
            if (++rows > mostRows) {
                throw refused("file-too-long", "the file has more than " + mostRows + " rows");
            }
            CsvRow row = CsvRow.of(columns, record);
            if (!row.isBlank()) {
                each.accept(row);
            }
        }
        if (columns == null) {
            throw refused("csv-columns", "the file is empty; its first row names the columns");
        }
    }

    private static String text(byte[] file) {
        try {
            String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(file)).toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw refused("file-not-utf8", "the file is not UTF-8; save it as \"CSV UTF-8\"");
        }
    }

    /** The one that stands more often in the first row. */
    private static String delimiter(String text) {
        String first = text.lines().findFirst().orElse("");
        long semicolons = first.chars().filter(character -> character == ';').count();
        long commas = first.chars().filter(character -> character == ',').count();
        return semicolons > commas ? ";" : ",";
    }

    private static boolean isBlank(CSVRecord record) {
        return record.stream().allMatch(String::isBlank);
    }

    private List<String> columns(CSVRecord record) {
        List<String> columns = new ArrayList<>();
        for (String cell : record) {
            String column = cell.strip().toLowerCase(Locale.ROOT);
            if (columns.contains(column)) {
                throw refused("csv-columns", "column " + column + " stands twice");
            }
            if (!known.contains(column)) {
                throw refused(
                        "csv-columns",
                        "column \""
                                + column
                                + "\" is not known; known are "
                                + String.join(", ", known));
            }
            columns.add(column);
        }
        for (String column : required) {
            if (!columns.contains(column)) {
                throw refused("csv-columns", "column " + column + " is missing");
            }
        }
        return columns;
    }

    private static OrderRejectedException refused(String code, String message) {
        return new OrderRejectedException(code, "", message);
    }
}
