package org.moodlegateway.intake;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.moodlegateway.ledger.Inbox;
import org.moodlegateway.order.Problem;

/** Makes canonical JSON of all rows of one order. Keeps no row. */
final class CsvOrder {
    private static final int MOST_PROBLEMS = 20;

    private final String id;
    private final ObjectNode json = JsonNodeFactory.instance.objectNode();
    private final Map<String, Line> lines = new LinkedHashMap<>();
    private final Map<String, Long> rowsByPointer = new HashMap<>();
    private final List<Problem> problems = new ArrayList<>();
    private long firstRow;
    private long lastRow;

    CsvOrder(String id) {
        this.id = id;
    }

    private record Line(ObjectNode json, String pointer) {}

    void add(CsvRow row) {
        firstRow = firstRow == 0 ? row.number() : firstRow;
        lastRow = row.number();
        if (!row.complete()) {
            refuse("csv-cells", "", "row " + row.number() + " has too many or too few cells");
            return;
        }
        say(row, CsvColumns.OF_ORDER, json, "");
        if (row.hasAny(CsvColumns.OF_LINE) || row.hasAny(CsvColumns.OF_PARTICIPANT)) {
            Line line = line(row.at(CsvColumns.LINE));
            say(row, CsvColumns.OF_LINE, line.json, line.pointer);
            addParticipant(row, line);
        }
    }

    private Line line(String lineId) {
        return lines.computeIfAbsent(
                lineId,
                key -> new Line(json.withArray("lines").addObject(), "/lines/" + lines.size()));
    }

    /**
     * A file without columns for people says nothing of them; one with empty cells names nobody.
     */
    private void addParticipant(CsvRow row, Line line) {
        if (!row.knowsAny(CsvColumns.OF_PARTICIPANT)) {
            return;
        }
        var participants = line.json.withArray("participants");
        if (row.hasAny(CsvColumns.OF_PARTICIPANT)) {
            String pointer = line.pointer + "/participants/" + participants.size();
            say(row, CsvColumns.OF_PARTICIPANT, participants.addObject(), pointer);
        }
    }

    /** An empty cell says nothing, so it contradicts nothing. */
    private void say(CsvRow row, Map<String, String> columns, ObjectNode node, String place) {
        columns.forEach(
                (column, pointer) -> {
                    String value = row.at(column);
                    if (!value.isEmpty()) {
                        say(row, column, value, node, new Place(place, pointer));
                    }
                });
    }

    private record Place(String above, String pointer) {
        String whole() {
            return above + pointer;
        }
    }

    private void say(CsvRow row, String column, String value, ObjectNode node, Place place) {
        Long where = rowsByPointer.putIfAbsent(place.whole(), row.number());
        if (where == null) {
            put(node, place.pointer, value);
        } else if (!node.at(place.pointer).asText().equals(value)) {
            String both = column + " is not what row " + where + " of the same order says";
            refuse("csv-rows-differ", place.whole(), "row " + row.number() + ": " + both);
        }
    }

    private static void put(ObjectNode node, String pointer, String value) {
        String[] names = pointer.substring(1).split("/");
        ObjectNode parent = names.length == 1 ? node : node.withObject("/" + names[0]);
        parent.put(names[names.length - 1], value);
    }

    private void refuse(String code, String pointer, String message) {
        if (problems.size() < MOST_PROBLEMS) {
            problems.add(new Problem(code, pointer, message));
        }
    }

    /** The order; its event is its content, without the time that only the file gave it. */
    FileOrder finish(Instant fileTime) {
        String place =
                firstRow == lastRow ? "row " + firstRow : "rows " + firstRow + " to " + lastRow;
        if (!problems.isEmpty()) {
            return FileOrder.refused(id, place, problems);
        }
        String event = "csv:" + Inbox.contentId(json.toString());
        if (!json.has("updatedAt")) {
            json.put("updatedAt", fileTime.toString());
        }
        return FileOrder.of(id, place, event, json.toString().getBytes(UTF_8));
    }
}
