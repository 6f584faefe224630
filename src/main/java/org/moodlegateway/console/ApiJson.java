package org.moodlegateway.console;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.moodlegateway.asking.ShopStanding;
import org.moodlegateway.claim.ClaimAddresses.Address;
import org.moodlegateway.ledger.NoticeView;
import org.moodlegateway.ledger.OrderView;
import org.moodlegateway.ledger.Pauses.Pause;
import org.moodlegateway.ledger.RejectedMessage;
import org.moodlegateway.ledger.RenewalView;
import org.moodlegateway.ledger.RenewalViews;
import org.moodlegateway.ledger.SeatView;
import org.moodlegateway.notice.Feedback.LineTexts;
import org.moodlegateway.notice.Letter;
import org.moodlegateway.orders.DifferenceView;
import org.moodlegateway.renewal.ReplacementView;
import org.moodlegateway.seat.Due;
import org.moodlegateway.seating.AssignedRow;

/** The JSON of the API. What is not known is {@code null}; times are ISO 8601 in UTC. */
final class ApiJson {
    private ApiJson() {}

    static ObjectNode order(OrderView order) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("shop", order.shop());
        json.put("id", order.id());
        json.put("status", order.state().name());
        json.put("shopStatus", given(order.shopSays().toLowerCase(Locale.ROOT)));
        json.put("updatedAt", time(order.updatedAt()));
        json.put("purchasedAt", time(order.purchasedAt()));
        json.put("transaction", given(order.transaction()));
        json.put("test", order.test());
        json.put("buyer", given(order.buyerEmail()));
        ArrayNode seats = json.putArray("seats");
        order.seats().forEach(seat -> seats.add(seat(seat)));
        ArrayNode renewals = json.putArray("renewals");
        order.renewals().forEach(renewal -> renewals.add(renewal(renewal)));
        ArrayNode rejected = json.putArray("rejected");
        order.rejected().forEach(message -> rejected.add(rejected(message)));
        ArrayNode unused = json.putArray("unused");
        order.unused()
                .forEach(
                        answer ->
                                unused.addObject()
                                        .put("line", given(answer.line()))
                                        .put("label", answer.label())
                                        .put("hint", answer.hint(order.shop())));
        return json;
    }

    /** Whoever has the address can name participants. */
    static ObjectNode claim(Address address) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("url", address.url())
                .put("expires", address.link().expires().toString());
    }

    static ObjectNode seat(SeatView seat) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("reference", given(seat.reference()));
        json.put("shop", seat.shop());
        json.put("order", seat.order());
        json.put("line", seat.line());
        json.put("kind", seat.kind());
        json.put("number", seat.number());
        json.put("product", seat.product());
        json.put("person", given(seat.email()));
        json.put("firstName", given(seat.firstName()));
        json.put("lastName", given(seat.lastName()));
        json.put("accountId", seat.accountId());
        json.put("course", given(seat.course()));
        ArrayNode courses = json.putArray("courses");
        seat.courses().forEach(courses::add);
        json.put("courseId", seat.courseId());
        json.put("role", given(seat.role()));
        json.put("group", given(seat.group()));
        json.put("start", time(seat.start()));
        json.put("end", time(seat.end()));
        json.put("state", seat.state().name());
        json.put("reason", given(seat.reason()));
        json.put("hint", given(seat.hint()));
        json.put("changedAt", time(seat.changedAt()));
        return json;
    }

    /** What became of each row of a file. */
    static ObjectNode report(List<AssignedRow> rows) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        for (String result : List.of("assigned", "unchanged", "refused")) {
            json.put(result, rows.stream().filter(row -> row.result().equals(result)).count());
        }
        ArrayNode list = json.putArray("rows");
        rows.forEach(
                row ->
                        list.addObject()
                                .put("row", row.row())
                                .put("reference", row.reference())
                                .put("result", row.result())
                                .put("code", given(row.code()))
                                .put("message", given(row.message())));
        return json;
    }

    static ObjectNode shop(ShopStanding shop) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("shop", shop.name());
        json.put("kind", given(shop.kind()));
        ArrayNode ways = json.putArray("ways");
        shop.ways().forEach(ways::add);
        json.put("lastMessageAt", time(shop.lastMessage()));
        json.put("lastPollAt", time(shop.lastPoll()));
        json.put("nextPollAt", time(shop.nextPoll()));
        json.put("failures", shop.failures());
        json.put("code", given(shop.code()));
        json.put("asking", shop.asking());
        json.put("rejected", shop.rejected());
        ArrayNode ignored = json.putArray("ignored");
        shop.ignored()
                .forEach((type, many) -> ignored.addObject().put("type", type).put("count", many));
        return json;
    }

    static ObjectNode rejected(RejectedMessage message) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("id", message.id());
        json.put("shop", message.shop());
        json.put("order", given(message.orderId()));
        json.put("state", message.state());
        json.put("sender", message.sender());
        json.put("receivedAt", time(message.receivedAt()));
        json.put("code", message.problem().code());
        json.put("pointer", message.problem().pointer());
        json.put("message", message.problem().message());
        return json;
    }

    static ObjectNode coming(RenewalViews.Coming seat) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("at", time(seat.at()));
        ArrayNode due = json.putArray("due");
        seat.due().stream().map(Due::word).distinct().forEach(due::add);
        json.put("reference", given(seat.reference()));
        json.put("shop", seat.shop());
        json.put("order", seat.order());
        json.put("product", seat.product());
        json.put("person", given(seat.person()));
        json.put("course", given(seat.course()));
        json.put("end", time(seat.end()));
        return json;
    }

    static ObjectNode replacement(ReplacementView replacement) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("line", given(replacement.line()));
        json.put("what", replacement.what());
        json.put("state", replacement.state());
        json.put("reason", given(replacement.reason()));
        ArrayNode seats = json.putArray("seats");
        replacement.seats().forEach(seats::add);
        return json;
    }

    static ObjectNode renewal(RenewalView renewal) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("shop", renewal.shop());
        json.put("order", renewal.order());
        json.put("line", renewal.line());
        json.put("product", renewal.product());
        json.put("for", renewal.target());
        json.put("extension", given(renewal.extension()));
        json.put("purchasedAt", time(renewal.purchasedAt()));
        json.put("state", renewal.state());
        json.put("reason", given(renewal.reason()));
        return json;
    }

    static ObjectNode pause(Pause pause) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("scope", pause.scope().name());
        json.put("subject", pause.subject());
        json.put("code", pause.code());
        json.put("hint", pause.hint());
        json.put("since", time(pause.since()));
        json.put("probeAt", time(pause.probeAt()));
        json.put("probes", pause.probes());
        return json;
    }

    static ObjectNode line(LineTexts line) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("line", line.line());
        json.put("product", line.product());
        json.put("outcome", line.outcome());
        ArrayNode differences = json.putArray("differences");
        line.differences().forEach(one -> differences.add(difference(one)));
        ObjectNode texts = json.putObject("texts");
        texts.set("public", letter(line.forEverybody()));
        texts.set("private", letter(line.forBuyer()));
        texts.set("salesadmin", letter(line.forSales()));
        return json;
    }

    static ObjectNode difference(DifferenceView difference) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("line", given(difference.line()));
        json.put("code", difference.code());
        json.put("hint", difference.hint());
        ArrayNode seats = json.putArray("seats");
        difference.seats().forEach(seats::add);
        ArrayNode named = json.putArray("named");
        difference.named().forEach(named::add);
        ArrayNode sits = json.putArray("sits");
        difference.sits().forEach(sits::add);
        json.put("since", time(difference.since()));
        return json;
    }

    private static ObjectNode letter(Letter letter) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        return json.put("subject", letter.subject()).put("text", letter.text());
    }

    static ObjectNode notice(NoticeView notice) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("id", notice.id());
        json.put("state", notice.state());
        json.put("channel", notice.channel().name());
        json.put("kind", notice.kind());
        json.put("recipient", given(notice.recipient()));
        json.put("shop", given(notice.shop()));
        json.put("order", given(notice.order()));
        json.put("messageId", given(notice.messageId()));
        json.put("notedAt", time(notice.notedAt()));
        json.put("dueAt", time(notice.dueAt()));
        json.put("attempts", notice.attempts());
        json.put("trouble", given(notice.trouble()));
        json.put("sentAt", time(notice.sentAt()));
        return json;
    }

    private static String given(String text) {
        return text.isEmpty() ? null : text;
    }

    private static String time(Instant instant) {
        return instant == null ? null : instant.toString();
    }
}
