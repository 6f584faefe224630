package org.moodlegateway.intake;

import java.time.ZoneId;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import org.moodlegateway.order.OrderRejectedException;

/**
 * Reads tables out of files, CSV ({@link CsvSheet}) or Excel ({@link ExcelSheet}) by the ending of
 * the name. The first row that isn't blank names the columns, in any order.
 */
public final class SheetReader {
    private final List<String> known;
    private final Set<String> times;
    private final Set<String> required;
    private final FileLimits limits;
    private final ZoneId zone;

    /**
     * Takes these columns, in lower case, and no others.
     *
     * @param times those that hold times, which Excel writes without a zone
     * @param zone of these times
     */
    public SheetReader(
            Collection<String> known,
            Set<String> times,
            Set<String> required,
            FileLimits limits,
            ZoneId zone) {
        this.known = List.copyOf(known);
        this.times = Set.copyOf(times);
        this.required = Set.copyOf(required);
        this.limits = limits;
        this.zone = zone;
    }

    /** Takes rows as they come, with the number that a spreadsheet shows before each. */
    @FunctionalInterface
    interface Rows {
        void row(long number, SheetColumns.Cells cells);
    }

    static boolean isCsv(String name) {
        return name.toLowerCase(Locale.ROOT).endsWith(".csv");
    }

    static boolean isExcel(String name) {
        return name.toLowerCase(Locale.ROOT).endsWith(".xlsx");
    }

    /**
     * Hands over row after row, blank ones left out.
     *
     * @param name of the file; what doesn't end in {@code .xlsx} is CSV
     * @throws OrderRejectedException if the file as a whole can't be read
     */
    public void read(String name, byte[] file, Consumer<CsvRow> each) {
        Table table = new Table(each);
        if (isExcel(name)) {
            ExcelSheet.read(file, limits, zone, table);
        } else {
            CsvSheet.read(file, table);
        }
        if (table.columns == null) {
            throw new OrderRejectedException(
                    "csv-columns", "", "the file is empty; its first row names the columns");
        }
    }

    private final class Table implements Rows {
        private final Consumer<CsvRow> each;
        private SheetColumns columns;
        private int rows;

        Table(Consumer<CsvRow> each) {
            this.each = each;
        }

        @Override
        public void row(long number, SheetColumns.Cells cells) {
            if (columns == null) {
                columns =
                        SheetColumns.isBlank(cells)
                                ? null
                                : SheetColumns.of(cells, known, times, required);
                return;
            }
            if (++rows > limits.rows()) {
                throw new OrderRejectedException(
                        "file-too-long", "", "the file has more than " + limits.rows() + " rows");
            }
            CsvRow row = columns.row(number, cells);
            if (!row.isBlank()) {
                each.accept(row);
            }
        }
    }
}
