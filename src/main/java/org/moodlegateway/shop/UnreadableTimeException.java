package org.moodlegateway.shop;

import com.fasterxml.jackson.databind.JsonNode;
import org.moodlegateway.order.Problem;

/**
 * A shop's time that can't be read. Unchecked, for jq's own {@code try}, {@code ?} and {@code //}
 * must not catch it: an order without its date would be another order.
 */
final class UnreadableTimeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient JsonNode value;

    UnreadableTimeException(JsonNode value) {
        super("a time that can't be read", null, false, false);
        this.value = value;
    }

    /** What is wrong with the message, and where in it; repeats nothing of it but the names. */
    Problem problem(JsonNode input) {
        String pointer =
                JsonSearch.pointer(input.path("message"), value)
                        .or(
                                () ->
                                        JsonSearch.pointer(input.path("parts"), value)
                                                .map(within -> "/parts" + within))
                        .orElse("");
        String field =
                pointer.isEmpty()
                        ? "a time"
                        : JsonSearch.name(pointer.substring(pointer.lastIndexOf('/') + 1));
        return new Problem(
                "time-unreadable",
                pointer,
                field
                        + " can't be read as a date and time: it is none, it is written in a way that"
                        + " needs a pattern, or it has no offset and the shop no setting time-zone");
    }
}
