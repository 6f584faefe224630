package org.moodlegateway.command;

import static java.util.stream.Collectors.joining;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Columns under headings, as wide as their longest cell. */
final class Table {
    private static final String GAP = "  ";

    private final List<List<String>> rows = new ArrayList<>();

    Table(String... headings) {
        rows.add(List.of(headings));
    }

    Table row(Object... cells) {
        rows.add(IntStream.range(0, cells.length).mapToObj(i -> text(cells[i])).toList());
        return this;
    }

    boolean isEmpty() {
        return rows.size() == 1;
    }

    void print(Shell shell) {
        PrintWriter out = shell.out();
        out.println(shell.heading(line(rows.get(0))));
        rows.subList(1, rows.size()).forEach(row -> out.println(line(row)));
    }

    private String line(List<String> row) {
        return IntStream.range(0, row.size())
                .mapToObj(i -> padded(row.get(i), width(i)))
                .collect(joining(GAP))
                .stripTrailing();
    }

    private int width(int column) {
        return rows.stream().mapToInt(row -> length(row.get(column))).max().orElse(0);
    }

    private static String padded(String cell, int width) {
        return cell + " ".repeat(width - length(cell));
    }

    private static int length(String cell) {
        return cell.codePointCount(0, cell.length());
    }

    /** What shops and Moodle wrote can't move the cursor. */
    private static String text(Object cell) {
        return cell == null ? "" : cell.toString().replaceAll("\\p{Cntrl}", "\uFFFD");
    }
}
