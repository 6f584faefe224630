package org.moodlegateway.intake;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.moodlegateway.order.OrderRejectedException;

/**
 * The columns that the first row of a table names. A column without a name is left out, as long as
 * nothing stands in it.
 */
final class SheetColumns {
    /** What no cell begins or ends with. Spreadsheets bring spaces that don't break. */
    private static final Pattern AROUND = Pattern.compile("^[\\s\\h\\uFEFF]+|[\\s\\h\\uFEFF]+$");

    private static final Pattern LINE_BREAK = Pattern.compile("\\h*\\v+[\\h\\v]*");

    private final List<String> names;
    private final Set<String> times;

    private SheetColumns(List<String> names, Set<String> times) {
        this.names = List.copyOf(names);
        this.times = Set.copyOf(times);
    }

    /**
     * The cells of a row, from the left.
     *
     * @see CsvSheet
     * @see ExcelSheet
     */
    interface Cells {
        int size();

        /** What stands there, empty for nothing. */
        String text(int index);

        /** The same of a column that holds times, which may be written as a number. */
        default String time(int index) {
            return text(index);
        }
    }

    /**
     * Reads the first row.
     *
     * @param known the columns to take, in lower case; no others
     * @param times those that hold times
     * @param required those that must be there
     * @throws OrderRejectedException if it names others, or one twice, or not all
     */
    static SheetColumns of(
            Cells first, List<String> known, Set<String> times, Set<String> required) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < first.size(); i++) {
            String name = tidy(first.text(i)).toLowerCase(Locale.ROOT);
            if (!name.isEmpty() && names.contains(name)) {
                throw refused("column " + name + " stands twice");
            }
            if (!name.isEmpty() && !known.contains(name)) {
                throw refused(
                        "column \""
                                + name
                                + "\" is not known; known are "
                                + String.join(", ", known));
            }
            names.add(name);
        }
        for (String column : known) {
            if (required.contains(column) && !names.contains(column)) {
                throw refused("column " + column + " is missing");
            }
        }
        return new SheetColumns(names, times);
    }

    /** A row may end before its empty last cells. */
    CsvRow row(long number, Cells row) {
        Map<String, String> cells = new HashMap<>();
        names.stream().filter(name -> !name.isEmpty()).forEach(name -> cells.put(name, ""));
        boolean complete = true;
        for (int i = 0; i < row.size(); i++) {
            String name = i < names.size() ? names.get(i) : "";
            String cell = tidy(times.contains(name) ? row.time(i) : row.text(i));
            if (!name.isEmpty()) {
                cells.put(name, cell);
            } else if (!cell.isEmpty()) {
                complete = false;
            }
        }
        return new CsvRow(number, cells, complete);
    }

    static boolean isBlank(Cells row) {
        for (int i = 0; i < row.size(); i++) {
            if (!tidy(row.text(i)).isEmpty()) {
                return false;
            }
        }
        return true;
    }

    /**
     * A line break in a cell is a space, for nothing that is sold or sits anywhere has two lines.
     */
    private static String tidy(String cell) {
        return LINE_BREAK.matcher(AROUND.matcher(cell).replaceAll("")).replaceAll(" ");
    }

    private static OrderRejectedException refused(String message) {
        return new OrderRejectedException("csv-columns", "", message);
    }
}
