package org.moodlegateway.orders;

import static java.util.Comparator.comparing;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;
import org.moodlegateway.ledger.Entitlements;
import org.moodlegateway.ledger.SeatRow;
import org.moodlegateway.ledger.SeatRows;
import org.moodlegateway.order.Order;
import org.moodlegateway.seat.Companion;
import org.moodlegateway.seat.LinePlan;
import org.moodlegateway.seat.OrderPlan;
import org.moodlegateway.seat.PlannedSeat;
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

    private record Place(String line, SeatRow.Kind kind) {}

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
    Followed follow(Handle handle, OrderPlan plan, Instant now) {
        Order order = plan.order();
        SeatRows.lockEntitlements(handle, order);
        Map<Place, List<SeatRow>> stored =
                SeatRows.of(handle, order).stream()
                        .collect(
                                groupingBy(
                                        seat -> new Place(seat.line(), seat.kind()),
                                        LinkedHashMap::new,
                                        toList()));
        Map<Place, List<SeatRow>> planned = plannedSeats(plan);
        List<SeatRow> changed = new ArrayList<>();
        planned.forEach(
                (place, seats) ->
                        changed.addAll(
                                SeatChanges.of(stored.getOrDefault(place, List.of()), seats)));
        stored.forEach(
                (place, seats) -> {
                    if (!planned.containsKey(place)) {
                        changed.addAll(SeatChanges.of(seats, List.of()));
                    }
                });
        if (changed.isEmpty()) {
            return Followed.NOTHING;
        }
        Prepayments.Limited limited = prepayments.limit(handle, order, changed, now);
        entitlements.takeUp(
                handle,
                order,
                withReferences(handle, plan, stored, limited.seats()),
                "order " + order.shop() + "/" + order.id(),
                now);
        return new Followed(true, limited.next());
    }

    private static Map<Place, List<SeatRow>> plannedSeats(OrderPlan plan) {
        Map<Place, List<SeatRow>> planned = new LinkedHashMap<>();
        for (PlannedSeat seat : plan.seats()) {
            planned.computeIfAbsent(
                            new Place(seat.line(), SeatRow.Kind.PAID), place -> new ArrayList<>())
                    .add(SeatRow.of(seat));
        }
        for (LinePlan line : plan.lines()) {
            for (Companion companion : line.companions()) {
                planned.computeIfAbsent(
                                new Place(line.line().id(), SeatRow.kind(companion)),
                                place -> new ArrayList<>())
                        .add(SeatRow.of(plan.order().buyer(), line.line(), companion));
            }
        }
        return planned;
    }

    /**
     * Gives every new paid seat the reference that its place has in its product's chain, or the
     * next free one.
     */
    private static List<SeatRow> withReferences(
            Handle handle,
            OrderPlan plan,
            Map<Place, List<SeatRow>> stored,
            List<SeatRow> changed) {
        TreeSet<String> taken = new TreeSet<>();
        stored.values().forEach(seats -> seats.forEach(seat -> taken.add(seat.reference())));
        Map<String, String> places = referencesByPlace(plan);
        List<SeatRow> all = new ArrayList<>();
        for (SeatRow seat : inLineOrder(plan.order(), changed)) {
            boolean unnamed = seat.kind() == SeatRow.Kind.PAID && seat.reference().isEmpty();
            all.add(unnamed ? seat.referredToAs(free(handle, places, taken, seat)) : seat);
        }
        return all;
    }

    private static String free(
            Handle handle, Map<String, String> places, TreeSet<String> taken, SeatRow seat) {
        String reference = places.get(seat.line() + "/" + seat.number());
        while (!taken.add(reference) || SeatRows.isTaken(handle, reference)) {
            reference = SeatReferences.next(reference);
        }
        return reference;
    }

    private static Map<String, String> referencesByPlace(OrderPlan plan) {
        List<String> references = SeatReferences.of(plan);
        Map<String, String> places = new LinkedHashMap<>();
        for (int i = 0; i < references.size(); i++) {
            PlannedSeat seat = plan.seats().get(i);
            places.put(seat.line() + "/" + seat.number(), references.get(i));
        }
        return places;
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
