package org.moodlegateway.shop;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Finds where in a message a value stands. */
final class JsonSearch {
    private JsonSearch() {}

    /** The JSON pointer of this very value, else of the first that equals it. */
    static Optional<String> pointer(JsonNode within, JsonNode value) {
        @SuppressWarnings("ReferenceEquality") // the one that was read, not another like it
        Predicate<JsonNode> same = node -> node == value;
        return find(within, same).or(() -> find(within, value::equals));
    }

    private static Optional<String> find(JsonNode node, Predicate<JsonNode> wanted) {
        if (wanted.test(node)) {
            return Optional.of("");
        }
        if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                Optional<String> found = find(node.get(i), wanted);
                if (found.isPresent()) {
                    return Optional.of("/" + i + found.get());
                }
            }
        }
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            Optional<String> found = find(field.getValue(), wanted);
            if (found.isPresent()) {
                return Optional.of("/" + escaped(field.getKey()) + found.get());
            }
        }
        return Optional.empty();
    }

    /** A part of a pointer as the message writes it. */
    static String name(String part) {
        return part.replace("~1", "/").replace("~0", "~");
    }

    private static String escaped(String key) {
        return key.replace("~", "~0").replace("/", "~1");
    }
}
