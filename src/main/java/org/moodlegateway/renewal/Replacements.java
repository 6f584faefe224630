package org.moodlegateway.renewal;

import static java.util.stream.Collectors.toSet;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;
import org.moodlegateway.ledger.Entitlements;
import org.moodlegateway.order.Line;
import org.moodlegateway.order.Order;
import org.moodlegateway.order.OrderStatus;
import org.moodlegateway.order.Replaces;
import org.moodlegateway.order.SubscriptionEvent;
import org.moodlegateway.renewal.Replacement.State;
import org.moodlegateway.seat.OrderPlan;

/**
 * Seats that stand in for others, as when somebody changes their plan: the old ones end when the
 * first of the new ones starts, by their own product's {@code on-cancel}. Only what the same buyer
 * bought in the same shop is ended; of a product, only what was bought before, and where that is
 * more seats than are new, only those of people who have a new one. If the new ones are refunded,
 * the old ones go on. Everything here runs in the caller's transaction, and comes to the same
 * however often it is done.
 */
public final class Replacements {
    /** It waits for its new seats to start. */
    static final String STARTS_LATER = "starts-later";

    /** The line is paid and sells no seat. */
    static final String NOTHING_SOLD = "nothing-sold";

    static final String SEAT_UNKNOWN = "seat-unknown";
    static final String SEAT_CANCELLED = "seat-cancelled";

    /** What it names was bought by somebody else, or it is not known by whom. */
    public static final String OTHER_BUYER = "other-buyer";

    /** What it names was bought after it. */
    static final String BOUGHT_LATER = "bought-later";

    /** More seats of the product are there than are new: only those of the same people ended. */
    public static final String FEWER = "fewer";

    private final Entitlements entitlements;

    public Replacements(Entitlements entitlements) {
        this.entitlements = entitlements;
    }

    /**
     * What is wrong with what a line, or a subscription (then empty), replaces; a constant here.
     */
    public record Wrong(String line, String reason) {}

    /** Follows an order whose seats were written: what these replace, and who replaces them. */
    public void follow(Handle handle, OrderPlan plan, Instant now) {
        Order order = plan.order();
        write(handle, plan, now);
        apply(handle, ReplacementRows.concerning(handle, order), order, now);
    }

    /** Follows a subscription's message; one that says nothing leaves what another said. */
    void follow(Handle handle, SubscriptionEvent event, Instant now) {
        if (event.replaces().isEmpty()) {
            return;
        }
        Replacement wanted = Replacement.of(event, event.replaces().orElseThrow());
        Optional<Replacement> stored =
                ReplacementRows.ofSubscription(handle, event.shop(), event.id());
        ReplacementRows.write(handle, stored, wanted, now);
        handle.execute(
                "update orders set plan_again = true where shop = ? and subscription = ?",
                event.shop(),
                event.id());
    }

    /** What is wrong with what an order replaces, as it was last applied. */
    public static List<Wrong> wrong(Handle handle, Order order) {
        return ReplacementRows.of(handle, order).stream()
                .filter(Replacement::live)
                .filter(one -> !one.reason().isEmpty() && !one.reason().equals(STARTS_LATER))
                .map(one -> new Wrong(one.line(), one.reason()))
                .toList();
    }

    private static void write(Handle handle, OrderPlan plan, Instant now) {
        Order order = plan.order();
        Map<String, Replacement> left = new LinkedHashMap<>();
        ReplacementRows.of(handle, order).stream()
                .filter(one -> one.order().equals(order.id()))
                .forEach(one -> left.put(one.line(), one));
        Set<String> failing =
                plan.lines().stream()
                        .filter(line -> line.problem().isPresent())
                        .map(line -> line.line().id())
                        .collect(toSet());
        // what a line replaced before stays as it is while that line fails
        failing.forEach(left::remove);
        boolean sells = order.status() == OrderStatus.PAID && !plan.lines().isEmpty();
        for (Line line : sells ? order.lines() : List.<Line>of()) {
            Optional<Replaces> what = line.replaces().filter(one -> line.paidQuantity() > 0);
            if (what.isPresent() && !failing.contains(line.id())) {
                Optional<Replacement> stored = Optional.ofNullable(left.remove(line.id()));
                Replacement wanted = Replacement.of(order, line, what.get());
                ReplacementRows.write(handle, stored, wanted, now);
            }
        }
        left.values().forEach(one -> ReplacementRows.mark(handle, one, State.CANCELLED, "", now));
    }

