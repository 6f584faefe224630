package org.moodlegateway.console;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.apache.camel.Body;
import org.moodlegateway.asking.ShopStandings;
import org.moodlegateway.intake.RefusedException;
import org.moodlegateway.ledger.Notice.Channel;
import org.moodlegateway.ledger.NoticeList;
import org.moodlegateway.ledger.OrderView;
import org.moodlegateway.ledger.Pauses;
import org.moodlegateway.ledger.RejectedMessage;
import org.moodlegateway.ledger.RejectedMessages;
import org.moodlegateway.ledger.RenewalViews;
import org.moodlegateway.ledger.SeatFilter;
import org.moodlegateway.ledger.SeatView;
import org.moodlegateway.ledger.Views;
import org.moodlegateway.notice.Feedback;
import org.moodlegateway.renewal.ReplacementViews;
import org.moodlegateway.seat.SeatState;

/**
 * Answers questions about orders, seats, renewals, rejected messages, shops, pauses and notices.
 */
public final class Api {
    private static final int MOST = 1000;
    private static final int USUAL = 100;
    private static final Duration NEXT = Duration.ofDays(30);

    private final Views views;
    private final RejectedMessages rejected;
    private final Pauses pauses;
    private final RenewalViews renewals;
    private final ReplacementViews replacements;
    private final NoticeList notices;
    private final ShopStandings shops;
    private final Feedback feedback;
    private final Clock clock;

    public Api(
            Views views,
            RejectedMessages rejected,
            Pauses pauses,
            RenewalViews renewals,
            ReplacementViews replacements,
            NoticeList notices,
            ShopStandings shops,
            Feedback feedback,
            Clock clock) {
        this.views = views;
        this.rejected = rejected;
        this.pauses = pauses;
        this.renewals = renewals;
        this.replacements = replacements;
        this.notices = notices;
        this.shops = shops;
        this.feedback = feedback;
        this.clock = clock;
    }

    /** {@code /api/orders/SHOP/ID}: one order, its seats, and what is to be said of its lines. */
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
        ObjectNode json = ApiJson.order(order);
        json.set("claim", feedback.claim(order).map(ApiJson::claim).orElse(null));
        ArrayNode differences = json.putArray("differences");
        feedback.differences(order).forEach(one -> differences.add(ApiJson.difference(one)));
        ArrayNode replaces = json.putArray("replaces");
        replacements.of(shop, id).forEach(one -> replaces.add(ApiJson.replacement(one)));
        ArrayNode lines = json.putArray("lines");
        feedback.of(order).forEach(line -> lines.add(ApiJson.line(line)));
        return json.toString();
    }

    /** {@code /api/seats}: seats of a shop, order or state, page by page. */
    public String seats(@Body Question question) {
        question.allow(Set.of("shop", "order", "state", "limit", "after"));
        String state = oneOf(question, "state", states());
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
        List<RejectedMessage> messages = rejected.of(question.text("shop"), most);
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode list = answer.putArray("rejected");
        messages.forEach(message -> list.add(ApiJson.rejected(message)));
        return answer.toString();
    }

    /**
     * {@code /api/renewals}: what falls due for seats by their dates, in the next 30 days if
     * nothing is said, and renewals that wait for their seat.
     */
    public String renewals(@Body Question question) {
        question.allow(Set.of("shop", "from", "to", "limit"));
        int most = (int) question.number("limit", USUAL, 1, MOST);
        String shop = question.text("shop");
        Instant from = question.instant("from", Instant.EPOCH);
        Instant to = question.instant("to", clock.instant().plus(NEXT));
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode due = answer.putArray("due");
        renewals.coming(shop, from, to, most).forEach(seat -> due.add(ApiJson.coming(seat)));
        ArrayNode waiting = answer.putArray("waiting");
        renewals.waiting(shop, most).forEach(one -> waiting.add(ApiJson.renewal(one)));
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

    /** {@code /api/shops}: how each shop stands, and what is wrong. */
    public String shops(@Body Question question) {
        question.allow(Set.of());
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode list = answer.putArray("shops");
        shops.all().forEach(shop -> list.add(ApiJson.shop(shop)));
        return answer.toString();
    }

    /** {@code /api/notices}: what was told, what waits and what was given up, the newest first. */
    public String notices(@Body Question question) {
        question.allow(Set.of("state", "channel", "limit"));
        int most = (int) question.number("limit", USUAL, 1, MOST);
        String state = oneOf(question, "state", List.of("NEW", "SENT", "DROPPED", "DEAD"));
        String channel = oneOf(question, "channel", channels());
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode list = answer.putArray("notices");
        notices.list(state, channel, most).forEach(notice -> list.add(ApiJson.notice(notice)));
        return answer.toString();
    }

    private static List<String> channels() {
        return Arrays.stream(Channel.values()).map(Enum::name).toList();
    }

    private static String oneOf(Question question, String name, List<String> allowed) {
        String given = question.text(name);
        if (!given.isEmpty() && !allowed.contains(given)) {
            throw new RefusedException(
                    400, "query-invalid", name + " must be one of " + String.join(", ", allowed));
        }
        return given;
    }
}
