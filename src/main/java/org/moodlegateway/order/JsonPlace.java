package org.moodlegateway.order;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A value of an order and where it stands, so that whoever refuses it can say so.
 *
 * @param node missing if not given
 * @param pointer from the root of the order
 */
record JsonPlace(JsonNode node, String pointer) {

    static JsonPlace root(JsonNode order) {
        return new JsonPlace(order, "");
    }

    JsonPlace at(String field) {
        return new JsonPlace(node.path(field), pointer + "/" + field);
    }

    boolean isGiven() {
        return !node.isMissingNode();
    }

    /** The elements of a list that are given. */
    Stream<JsonPlace> elements() {
        return IntStream.range(0, node.size())
                .filter(i -> !node.get(i).isNull())
                .mapToObj(i -> new JsonPlace(node.get(i), pointer + "/" + i));
    }

    /** This value as text, empty if not given. */
    String text() {
        return Texts.text(node, pointer);
    }

    /** The text of a field, empty if not given. */
    String text(String field) {
        return at(field).text();
    }

    /** What is said of a person, whatever it is; empty if nothing. */
    String said(String field) {
        return Texts.lenient(node.path(field));
    }

    /** The e-mail of a person, as it was written; empty if not given. */
    String email() {
        return Texts.email(node.path("email"));
    }

    /** The name of a person on one line, empty if not given. */
    String name(String field) {
        return Texts.name(node.path(field));
    }

    OrderRejectedException refused(String code, String message) {
        return new OrderRejectedException(problem(code, message));
    }

    Problem problem(String code, String message) {
        return new Problem(code, pointer, message);
    }
}
