package org.moodlegateway.intake;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.moodlegateway.order.Order;
import org.moodlegateway.order.OrderJson;
import org.moodlegateway.order.OrderReader;
import org.moodlegateway.order.OrderRejectedException;
import org.moodlegateway.order.OrderSchema;
import org.moodlegateway.order.Problem;

/** Makes sure that a message holds an order of its shop, before it is kept. Changes nothing. */
public final class OrderCheck {
    private static final int TOO_LARGE = 413;
    private static final int UNPARSABLE = 400;
    private static final int NO_ORDER = 422;

    private final OrderJson json;
    private final OrderSchema schema;
    private final OrderReader reader;

    public OrderCheck(OrderJson json, OrderSchema schema, OrderReader reader) {
        this.json = json;
        this.schema = schema;
        this.reader = reader;
    }

    /**
     * Hands the message on as it is.
     *
     * @throws RefusedException 400 for bytes that are no JSON, 413 for too many, 422 with all that
     *     is wrong for JSON that is no order
     */
    public Admitted check(Admitted message) {
        read(message.shop(), message.body());
        return message;
    }

    /** The order in these bytes; refuses as {@link #check} does. */
    Order read(String shop, byte[] body) {
        JsonNode order = parse(body);
        List<Problem> problems = schema.check(order);
        if (!problems.isEmpty()) {
            throw new RefusedException(NO_ORDER, problems);
        }
        try {
            return reader.read(order, shop);
        } catch (OrderRejectedException e) {
            throw new RefusedException(NO_ORDER, List.of(e.problem()));
        }
    }

    private JsonNode parse(byte[] body) {
        try {
            return json.parse(body);
        } catch (OrderRejectedException e) {
            String code = e.problem().code();
            int unread = code.equals("json-too-long") ? TOO_LARGE : UNPARSABLE;
            throw new RefusedException(
                    code.startsWith("json-") ? unread : NO_ORDER, List.of(e.problem()));
        }
    }
}
