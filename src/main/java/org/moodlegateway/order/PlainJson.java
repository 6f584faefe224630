package org.moodlegateway.order;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;

/**
 * Makes of many spellings one, so that schema and reader see the same order. Shops write nothing as
 * {@code null}, {@code ""}, {@code []} and {@code {}}: here it is absent. A list that says that
 * there are none is kept, where that is something else than saying nothing. And {@code
 * 1e999999999}, whose digits would fill the memory of whoever writes it out, is a text here.
 */
public final class PlainJson {
    private static final int MAX_EXPONENT = 100;

    /** What an order says by an empty list: no lines any more, nobody on a line. */
    private static final Set<String> LISTS_OF_ORDERS = Set.of("lines", "participants");

    private final Set<String> keptLists;

    private PlainJson(Set<String> keptLists) {
        this.keptLists = keptLists;
    }

    /** A copy; in a list nothing becomes {@code null}, so that pointers stay true. */
    public static JsonNode of(JsonNode node) {
        return new PlainJson(Set.of()).plain(node);
    }

    /** The same, with the empty lists that are given for one of some fields. */
    public static JsonNode withEmptyLists(JsonNode node, Set<String> fields) {
        return new PlainJson(fields).plain(node);
    }

    /** The same of an order, in which an empty list of lines or of participants is said. */
    static JsonNode ofOrder(JsonNode order) {
        return new PlainJson(LISTS_OF_ORDERS).plain(order);
    }

    private JsonNode plain(JsonNode node) {
        if (node instanceof ObjectNode object) {
            return plain(object);
        }
        if (node instanceof ArrayNode list) {
            return plain(list);
        }
        boolean huge =
                node.isBigDecimal() && Math.abs((long) node.decimalValue().scale()) > MAX_EXPONENT;
        return huge ? JsonNodeFactory.instance.textNode(node.decimalValue().toString()) : node;
    }

    private ObjectNode plain(ObjectNode object) {
        ObjectNode plain = JsonNodeFactory.instance.objectNode();
        for (var field : object.properties()) {
            JsonNode value = plain(field.getValue());
            boolean kept = value.isArray() && keptLists.contains(field.getKey());
            if (kept || !isNothing(value)) {
                plain.set(field.getKey(), value);
            }
        }
        return plain;
    }

    private ArrayNode plain(ArrayNode list) {
        ArrayNode plain = JsonNodeFactory.instance.arrayNode(list.size());
        for (JsonNode element : list) {
            JsonNode value = plain(element);
            plain.add(isNothing(value) ? JsonNodeFactory.instance.nullNode() : value);
        }
        return plain;
    }

    private static boolean isNothing(JsonNode node) {
        return node.isNull()
                || (node.isObject() && node.isEmpty())
                || (node.isArray() && isNothing((ArrayNode) node))
                || (node.isTextual() && Texts.strip(node.textValue()).isEmpty());
    }

    /** Also a list of nothing but nothing. */
    private static boolean isNothing(ArrayNode list) {
        for (JsonNode element : list) {
            if (!element.isNull()) {
                return false;
            }
        }
        return true;
    }
}
