package org.moodlegateway.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;

/** A JSON list on stdout, one row a line, however long it is. */
final class JsonList implements AutoCloseable {
    private final PrintWriter out;
    private boolean begun;

    JsonList(PrintWriter out) {
        this.out = out;
    }

    void add(JsonNode row) {
        out.print(begun ? ",\n  " : "[\n  ");
        out.print(row);
        begun = true;
    }

    @Override
    public void close() {
        out.println(begun ? "\n]" : "[ ]");
    }
}
