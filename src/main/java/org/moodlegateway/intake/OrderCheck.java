package org.moodlegateway.intake;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.moodlegateway.order.CloudEvent;
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
    private static final int MOST_EVENTS = 500;
    private static final int MOST_PROBLEMS = 20;

    private final OrderJson json;
    private final OrderSchema schema;
    private final OrderSchema subscriptions = OrderSchema.ofSubscriptions();

    public OrderCheck(OrderJson json, OrderSchema schema) {
        this.json = json;
        this.schema = schema;
    }

    /**
     * Hands the message on as the event that it is: bytes stay as they are.
     *
     * @throws RefusedException 400 for bytes that are no JSON, 413 for too many, 422 with all that
     *     is wrong for JSON that is no order
     */
    public Admitted check(Admitted message) {
        Message found = read(() -> found(message));
        refuseWrong(message.shop(), found);
        String id = found.eventId().isEmpty() ? message.eventId() : found.eventId();
        String topic = message.event().isBinary() ? found.type() : "";
        return message.as(id, topic, message.body());
    }

    private Message found(Admitted message) {
        EventHeaders event = message.event();
        if (event.isBinary()) {
            CloudEvent said = event.event();
            return new Message(said.type(), json.whole(message.body()), said.id());
        }
        return event.isStructured() ? json.event(message.body()) : json.message(message.body());
    }

    /** The shop that an order or subscription itself names; empty if it names none. */
    String shopOf(Admitted message) {
        return read(() -> found(message)).data().path("shop").asText("");
    }

    /**
     * Takes a list of events apart: all are sound, or none is taken.
     *
     * @throws RefusedException as {@link #check} does; pointers lead into the list
     */
    public AdmittedBatch checkAll(Admitted message) {
        List<Admitted> events = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        List<byte[]> parts = read(() -> json.events(message.body(), MOST_EVENTS));
        for (int i = 0; i < parts.size() && problems.size() < MOST_PROBLEMS; i++) {
            byte[] part = parts.get(i);
            String place = "/" + i;
            try {
                Message found = json.event(part);
                wrong(message.shop(), found)
                        .forEach(one -> problems.add(below(place + "/data", one)));
                events.add(message.as(found.eventId(), "", part));
            } catch (OrderRejectedException e) {
                problems.add(below(place, e.problem()));
            }
        }
        if (!problems.isEmpty()) {
            throw new RefusedException(NO_ORDER, problems);
        }
        return new AdmittedBatch(message.shop(), events);
    }

    private static Problem below(String place, Problem problem) {
        return new Problem(problem.code(), place + problem.pointer(), problem.message());
    }

    /** The id of what is in these bytes; refuses as {@link #check} does. */
    String orderId(String shop, byte[] body) {
        Message message = read(() -> json.message(body));
        refuseWrong(shop, message);
        return message.data().path("id").asText();
    }

    private void refuseWrong(String shop, Message message) {
        List<Problem> problems = wrong(shop, message);
        if (!problems.isEmpty()) {
            throw new RefusedException(NO_ORDER, problems);
        }
    }

    private List<Problem> wrong(String shop, Message message) {
        JsonNode order = message.data();
        List<Problem> problems = (message.isSubscription() ? subscriptions : schema).check(order);
        if (!problems.isEmpty()) {
            return problems;
        }
        try {
            OrderReader.refuseOtherShop(order, shop);
            return List.of();
        } catch (OrderRejectedException e) {
            return List.of(e.problem());
        }
    }

    private static <T> T read(Supplier<T> reading) {
        try {
            return reading.get();
        } catch (OrderRejectedException e) {
            String code = e.problem().code();
            int unread = code.equals("json-too-long") ? TOO_LARGE : UNPARSABLE;
            throw new RefusedException(
                    code.startsWith("json-") ? unread : NO_ORDER, List.of(e.problem()));
        }
    }
}
