package org.moodlegateway.intake;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.moodlegateway.order.OrderRejectedException;

/**
 * Finds the orders in a CSV file: the first row names the columns, and the rows of one order need
 * not stand together. UTF-8, comma or semicolon between cells, quotes around a cell that holds one
 * of them or a line break.
 *
 * <p>Source: RFC 4180, and what spreadsheets make of it.
 */
final class CsvFile {
    private final int mostRows;

    CsvFile(int mostRows) {
        this.mostRows = mostRows;
    }

    /**
     * The orders, each with its problems.
     *
     * @param fileTime what {@code updated_at} is where the file doesn't say
     * @throws OrderRejectedException if the file as a whole can't be read
     */
    List<FileOrder> orders(byte[] file, Instant fileTime) {
        String text = text(file);
        CSVFormat format =
                CSVFormat.RFC4180
                        .builder()
                        .setDelimiter(delimiter(text))
                        .setIgnoreEmptyLines(false)
                        .get();
        try (CSVParser parser = CSVParser.parse(text, format)) {
            return orders(parser, fileTime);
        } catch (IOException | UncheckedIOException | IllegalStateException e) {
            throw refused("csv-unreadable", "a quoted cell doesn't end where it should");
        }
    }

    private List<FileOrder> orders(CSVParser parser, Instant fileTime) {
        List<String> columns = null;
        Map<String, CsvOrder> orders = new LinkedHashMap<>();
        List<FileOrder> strays = new ArrayList<>();
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
            if (row.isBlank()) {
                continue;
            }
            if (row.at(CsvColumns.ORDER).isEmpty()) {
                strays.add(row.withoutOrder());
            } else {
                orders.computeIfAbsent(row.at(CsvColumns.ORDER), CsvOrder::new).add(row);
            }
        }
        if (columns == null) {
            throw refused("csv-columns", "the file is empty; its first row names the columns");
        }
        List<FileOrder> all =
                new ArrayList<>(
                        orders.values().stream().map(order -> order.finish(fileTime)).toList());
        all.addAll(strays);
        return all;
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

    private static List<String> columns(CSVRecord record) {
        List<String> columns = new ArrayList<>();
        Set<String> known = new HashSet<>(CsvColumns.all());
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
                                + String.join(", ", CsvColumns.all()));
            }
            columns.add(column);
        }
        for (String column : CsvColumns.REQUIRED) {
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
