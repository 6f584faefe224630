package org.moodlegateway.console;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;
import org.moodlegateway.intake.RefusedException;
import org.moodlegateway.order.OrderJson;
import org.moodlegateway.order.OrderRejectedException;
import org.moodlegateway.order.Problem;

/**
 * A POST request by which an administrator changes something.
 *
 * @param question its path, query and keys
 * @param actor who it is, for the audit; empty while nobody knows
 */
public record Instruction(Question question, byte[] body, String actor) {
    private static final int UNREADABLE = 400;
    private static final int WRONG = 422;

    /** The part of the path at this place from 0. */
    String at(int place) {
        return question.path().at(place);
    }

    /**
     * The body as a JSON object that has no other fields than these.
     *
     * @throws RefusedException 400 if it is no JSON, 422 if it is something else
     */
    JsonNode json(Set<String> known) {
        JsonNode json = parsed();
        if (!json.isObject()) {
            throw wrong("", "the body is not a JSON object");
        }
        json.fieldNames()
                .forEachRemaining(
                        name -> {
                            if (!known.contains(name)) {
                                throw wrong(
                                        "",
                                        "known fields: "
                                                + String.join(
                                                        ", ", known.stream().sorted().toList()));
                            }
                        });
        return json;
    }

    private JsonNode parsed() {
        try {
            return new OrderJson().parse(body);
        } catch (OrderRejectedException e) {
            throw new RefusedException(UNREADABLE, List.of(e.problem()));
        }
    }

    /** A text of the body; empty if it isn't there. */
    static String text(JsonNode json, String field) {
        JsonNode value = json.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return "";
        }
        if (!value.isTextual()) {
            throw wrong("/" + field, field + " is not a text");
        }
        return value.textValue();
    }

    /** Whether a flag of the body is set. */
    static boolean flag(JsonNode json, String field) {
        JsonNode value = json.path(field);
        if (!value.isMissingNode() && !value.isBoolean()) {
            throw wrong("/" + field, field + " is neither true nor false");
        }
        return value.asBoolean();
    }

    /** A whole number of the body; {@code fallback} if it isn't there. */
    static int number(JsonNode json, String field, int fallback, int least, int most) {
        JsonNode value = json.path(field);
        if (value.isMissingNode()) {
            return fallback;
        }
        if (!value.isInt() || value.intValue() < least || value.intValue() > most) {
            throw wrong(
                    "/" + field, field + " is not a whole number from " + least + " to " + most);
        }
        return value.intValue();
    }

    static RefusedException wrong(String pointer, String sentence) {
        return new RefusedException(
                WRONG, List.of(new Problem("field-invalid", pointer, sentence)));
    }

    @Override
    public String toString() {
        return "Instruction[" + body.length + " bytes]";
    }
}
