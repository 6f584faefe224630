package org.moodlegateway.shop;

import com.fasterxml.jackson.databind.JsonNode;
import org.moodlegateway.order.PlainJson;

/** A question in jq whose answer is true or false. */
public final class Condition {
    private final SingleAnswer query;

    private Condition(SingleAnswer query) {
        this.query = query;
    }

    /**
     * Compiles one.
     *
     * @param library definitions before it: what {@code lib.jq} holds
     * @throws IllegalArgumentException if it is no jq
     */
    static Condition compile(String library, String source) {
        try {
            return new Condition(SingleAnswer.compile(library + "\n" + source));
        } catch (SingleAnswer.UnreadableException e) {
            throw new IllegalArgumentException("is no jq", e);
        }
    }

    /**
     * Whether it holds for this.
     *
     * @throws UnreadableAnswerException if that can't be told
     */
    boolean holds(JsonNode input) throws UnreadableAnswerException {
        try {
            JsonNode answer = query.of(PlainJson.of(input));
            if (answer.isBoolean()) {
                return answer.booleanValue();
            }
        } catch (SingleAnswer.BrokenException e) {
            throw new UnreadableAnswerException("its jq " + e.getMessage(), e);
        }
        throw new UnreadableAnswerException("its jq must answer true or false");
    }
}
