package org.moodlegateway.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import org.moodlegateway.order.Problem;
import org.moodlegateway.seat.Period;

/** JSON as commands print it. */
final class Json {
    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private Json() {}

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    static ArrayNode array() {
        return JsonNodeFactory.instance.arrayNode();
    }

    static ObjectNode of(Problem problem) {
        return object().put("code", problem.code())
                .put("pointer", problem.pointer())
                .put("message", problem.message());
    }

    /** Unix seconds; 0 for no end. */
    static long seconds(Instant instant) {
        return instant.equals(Period.NO_END) ? 0 : instant.getEpochSecond();
    }

    /** A list that is printed while it grows; to be closed. */
    static JsonList list(Shell shell) {
        return new JsonList(shell.out());
    }

    static void print(Shell shell, JsonNode json) {
        try {
            shell.out().println(MAPPER.writeValueAsString(json));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of JSON can always be written", e);
        }
    }
}
