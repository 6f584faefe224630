package org.moodlegateway.order;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Makes of many spellings one, so that schema and reader see the same order. Shops write nothing as
 * {@code null}, {@code ""}, {@code []} and {@code {}}: here it is absent. And {@code 1e999999999},
 * whose digits would fill the memory of whoever writes it out, is a text here.
 */
public final class PlainJson {
    private static final int MAX_EXPONENT = 100;

    private PlainJson() {}

    /** A copy; in a list nothing becomes {@code null}, so that pointers stay true. */
    public static JsonNode of(JsonNode node) {
        if (node instanceof ObjectNode object) {
            return of(object);
        }
        if (node instanceof ArrayNode list) {
            return of(list);
        }
        boolean huge =
                node.isBigDecimal() && Math.abs((long) node.decimalValue().scale()) > MAX_EXPONENT;
        return huge ? JsonNodeFactory.instance.textNode(node.decimalValue().toString()) : node;
    }

    private static ObjectNode of(ObjectNode object) {
        ObjectNode plain = JsonNodeFactory.instance.objectNode();
        for (var field : object.properties()) {
            JsonNode value = of(field.getValue());
            if (!isNothing(value)) {
                plain.set(field.getKey(), value);
            }
        }
        return plain;
    }

    private static ArrayNode of(ArrayNode list) {
        ArrayNode plain = JsonNodeFactory.instance.arrayNode(list.size());
        boolean empty = true;
        for (JsonNode element : list) {
            JsonNode value = of(element);
            boolean nothing = isNothing(value);
            plain.add(nothing ? JsonNodeFactory.instance.nullNode() : value);
            empty &= nothing;
        }
        return empty ? plain.removeAll() : plain;
    }

    private static boolean isNothing(JsonNode node) {
        return node.isNull()
                || (node.isContainerNode() && node.isEmpty())
                || (node.isTextual() && Texts.strip(node.textValue()).isEmpty());
    }
}
