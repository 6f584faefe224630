package org.moodlegateway.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;

/**
 * Something wrong in the configuration.
 *
 * @param line from 1; 0 if nobody knows
 */
record Mistake(Path file, int line, String code, String message) {

    /** {@code config/products.yaml:12: product SCI-180: …} */
    @Override
    public String toString() {
        return file + (line > 0 ? ":" + line : "") + ": " + message;
    }

    ObjectNode json() {
        ObjectNode json = Json.object().put("file", file.toString());
        json.put("line", line > 0 ? (Integer) line : null);
        return json.put("code", code).put("message", message);
    }
}
