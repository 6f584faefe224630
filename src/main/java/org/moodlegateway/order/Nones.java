package org.moodlegateway.order;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Shops write nothing in many ways: absent, {@code null}, {@code ""}, {@code []}, {@code {}}. This
 * makes it one way, absent, so that schema and reader see the same order.
 */
final class Nones {

    private Nones() {}

    /**
     * A copy without any none; elements of a list become {@code null}, so that pointers stay true.
     */
    static JsonNode removedFrom(JsonNode order) {
        return order instanceof ObjectNode ? copy((ObjectNode) order) : order;
    }

    private static JsonNode copy(JsonNode node) {
        if (node instanceof ObjectNode) {
            return copy((ObjectNode) node);
        }
        return node instanceof ArrayNode ? copy((ArrayNode) node) : node;
    }

    private static ObjectNode copy(ObjectNode object) {
        ObjectNode kept = JsonNodeFactory.instance.objectNode();
        for (var field : object.properties()) {
            JsonNode value = copy(field.getValue());
            if (!isNone(value)) {
                kept.set(field.getKey(), value);
            }
        }
        return kept;
    }

    private static ArrayNode copy(ArrayNode list) {
        ArrayNode kept = JsonNodeFactory.instance.arrayNode(list.size());
        boolean empty = true;
        for (JsonNode element : list) {
            JsonNode value = copy(element);
            boolean none = isNone(value);
            kept.add(none ? JsonNodeFactory.instance.nullNode() : value);
            empty &= none;
        }
        return empty ? kept.removeAll() : kept;
    }

    private static boolean isNone(JsonNode node) {
        return node.isNull()
                || node.isContainerNode() && node.isEmpty()
                || node.isTextual() && Texts.strip(node.textValue()).isEmpty();
    }
}
