package org.moodlegateway.intake;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.moodlegateway.order.OrderRejectedException;

/**
 * A CSV file as a table. UTF-8, comma, semicolon or tab between cells, quotes around a cell that
 * holds one of them or a line break. A line {@code sep=;} before the rows names what stands between
 * cells, and is no row.
 *
 * <p>Source: RFC 4180, and what spreadsheets make of it.
 */
final class CsvSheet {
    private static final Pattern SEPARATOR_LINE =
            Pattern.compile("\"?(?i:sep)=(?<separator>[,;\t|])\"?[,;\t| ]*(\r\n|\r|\n|$)");

    private static final String SEPARATORS = ",;\t";

    private CsvSheet() {}

    /**
     * Hands over row after row.
     *
     * @throws OrderRejectedException if the file as a whole can't be read
     */
    static void read(byte[] file, SheetReader.Rows rows) {
        String text = text(file);
        Matcher separator = SEPARATOR_LINE.matcher(text);
        if (separator.lookingAt()) {
            parse(text.substring(separator.end()), separator.group("separator").charAt(0), rows);
        } else {
            parse(text, separator(text), rows);
        }
    }

    private static void parse(String text, char separator, SheetReader.Rows rows) {
        CSVFormat format =
                CSVFormat.RFC4180
                        .builder()
                        .setDelimiter(separator)
                        .setIgnoreEmptyLines(false)
                        .get();
        try (CSVParser parser = CSVParser.parse(text, format)) {
            for (CSVRecord record : parser) {
                rows.row(record.getRecordNumber(), cells(record));
            }
        } catch (IOException | UncheckedIOException | IllegalStateException e) {
            throw refused("csv-unreadable", "a quoted cell doesn't end where it should");
        }
    }

    private static SheetColumns.Cells cells(CSVRecord record) {
        return new SheetColumns.Cells() {
            @Override
            public int size() {
                return record.size();
            }

            @Override
            public String text(int index) {
                return record.get(index);
            }
        };
    }

    private static String text(byte[] file) {
        try {
            String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(file)).toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw refused("file-not-utf8", "the file is not UTF-8; save it as \"CSV UTF-8\"");
        }
    }

    /** The one that stands most often in the first row. */
    private static char separator(String text) {
        String first = text.lines().filter(line -> !line.isBlank()).findFirst().orElse("");
        char most = ',';
        for (char separator : SEPARATORS.toCharArray()) {
            if (count(first, separator) > count(first, most)) {
                most = separator;
            }
        }
        return most;
    }

    private static long count(String text, char what) {
        return text.chars().filter(character -> character == what).count();
    }

    private static OrderRejectedException refused(String code, String message) {
        return new OrderRejectedException(code, "", message);
    }
}
