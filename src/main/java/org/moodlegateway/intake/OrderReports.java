package org.moodlegateway.intake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.moodlegateway.ledger.OrderView;
import org.moodlegateway.ledger.RenewalView;
import org.moodlegateway.ledger.SeatView;
import org.moodlegateway.ledger.Views;
import org.moodlegateway.orders.DifferenceViews;
import org.moodlegateway.orders.MessageFate;
import org.moodlegateway.orders.MessageFates;
import org.moodlegateway.seat.SeatHints;

/**
 * What the orders of a file came to once they were planned: how far each is, what of it waits and
 * why, and what the file changed in it.
 */
public final class OrderReports {
    private static final int MOST_NAMED = 100;
    private static final Set<String> UNDER_WAY = Set.of("queued", "sending");

    /** How long a report waits for what is on its way to Moodle, so that it can say how it went. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Views views;
    private final MessageFates fates;
    private final DifferenceViews differences;
    private final Clock clock;

    public OrderReports(Views views, MessageFates fates, DifferenceViews differences, Clock clock) {
        this.views = views;
        this.fates = fates;
        this.differences = differences;
        this.clock = clock;
    }

    /** What the seats of these orders are now, by order; nothing of an order that nobody knows. */
    ObjectNode before(String shop, Collection<String> orderIds) {
        ObjectNode before = JsonNodeFactory.instance.objectNode();
        for (String id : orderIds) {
            Optional<OrderView> known = id.isEmpty() ? Optional.empty() : views.order(shop, id);
            known.ifPresent(order -> before.set(id, SeatNote.write(order.seats())));
        }
        return before;
    }

    /** Whether nothing more happens to these messages by itself. */
    boolean areSettled(List<Long> messages) {
        // they are planned in this order, so the last one says most
        return messages.isEmpty()
                || (fates.of(messages.subList(messages.size() - 1, messages.size())).stream()
                                .allMatch(MessageFate::settled)
                        && fates.of(messages).stream().allMatch(MessageFate::settled));
    }

    /**
     * Writes into a report what is known now.
     *
     * @param before of {@link #before}
     * @return the messages of which more will be known later
     */
    List<Long> tell(String shop, ObjectNode report, ObjectNode before) {
        Map<Long, MessageFate> known =
                fates
                        .of(
                                entries(report).stream()
                                        .filter(entry -> entry.has("inbox"))
                                        .map(entry -> entry.path("inbox").longValue())
                                        .toList())
                        .stream()
                        .collect(Collectors.toMap(MessageFate::id, Function.identity()));
        boolean hasPatience =
                Instant.parse(report.path("readAt").asText())
                        .plus(PATIENCE)
                        .isAfter(clock.instant());
        List<Long> waiting = new ArrayList<>();
        Map<String, Integer> counts = new TreeMap<>();
        for (ObjectNode entry : entries(report)) {
            MessageFate fate = known.get(entry.path("inbox").longValue());
            if (fate != null && (!tell(shop, entry, fate, before) && hasPatience)) {
                waiting.add(fate.id());
            } else if (fate != null && !fate.settled()) {
                waiting.add(fate.id());
            }
            counts.merge(entry.path("status").asText(), 1, Integer::sum);
        }
        ObjectNode counted = report.putObject("counts");
        counts.forEach(counted::put);
        return waiting;
    }

    private static List<ObjectNode> entries(ObjectNode report) {
        return StreamSupport.stream(report.path("orders").spliterator(), false)
                .map(ObjectNode.class::cast)
                .toList();
    }

    /** False if something of it is still on its way. */
    private boolean tell(String shop, ObjectNode entry, MessageFate fate, ObjectNode before) {
        if (!fate.settled()) {
            return false;
        }
        if (!fate.applied()) {
            entry.put("status", fate.state().toLowerCase(Locale.ROOT));
            entry.put("code", fate.problem().code());
            entry.put("pointer", fate.problem().pointer());
            entry.put("message", fate.problem().message());
            return true;
        }
        Optional<OrderView> order =
                fate.order().isEmpty() ? Optional.empty() : views.order(shop, fate.order());
        if (order.isEmpty()) {
            entry.put("status", "ignored").put("message", fate.problem().message());
            return true;
        }
        return tell(entry, fate, order.get(), before.get(fate.order()));
    }

    private boolean tell(ObjectNode entry, MessageFate fate, OrderView order, JsonNode before) {
        ArrayNode waiting = waiting(order);
        boolean isRepeat = entry.path("status").asText().equals("duplicate");
        if (fate.older()) {
            entry.put("status", "older");
            entry.put(
                    "message",
                    "the order is known as it was later; give what is newer a later updated_at");
        } else if (!isRepeat) {
            entry.put("status", waiting.isEmpty() ? "applied" : "waiting");
        }
        entry.put("order", order.id());
        entry.put("state", order.state().name());
        ObjectNode seats = entry.putObject("seats");
        order.seats().stream()
                .filter(SeatView::paid)
                .collect(
                        Collectors.groupingBy(
                                seat -> seat.state().name(), TreeMap::new, Collectors.counting()))
                .forEach(seats::put);
        entry.set("waiting", waiting);
        if (before != null) {
            entry.set("changes", changes(SeatNote.read(before), SeatNote.of(order.seats())));
        }
        return order.seats().stream().noneMatch(seat -> UNDER_WAY.contains(seat.reason()));
    }

    /** What doesn't go on, or not yet, or is not as the order says, each with its reason. */
    private ArrayNode waiting(OrderView order) {
        ArrayNode waiting = JsonNodeFactory.instance.arrayNode();
        differences
                .of(order.shop(), order.id())
                .forEach(
                        difference ->
                                waiting.addObject()
                                        .put("line", difference.line())
                                        .put("seat", String.join(", ", difference.seats()))
                                        .put("reason", difference.code())
                                        .put("hint", difference.hint()));
        order.seats().stream()
                .filter(SeatView::live)
                .filter(OrderReports::waits)
                .limit(MOST_NAMED)
                .forEach(
                        seat ->
                                waiting.addObject()
                                        .put("line", seat.line())
                                        .put("seat", seat.reference())
                                        .put("email", seat.email())
                                        .put("reason", seat.reason())
                                        .put("hint", seat.hint()));
        order.renewals().stream()
                .filter(RenewalView::live)
                .filter(renewal -> !renewal.reason().isEmpty())
                .limit(MOST_NAMED)
                .forEach(
                        renewal ->
                                waiting.addObject()
                                        .put("line", renewal.line())
                                        .put("reason", renewal.reason())
                                        .put("hint", SeatHints.of(renewal.reason())));
        return waiting;
    }

    private static boolean waits(SeatView seat) {
        String reason = seat.reason();
        return seat.ready()
                ? reason.equals("held") || reason.startsWith("parked:")
                : !reason.isEmpty() && !UNDER_WAY.contains(reason);
    }

    private static ArrayNode changes(Map<String, SeatNote> before, Map<String, SeatNote> now) {
        ArrayNode changes = JsonNodeFactory.instance.arrayNode();
        Map<String, SeatNote> all = new LinkedHashMap<>(before);
        all.putAll(now);
        all.keySet().stream()
                .flatMap(key -> SeatNote.change(before.get(key), now.get(key)).stream())
                .limit(MOST_NAMED)
                .forEach(changes::add);
        return changes;
    }
}
