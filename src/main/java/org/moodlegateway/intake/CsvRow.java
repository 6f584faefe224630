package org.moodlegateway.intake;

import java.util.List;
import java.util.Map;
import org.moodlegateway.order.Problem;

/**
 * A row of a CSV file or of a sheet of Excel.
 *
 * @param number as a spreadsheet shows it, from 1
 * @param cells by column, without white space around them and without line breaks
 * @param complete whether everything in it stands in a column that has a name
 */
public record CsvRow(long number, Map<String, String> cells, boolean complete) {
    public CsvRow {
        cells = Map.copyOf(cells);
    }

    /** Empty where the cell is, or the column isn't there. */
    public String at(String column) {
        return cells.getOrDefault(column, "");
    }

    /** Whether the file has any of these columns. */
    boolean knowsAny(Map<String, String> columns) {
        return columns.keySet().stream().anyMatch(cells::containsKey);
    }

    /** Whether any of these cells says something. */
    boolean hasAny(Map<String, String> columns) {
        return columns.keySet().stream().anyMatch(column -> !at(column).isEmpty());
    }

    /** Whether nothing at all stands in it. */
    public boolean isBlank() {
        return complete && cells.values().stream().allMatch(String::isEmpty);
    }

    FileOrder withoutOrder() {
        Problem problem =
                new Problem("schema", "/id", "row " + number + " has no " + CsvColumns.ORDER);
        return FileOrder.refused("", "row " + number, List.of(problem));
    }
}