    /** {@code followed} is the order that is compared afterwards; others are planned again. */
    private void apply(Handle handle, List<Long> ids, Order followed, Instant now) {
        if (ids.isEmpty()) {
            return;
        }
        for (Replacement one : ReplacementRows.locked(handle, ids)) {
            String reason = apply(handle, one, now);
            if (!reason.equals(one.reason()) && !one.order().equals(followed.id())) {
                handle.createUpdate(
                                """
                                update orders set plan_again = true where shop = :shop and order_id <> :followed
                                    and (order_id = :order or (:order = '' and subscription = :subscription))
                                """)
                        .bind("shop", one.shop())
                        .bind("followed", followed.id())
                        .bind("order", one.order())
                        .bind("subscription", one.subscription())
                        .execute();
            }
        }
    }

    /**
     * Ends what a replacement is to end now, and has go on what it ended and is not to. Gives why
     * not all is ended, empty if all is.
     */
    private String apply(Handle handle, Replacement one, Instant now) {
        NewSeats sold = NewSeats.of(handle, one, now);
        OldSeats wanted =
                one.live() && sold.number() > 0
                        ? OldSeats.of(handle, one, sold)
                        : new OldSeats(List.of(), one.live() ? NOTHING_SOLD : "");
        List<ReplacedSeat> seats = sold.started() ? wanted.seats() : List.of();
        List<ReplacedSeat> before =
                handle
                        .createQuery(ReplacedSeat.SELECT + "s.replaced_by = :id")
                        .bind("id", one.id())
                        .map((row, context) -> ReplacedSeat.read(row))
                        .stream()
                        .filter(seat -> seat.replacedBy(one))
                        .toList();
        Set<Long> ids = seats.stream().map(ReplacedSeat::id).collect(toSet());
        List<ReplacedSeat> back = before.stream().filter(seat -> !ids.contains(seat.id())).toList();
        List<ReplacedSeat> over = seats.stream().filter(ReplacedSeat::goesOn).toList();
        over.forEach(
                seat ->
                        handle.execute(
                                """
                                update seat set state = 'EXPIRED', reason = ?, replaced_by = ?, next_at = null, changed_at = ?
                                where id = ?
                                """,
                                seat.reasonOnceReplaced(),
                                one.id(),
                                now,
                                seat.id()));
        back.forEach(seat -> goOn(handle, one, seat, now));
        TreeSet<Long> touched = new TreeSet<>();
        over.forEach(seat -> touched.addAll(entitlement(seat)));
        back.forEach(seat -> touched.addAll(entitlement(seat)));
        entitlements.fold(handle, touched, one.by(), now);
        if (!one.live()) {
            return "";
        }
        boolean waits = !sold.started() || (wanted.seats().isEmpty() && !wanted.reason().isEmpty());
        boolean later = sold.number() > 0 && !sold.started() && wanted.reason().isEmpty();
        String reason = later ? STARTS_LATER : wanted.reason();
        ReplacementRows.mark(handle, one, waits ? State.WAITING : State.APPLIED, reason, now);
        return reason;
    }

    private static List<Long> entitlement(ReplacedSeat seat) {
        return seat.entitlement() == null ? List.of() : List.of(seat.entitlement());
    }

    /** Its order is followed once more, for its newest event may say something else of it now. */
    private static void goOn(Handle handle, Replacement one, ReplacedSeat seat, Instant now) {
        handle.execute(
                """
                update seat set state = case when email = '' then 'UNASSIGNED' else 'WAITING' end, reason = '',
                    replaced_by = null, changed_at = ? where id = ?
                """,
                now,
                seat.id());
        handle.execute(
                "update orders set plan_again = true where shop = ? and order_id = ?",
                one.shop(),
                seat.order());
    }
}
