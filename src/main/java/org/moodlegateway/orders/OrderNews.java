package org.moodlegateway.orders;

import static java.util.stream.Collectors.toMap;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.moodlegateway.ledger.Outbox;
import org.moodlegateway.ledger.Outbox.Fact;
import org.moodlegateway.ledger.SeatRow;
import org.moodlegateway.order.Emails;
import org.moodlegateway.order.Order;
import org.moodlegateway.order.OrderStatus;
import org.moodlegateway.seat.OrderPlan;
import org.moodlegateway.seat.SeatState;

/**
 * What people are told as soon as an order is applied: that seats wait for a name or an address,
 * and that nobody of the order can be written to. Runs in the caller's transaction.
 */
final class OrderNews {
    private static final int MOST_NAMED = 20;

    private OrderNews() {}

    /** Notes once of each seat that it is free; {@code written} are the rows that changed. */
    static void freeSeats(
            Handle handle, Order order, List<SeatRow> before, List<SeatRow> written, Instant now) {
        Map<Long, SeatRow> known = before.stream().collect(toMap(SeatRow::id, seat -> seat));
        List<String> free =
                written.stream()
                        .filter(seat -> isFree(seat) && !isAsFree(known.get(seat.id()), seat))
                        .map(SeatRow::reference)
                        .toList();
        if (free.isEmpty()) {
            return;
        }
        Outbox.note(
                handle,
                now,
                new Fact(
                        "seats-free",
                        "seats-free " + name(order) + " " + String.join(",", free),
                        order.shop(),
                        order.id(),
                        Map.of(
                                "count",
                                String.valueOf(free.size()),
                                "seats",
                                String.join(
                                        ", ",
                                        free.subList(0, Math.min(MOST_NAMED, free.size()))))));
    }

    private static boolean isFree(SeatRow seat) {
        return seat.kind() == SeatRow.Kind.PAID && seat.state() == SeatState.UNASSIGNED;
    }

    /** Whether it was free before, for the same person or for none. */
    private static boolean isAsFree(SeatRow before, SeatRow seat) {
        return before != null && isFree(before) && before.reason().equals(seat.reason());
    }

    /** Notes once of a paid order that neither its buyer nor a participant has an e-mail. */
    static void nobodyToTell(Handle handle, OrderPlan plan, Instant now) {
        Order order = plan.order();
        boolean paid = order.status() == OrderStatus.PAID && !plan.seats().isEmpty();
        boolean reachable =
                Emails.usable(order.buyer().email())
                        || order.lines().stream()
                                .flatMap(line -> line.participants().stream())
                                .anyMatch(person -> Emails.usable(person.email()));
        if (paid && !reachable) {
            Outbox.note(
                    handle,
                    now,
                    new Fact(
                            "nobody-to-tell",
                            "nobody-to-tell " + name(order),
                            order.shop(),
                            order.id(),
                            Map.of("count", String.valueOf(plan.seats().size()))));
        }
    }

    private static String name(Order order) {
        return order.shop() + "/" + order.id();
    }
}
