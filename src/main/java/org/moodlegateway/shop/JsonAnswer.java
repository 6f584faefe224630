package org.moodlegateway.shop;

import com.fasterxml.jackson.databind.JsonNode;
import org.moodlegateway.order.OrderJson;
import org.moodlegateway.order.OrderRejectedException;

/** Reads JSON that a shop answered with. */
public final class JsonAnswer {
    private static final OrderJson JSON = OrderJson.ofAnyText(OrderJson.DEFAULT_MAX_BYTES);

    private JsonAnswer() {}

    /** Reads an answer as a whole. */
    public static JsonNode read(byte[] body) throws UnreadableAnswerException {
        try {
            return JSON.whole(body);
        } catch (OrderRejectedException e) {
            throw new UnreadableAnswerException(e.getMessage(), e);
        }
    }
}
