package org.moodlegateway.shop;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.function.UnaryOperator;

/**
 * Something that a kind of shop lets the gateway write into an order of its own once all seats of
 * it are in. What is written already, or fits no more, is found out by a question before: so it can
 * be repeated after an answer that was lost.
 *
 * @param method of HTTP
 * @param path of the shop's API, in which {@code {order}} stands for the order's id
 * @param body in whose texts {@code {order}} and {@code {text}} stand for values
 * @param ask a path as above, which is asked before
 * @param condition tells from the answer whether it is to be written
 */
public record WriteBack(
        Method method, String path, JsonNode body, String ask, Condition condition) {

    /** Methods of HTTP that it may use. */
    public enum Method {
        POST,
        PUT
    }

    /** What is asked before, for an order. */
    public String askFor(String order) {
        return filled(ask, order);
    }

    /** Where it is written, for an order. */
    public String pathFor(String order) {
        return filled(path, order);
    }

    private static String filled(String path, String order) {
        return path.replace("{order}", AddressText.percent(order));
    }

    /** What is written, for an order. */
    public JsonNode bodyFor(String order, String text) {
        return filled(body, said -> said.replace("{order}", order).replace("{text}", text));
    }

    /** Whether it says something in words, and isn't a state of the order. */
    public boolean isNote() {
        return body.toString().contains("{text}");
    }

    private static JsonNode filled(JsonNode node, UnaryOperator<String> fill) {
        if (node.isTextual()) {
            return TextNode.valueOf(fill.apply(node.textValue()));
        }
        if (node.isArray()) {
            ArrayNode list = JsonNodeFactory.instance.arrayNode();
            node.forEach(element -> list.add(filled(element, fill)));
            return list;
        }
        if (node.isObject()) {
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            node.properties()
                    .forEach(entry -> object.set(entry.getKey(), filled(entry.getValue(), fill)));
            return object;
        }
        return node;
    }

    /**
     * Whether it is to be written.
     *
     * @param answer of the shop to the question
     * @throws UnreadableAnswerException if the condition can't tell from this answer
     */
    public boolean isWanted(JsonNode answer, String order, String text)
            throws UnreadableAnswerException {
        ObjectNode input = JsonNodeFactory.instance.objectNode();
        input.set("answer", answer);
        input.put("order", order);
        input.put("text", text);
        return condition.holds(input);
    }
}
