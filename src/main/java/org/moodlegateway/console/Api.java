package org.moodlegateway.console;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.apache.camel.Body;
import org.moodlegateway.intake.RefusedException;
import org.moodlegateway.ledger.Inbox;
import org.moodlegateway.ledger.OrderView;
import org.moodlegateway.ledger.Pauses;
import org.moodlegateway.ledger.RejectedMessage;
import org.moodlegateway.ledger.SeatFilter;
import org.moodlegateway.ledger.SeatView;
import org.moodlegateway.ledger.Views;
import org.moodlegateway.seat.SeatState;

/** Answers questions about orders, seats, rejected messages and pauses. */
public final class Api {
    private static final int MOST = 1000;
    private static final int USUAL = 100;

    private final Views views;
    private final Inbox inbox;
    private final Pauses pauses;

    public Api(Views views, Inbox inbox, Pauses pauses) {
        this.views = views;
        this.inbox = inbox;
        this.pauses = pauses;
    }

    /** {@code /api/orders/SHOP/ID}: one order and its seats. */
    public String order(@Body Question question) {
        question.allow(Set.of());
        String shop = question.path().at(2);
        String id = question.path().at(3);
        OrderView order =
                views.order(shop, id)
                        .orElseThrow(
                                () ->
                                        new RefusedException(
                                                404,
                                                "order-unknown",
                                                "no message of this order was kept"));
        return ApiJson.order(order).toString();
    }

    /** {@code /api/seats}: seats of a shop, order or state, page by page. */
    public String seats(@Body Question question) {
        question.allow(Set.of("shop", "order", "state", "limit", "after"));
        String state = question.text("state");
        if (!state.isEmpty() && states().stream().noneMatch(state::equals)) {
            throw new RefusedException(
                    400, "query-invalid", "state must be one of " + String.join(", ", states()));
        }
        int most = (int) question.number("limit", USUAL, 1, MOST);
        List<SeatView> seats =
                views.seats(
                        new SeatFilter(
                                question.text("shop"),
                                question.text("order"),
                                state,
                                most,
                                question.number("after", 0, 0, Long.MAX_VALUE)));
        ObjectNode page = JsonNodeFactory.instance.objectNode();
        ArrayNode list = page.putArray("seats");
        seats.forEach(seat -> list.add(ApiJson.seat(seat)));
        boolean more = seats.size() == most;
        page.put("next", more ? seats.get(most - 1).id() : null);
        return page.toString();
    }

    private static List<String> states() {
        return Arrays.stream(SeatState.values()).map(Enum::name).toList();
    }

    /** {@code /api/rejected}: messages that can't be applied, the newest first. */
    public String rejected(@Body Question question) {
        question.allow(Set.of("shop", "limit"));
        int most = (int) question.number("limit", USUAL, 1, MOST);
        List<RejectedMessage> messages = inbox.rejected(question.text("shop"), most);
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode list = answer.putArray("rejected");
        messages.forEach(message -> list.add(ApiJson.rejected(message)));
        return answer.toString();
    }

    /** {@code /api/pauses}: what Moodle refuses as a whole, so that it waits. */
    public String pauses(@Body Question question) {
        question.allow(Set.of());
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode list = answer.putArray("pauses");
        pauses.all().forEach(pause -> list.add(ApiJson.pause(pause)));
        return answer.toString();
    }
}
