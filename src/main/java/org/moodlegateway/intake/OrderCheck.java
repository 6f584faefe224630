package org.moodlegateway.intake;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.moodlegateway.order.Message;
import org.moodlegateway.order.OrderJson;
import org.moodlegateway.order.OrderReader;
import org.moodlegateway.order.OrderRejectedException;
import org.moodlegateway.order.OrderSchema;
import org.moodlegateway.order.Problem;

/**
 * Makes sure that a message holds an order or a subscription of its shop, by schema, before it is
 * kept. What only its meaning can tell is found when it is planned, and kept with the reason.
 */
public final class OrderCheck {
    private static final int TOO_LARGE = 413;
    private static final int UNPARSABLE = 400;
    private static final int NO_ORDER = 422;

    private final OrderJson json;
    private final OrderSchema schema;
    private final OrderSchema subscriptions = OrderSchema.ofSubscriptions();

    public OrderCheck(OrderJson json, OrderSchema schema) {
        this.json = json;
        this.schema = schema;
    }

    /**
     * Hands the message on as it is.
     *
     * @throws RefusedException 400 for bytes that are no JSON, 413 for too many, 422 with all that
     *     is wrong for JSON that is no order
     */
    public Admitted check(Admitted message) {
        orderId(message.shop(), message.body());
        return message;
    }

    /** The id of what is in these bytes; refuses as {@link #check} does. */
    String orderId(String shop, byte[] body) {
        Message message = parse(body);
        JsonNode order = message.data();
        List<Problem> problems = (message.isSubscription() ? subscriptions : schema).check(order);
        if (!problems.isEmpty()) {
            throw new RefusedException(NO_ORDER, problems);
        }
        try {
            OrderReader.refuseOtherShop(order, shop);
        } catch (OrderRejectedException e) {
            throw new RefusedException(NO_ORDER, List.of(e.problem()));
        }
        return order.path("id").asText();
    }

    private Message parse(byte[] body) {
        try {
            return json.message(body);
        } catch (OrderRejectedException e) {
            String code = e.problem().code();
            int unread = code.equals("json-too-long") ? TOO_LARGE : UNPARSABLE;
            throw new RefusedException(
                    code.startsWith("json-") ? unread : NO_ORDER, List.of(e.problem()));
        }
    }
}
