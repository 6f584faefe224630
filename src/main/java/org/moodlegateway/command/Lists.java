package org.moodlegateway.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import org.moodlegateway.ledger.OrderView;
import org.moodlegateway.ledger.RejectedMessage;
import org.moodlegateway.ledger.SeatView;
import org.moodlegateway.notice.Letter;
import org.moodlegateway.orders.DifferenceView;

/**
 * Rows of the ledger and letters as commands print them. Times in Unix seconds, 0 for no end, null
 * while unknown.
 */
final class Lists {
    private static final Long NO_END = 0L;

    private Lists() {}

    static ObjectNode json(RejectedMessage message) {
        return Json.object()
                .put("inbox", message.id())
                .put("shop", message.shop())
                .put("order", message.orderId().isEmpty() ? null : message.orderId())
                .put("state", message.state())
                .put("sender", message.sender())
                .put("receivedAt", message.receivedAt().getEpochSecond())
                .put("code", message.problem().code())
                .put("pointer", message.problem().pointer())
                .put("message", message.problem().message());
    }

    static ObjectNode json(SeatView seat) {
        return Json.object()
                .put("shop", seat.shop())
                .put("order", seat.order())
                .put("line", seat.line())
                .put("kind", seat.kind())
                .put("number", seat.number())
                .put("reference", seat.reference().isEmpty() ? null : seat.reference())
                .put("product", seat.product())
                .put("person", seat.email().isEmpty() ? null : seat.email())
                .put("firstName", seat.firstName().isEmpty() ? null : seat.firstName())
                .put("lastName", seat.lastName().isEmpty() ? null : seat.lastName())
                .put("course", seat.course().isEmpty() ? null : seat.course())
                .put("role", seat.role())
                .put("group", seat.group().isEmpty() ? null : seat.group())
                .put("start", seconds(seat.start()))
                .put(
                        "end",
                        seat.start() != null && seat.end() == null ? NO_END : seconds(seat.end()))
                .put("state", seat.state().name())
                .put("reason", seat.reason())
                .put("hint", seat.hint());
    }

    static ObjectNode json(OrderView order) {
        ObjectNode json = Json.object();
        json.put("shop", order.shop())
                .put("id", order.id())
                .put("state", order.state().name())
                .put("shopSays", order.shopSays())
                .put("updatedAt", seconds(order.updatedAt()))
                .put("purchasedAt", seconds(order.purchasedAt()))
                .put("transaction", order.transaction())
                .put("test", order.test())
                .put("buyer", order.buyerEmail().isEmpty() ? null : order.buyerEmail())
                .put("seats", order.seats().size())
                .put("differs", order.differs())
                .put("rejected", order.rejected().size());
        ArrayNode unused = json.putArray("unused");
        order.unused()
                .forEach(
                        answer ->
                                unused.addObject()
                                        .put("line", answer.line().isEmpty() ? null : answer.line())
                                        .put("label", answer.label())
                                        .put("hint", answer.hint(order.shop())));
        return json;
    }

    static ObjectNode json(DifferenceView difference) {
        ObjectNode json =
                Json.object()
                        .put("line", difference.line())
                        .put("code", difference.code())
                        .put("hint", difference.hint());
        ArrayNode seats = json.putArray("seats");
        difference.seats().forEach(seats::add);
        ArrayNode named = json.putArray("named");
        difference.named().forEach(named::add);
        ArrayNode sits = json.putArray("sits");
        difference.sits().forEach(sits::add);
        return json.put("since", seconds(difference.since()));
    }

    /** Subject and text as they are sent. */
    static void print(Shell shell, Letter letter) {
        shell.out().println("Subject: " + letter.subject());
        shell.out().println();
        shell.out().print(letter.text());
        shell.out().println();
    }

    private static Long seconds(Instant instant) {
        return instant == null ? null : instant.getEpochSecond();
    }
}
