package org.moodlegateway.order;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;
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

    /**
     * What an object names that has one field for each kind of target; null if nothing is given.
     *
     * @param field of this object where it stands
     * @throws OrderRejectedException if it names none or several, as {@code FIELD-unclear}
     */
    <T extends Enum<T>, N> N named(String field, Class<T> targets, BiFunction<T, String, N> make) {
        JsonPlace place = at(field);
        List<String> words = new ArrayList<>();
        List<N> named = new ArrayList<>();
        for (T target : targets.getEnumConstants()) {
            String word = target.name().toLowerCase(Locale.ROOT);
            String value = place.text(word);
            words.add(word);
            if (!value.isEmpty()) {
                named.add(make.apply(target, value));
            }
        }
        if (place.node.isObject() && named.size() != 1) {
            throw place.refused(
                    field + "-unclear", field + " names one of " + String.join(", ", words));
        }
        return named.isEmpty() ? null : named.get(0);
    }

    OrderRejectedException refused(String code, String message) {
        return new OrderRejectedException(problem(code, message));
    }

    Problem problem(String code, String message) {
        return new Problem(code, pointer, message);
    }
}
