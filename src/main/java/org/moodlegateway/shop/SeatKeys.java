package org.moodlegateway.shop;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Finds what a form's label asks for, and for which seat. The pattern {@code Participant {n}
 * e-mail} fits {@code participant 2 e-mail:} and says 2; one without {@code {n}} says no number.
 * How labels are compared says {@link Label}.
 */
final class SeatKeys {
    private SeatKeys() {}

    /**
     * The seats by field, such as {@code {"email": 2}}; 1 where the label says no number; empty if
     * no pattern fits.
     *
     * @param patterns by field, one or a list; the first that fits counts
     */
    static JsonNode fields(JsonNode key, JsonNode patterns) {
        ObjectNode fields = JsonNodeFactory.instance.objectNode();
        seats(Label.of(Scalars.textOf(key)), patterns)
                .forEach((field, seat) -> fields.put(field, Math.max(seat, 1)));
        return fields;
    }

    /** The seats by field; 0 where the label says no number. */
    static Map<String, Integer> seats(Label label, JsonNode patterns) {
        Map<String, Integer> seats = new LinkedHashMap<>();
        if (!label.isEmpty()) {
            patterns.properties()
                    .forEach(
                            field ->
                                    seat(label, field.getValue())
                                            .ifPresent(seat -> seats.put(field.getKey(), seat)));
        }
        return seats;
    }

    private static OptionalInt seat(Label label, JsonNode patterns) {
        if (!patterns.isArray()) {
            return LabelPattern.of(Scalars.textOf(patterns)).seat(label);
        }
        for (JsonNode pattern : patterns) {
            OptionalInt seat = LabelPattern.of(Scalars.textOf(pattern)).seat(label);
            if (seat.isPresent()) {
                return seat;
            }
        }
        return OptionalInt.empty();
    }
}
