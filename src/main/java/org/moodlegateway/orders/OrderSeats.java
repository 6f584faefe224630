package org.moodlegateway.orders;

import static java.util.Comparator.comparing;
import static java.util.stream.Collectors.toMap;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;
import org.moodlegateway.ledger.Entitlements;
import org.moodlegateway.ledger.SeatRow;
import org.moodlegateway.ledger.SeatRows;
import org.moodlegateway.order.Order;
import org.moodlegateway.orders.Corrections.Newer;
import org.moodlegateway.orders.SeatMatching.Match;
import org.moodlegateway.seat.Companion;
import org.moodlegateway.seat.LinePlan;
import org.moodlegateway.seat.OrderPlan;
import org.moodlegateway.seat.SeatReferences;

/**
 * Brings the seats of an order to what its newest event plans. Everything here runs in the caller's
 * transaction.
 */
final class OrderSeats {
    private final Entitlements entitlements;
    private final Prepayments prepayments;

    OrderSeats(Entitlements entitlements, Prepayments prepayments) {
        this.entitlements = entitlements;
        this.prepayments = prepayments;
    }

    /**
     * What following an event came to.
     *
     * @param moved whether any seat was written
     * @param prepayAt when a prepayment that waits may be tried again; empty if none waits
     */
    record Followed(boolean moved, Optional<Instant> prepayAt) {
        static final Followed NOTHING = new Followed(false, Optional.empty());
    }

    /** Writes what differs, and has it folded. */
    Followed follow(Handle handle, OrderPlan plan, Newer newer, Instant now) {
        Order order = plan.order();
        SeatRows.lockEntitlements(handle, order);
        List<SeatRow> stored = SeatRows.of(handle, order);
        LineProblems problems = LineProblems.of(plan);
        problems.write(handle, order, now);
        Corrections corrections = new Corrections(handle, newer, stored, entitlements.zone(), now);
        List<SeatRow> changed =
                changed(
                        problems.open(stored, stored),
                        problems.open(planned(plan), stored),
                        order,
                        corrections);
        Optional<Instant> next = Optional.empty();
        if (!changed.isEmpty()) {
            Prepayments.Limited limited = prepayments.limit(handle, order, changed, now);
            List<SeatRow> written = withReferences(handle, order, stored, limited.seats());
            OrderNews.freeSeats(handle, order, stored, written, now);
            corrections.leave();
            entitlements.takeUp(
                    handle, order, written, "order " + order.shop() + "/" + order.id(), now);
            next = limited.next();
        }
        corrections.write();
        return new Followed(!changed.isEmpty(), next);
    }

    private static List<SeatRow> changed(
            List<SeatRow> stored, List<SeatRow> planned, Order order, Corrections corrections) {
        Map<Long, SeatRow> before = stored.stream().collect(toMap(SeatRow::id, seat -> seat));
        List<SeatRow> after = new ArrayList<>();
        for (SeatRow.Kind kind : SeatRow.Kind.values()) {
            SeatMatching matching = SeatMatching.of(of(kind, stored), of(kind, planned));
            matching.left().forEach(seat -> after.add(seat.cancelled()));
            matching.matches().forEach(match -> after.add(after(match, order, corrections)));
        }
        return after.stream().filter(seat -> !seat.equals(before.get(seat.id()))).toList();
    }

    private static List<SeatRow> of(SeatRow.Kind kind, List<SeatRow> seats) {
        return seats.stream().filter(seat -> seat.kind() == kind).toList();
    }

    private static SeatRow after(Match match, Order order, Corrections corrections) {
        SeatRow seat = match.seat();
        if (seat.id() == 0) {
            return seat;
        }
        SeatRow followed =
                seat.free() || !seat.live()
                        ? seat.plannedAs(match.planned())
                        : corrections.correct(seat, match.planned());
        return GroupFollowing.of(followed, match.planned(), order);
    }

    /** Paid seats with the references that their places have in their products' chains. */
    private static List<SeatRow> planned(OrderPlan plan) {
        List<SeatRow> planned = new ArrayList<>();
        List<String> references = SeatReferences.of(plan);
        for (int i = 0; i < references.size(); i++) {
            planned.add(SeatRow.of(plan.seats().get(i)).referredToAs(references.get(i)));
        }
        for (LinePlan line : plan.lines()) {
            for (Companion companion : line.companions()) {
                planned.add(SeatRow.of(plan.order().buyer(), line.line(), companion));
            }
        }
        return planned;
    }

    /** Gives every new seat whose place's reference is taken the next free one. */
    private static List<SeatRow> withReferences(
            Handle handle, Order order, List<SeatRow> stored, List<SeatRow> changed) {
        TreeSet<String> taken = new TreeSet<>();
        stored.forEach(seat -> taken.add(seat.reference()));
        List<SeatRow> all = new ArrayList<>();
        for (SeatRow seat : inLineOrder(order, changed)) {
            boolean isNew = seat.kind() == SeatRow.Kind.PAID && seat.id() == 0;
            all.add(isNew ? seat.referredToAs(free(handle, taken, seat.reference())) : seat);
        }
        return all;
    }

    private static String free(Handle handle, TreeSet<String> taken, String first) {
        String reference = first;
        while (!taken.add(reference) || SeatRows.isTaken(handle, reference)) {
            reference = SeatReferences.next(reference);
        }
        return reference;
    }

    private static List<SeatRow> inLineOrder(Order order, List<SeatRow> seats) {
        List<String> lines = order.lines().stream().map(line -> line.id()).toList();
        return seats.stream()
                .sorted(
                        comparing((SeatRow seat) -> lines.indexOf(seat.line()))
                                .thenComparing(SeatRow::number))
                .toList();
    }
}
