package org.moodlegateway.intake;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVRecord;
import org.moodlegateway.order.Problem;

/**
 * A row of a CSV file.
 *
 * @param number as a spreadsheet shows it, from 1
 * @param cells by column, without white space around them
 * @param complete whether it has as many cells as there are columns
 */
public record CsvRow(long number, Map<String, String> cells, boolean complete) {
    public CsvRow {
        cells = Map.copyOf(cells);
    }

    static CsvRow of(List<String> columns, CSVRecord record) {
        Map<String, String> cells = new HashMap<>();
        for (int i = 0; i < columns.size(); i++) {
            cells.put(columns.get(i), i < record.size() ? record.get(i).strip() : "");
        }
        return new CsvRow(record.getRecordNumber(), cells, record.size() == columns.size());
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

    public boolean isBlank() {
        return cells.values().stream().allMatch(String::isEmpty);
    }

    FileOrder withoutOrder() {
        Problem problem =
                new Problem("schema", "/id", "row " + number + " has no " + CsvColumns.ORDER);
        return FileOrder.refused("", "row " + number, List.of(problem));
    }
}
