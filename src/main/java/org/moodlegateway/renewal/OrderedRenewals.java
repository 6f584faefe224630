package org.moodlegateway.renewal;

import static java.util.Comparator.comparing;
import static java.util.stream.Collectors.toSet;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;
import org.moodlegateway.catalogue.RenewalTerms;
import org.moodlegateway.ledger.Entitlements;
import org.moodlegateway.ledger.RenewalRow;
import org.moodlegateway.ledger.RenewalRow.State;
import org.moodlegateway.ledger.RenewalRows;
import org.moodlegateway.ledger.RenewedSeat;
import org.moodlegateway.ledger.Rows;
import org.moodlegateway.ledger.SeatRow;
import org.moodlegateway.order.Emails;
import org.moodlegateway.order.Order;
import org.moodlegateway.order.Renews;
import org.moodlegateway.order.Snapshot;
import org.moodlegateway.seat.Extension;
import org.moodlegateway.seat.Length;
import org.moodlegateway.seat.LinePlan;
import org.moodlegateway.seat.OrderPlan;
import org.moodlegateway.seat.SeatState;

/**
 * Renewals that somebody bought: each line once, whatever is sent again, for the live seats that it
 * names, as many as it pays for, whichever comes first. What is refunded is taken out again, and
 * then an end moves back. Everything here runs in the caller's transaction.
 */
public final class OrderedRenewals {
    private static final String SEAT_UNKNOWN = "seat-unknown";
    private static final String SEAT_CANCELLED = "seat-cancelled";
    private static final String SEAT_REPLACED = "seat-replaced";
    private static final String COURSE_DIFFERS = "course-differs";

    private final Entitlements entitlements;

    public OrderedRenewals(Entitlements entitlements) {
        this.entitlements = entitlements;
    }

    /**
     * Follows an order whose seats were written: what it renews now, and who renews what it sold.
     */
    public void follow(Handle handle, OrderPlan plan, Instant now) {
        Order order = plan.order();
        subscribe(handle, order);
        TreeSet<Long> toApply = new TreeSet<>(write(handle, plan, now));
        toApply.addAll(RenewalRows.ofSeatsOf(handle, order));
        apply(handle, toApply, "order " + order.shop() + "/" + order.id(), now);
    }

    /** Applies those that wait though their seat is there, which two at once can leave behind. */
    public boolean applyWaiting(Handle handle, int most, Instant now) {
        List<Long> waiting = RenewalRows.toApply(handle, most);
        apply(handle, waiting, "", now);
        return !waiting.isEmpty();
    }

    /** A newer event may be the first to say to which subscription an order belongs. */
    private static void subscribe(Handle handle, Order order) {
        handle.execute(
                "update seat set subscription = ? where shop = ? and order_id = ? and subscription"
                        + " <> ?",
                order.subscription(),
                order.shop(),
                order.id(),
                order.subscription());
    }

    /** Ids of the renewals of this order that changed. */
    private static List<Long> write(Handle handle, OrderPlan plan, Instant now) {
        Map<String, RenewalRow> left = new HashMap<>();
        RenewalRows.of(handle, plan.order()).forEach(row -> left.put(row.line(), row));
        List<String> changed = new ArrayList<>();
        for (LinePlan line : plan.lines()) {
            line.renewal()
                    .map(bought -> RenewalRow.of(plan.order(), line, bought, plan.purchasedAt()))
                    .ifPresent(
                            planned -> {
                                RenewalRow stored = left.remove(planned.line());
                                if (stored == null || !stored.buys(planned)) {
                                    RenewalRows.write(handle, planned.storedAs(stored), now);
                                    changed.add(planned.line());
                                }
                            });
        }
        // what a line renewed before stays as it is while that line fails
        plan.lines().stream()
                .filter(line -> line.problem().isPresent())
                .forEach(line -> left.remove(line.line().id()));
        left.values().stream()
                .filter(RenewalRow::live)
                .forEach(
                        row -> {
                            RenewalRows.mark(handle, row.id(), State.CANCELLED, "", now);
                            changed.add(row.line());
                        });
        return changed.isEmpty()
                ? List.of()
                : RenewalRows.of(handle, plan.order()).stream()
                        .filter(row -> changed.contains(row.line()))
                        .map(RenewalRow::id)
                        .toList();
    }

    private void apply(Handle handle, Collection<Long> ids, String by, Instant now) {
        List<RenewedSeat> changed = new ArrayList<>();
        for (RenewalRow renewal : RenewalRows.byId(handle, ids)) {
            changed.addAll(apply(handle, renewal, now));
        }
        if (changed.isEmpty()) {
            return;
        }
        RenewedSeat.revive(handle, changed, now);
        RenewedSeat.rejoin(handle, changed, now);
        TreeSet<Long> touched = new TreeSet<>();
        for (RenewedSeat seat : changed) {
            handle.execute("update seat set reminded_at = ? where id = ?", now, seat.id());
            if (seat.entitlement() != null) {
                touched.add(seat.entitlement());
            }
        }
        entitlements.fold(handle, touched, by, now);
    }

    /** Brings the extensions of one renewal to what it buys; the seats for which that changed. */
    private List<RenewedSeat> apply(Handle handle, RenewalRow renewal, Instant now) {
        List<RenewedSeat> named = renewal.live() ? named(handle, renewal) : List.of();
        List<RenewedSeat> paid =
                named.stream().filter(seat -> seat.state() != SeatState.CANCELLED).toList();
        List<RenewedSeat> live = paid.stream().filter(seat -> !seat.replaced()).toList();
        List<RenewedSeat> meant =
                live.stream().filter(seat -> seat.mayBeIn(renewal.plan().course())).toList();
        if (renewal.live()) {
            String reason =
                    named.isEmpty()
                            ? SEAT_UNKNOWN
                            : paid.isEmpty()
                                    ? SEAT_CANCELLED
                                    : live.isEmpty()
                                            ? SEAT_REPLACED
                                            : meant.isEmpty() ? COURSE_DIFFERS : "";
            State state = reason.isEmpty() ? State.APPLIED : State.WAITING;
            RenewalRows.mark(handle, renewal.id(), state, reason, now);
            remember(handle, renewal, paid(meant).size());
        }
        return extend(handle, renewal, chosen(handle, renewal, meant), now);
    }

    /** The paid seats that a renewal is for, if it is applied now. */
    public static List<RenewedSeat> seats(Handle handle, RenewalRow renewal) {
        return paid(
                named(handle, renewal).stream()
                        .filter(seat -> seat.state() != SeatState.CANCELLED && !seat.replaced())
                        .filter(seat -> seat.mayBeIn(renewal.plan().course()))
                        .toList());
    }

    private static List<RenewedSeat> paid(List<RenewedSeat> seats) {
        return seats.stream().filter(seat -> seat.kind() == SeatRow.Kind.PAID).toList();
    }

    /** Has its order planned again if it pays for another number of seats than there are. */
    private static void remember(Handle handle, RenewalRow renewal, int seats) {
        boolean counted = renewal.plan().seats() > 0 && renewal.found() == 0 && seats > 0;
        if (counted
                && RenewalRows.found(handle, renewal, seats)
                && renewal.plan().seats() != seats) {
            handle.execute(
                    "update orders set plan_again = true where shop = ? and order_id = ?",
                    renewal.shop(),
                    renewal.order());
        }
    }

    /**
     * Of more seats than are paid for: those whose people the line names, then from the lowest on,
     * and none that another line of the same order renews.
     */
    private static List<RenewedSeat> chosen(
            Handle handle, RenewalRow renewal, List<RenewedSeat> meant) {
        int most = renewal.plan().seats();
        if (most == 0 || paid(meant).size() <= most) {
            return meant;
        }
        Set<String> people = people(handle, renewal);
        Set<Long> taken = takenBeside(handle, renewal);
        Set<Long> chosen =
                paid(meant).stream()
                        .filter(seat -> !taken.contains(seat.id()))
                        .sorted(comparing(seat -> !people.contains(Emails.key(seat.email()))))
                        .limit(most)
                        .map(RenewedSeat::id)
                        .collect(toSet());
        return meant.stream()
                .filter(seat -> seat.kind() != SeatRow.Kind.PAID || chosen.contains(seat.id()))
                .toList();
    }

    private static Set<String> people(Handle handle, RenewalRow renewal) {
        return handle
                .select(
                        "select snapshot from orders where shop = ? and order_id = ?",
                        renewal.shop(),
                        renewal.order())
                .mapTo(String.class)
                .stream()
                .flatMap(kept -> Snapshot.read(kept).lines().stream())
                .filter(line -> line.id().equals(renewal.line()))
                .flatMap(line -> line.participants().stream())
                .map(person -> Emails.key(person.email()))
                .collect(toSet());
    }

    private static Set<Long> takenBeside(Handle handle, RenewalRow renewal) {
        return handle
                .createQuery(
                        """
                        select e.seat_id from extension e where e.cause = 'ORDER' and e.in_force = true and e.cause_key in (
                            select cast(r.id as varchar) from renewal r
                            where r.shop = :shop and r.order_id = :order and r.id <> :id and r.state <> 'CANCELLED')
                        """)
                .bind("shop", renewal.shop())
                .bind("order", renewal.order())
                .bind("id", renewal.id())
                .mapTo(Long.class)
                .stream()
                .collect(toSet());
    }

    /**
     * The seats that a renewal names, cancelled ones included, but none that its own order sold.
     * With a whole order, or a subscription, goes who supervises it.
     */
    private static List<RenewedSeat> named(Handle handle, RenewalRow renewal) {
        return handle.createQuery(
                        RenewedSeat.SELECT
                                + named(renewal.plan().target().target())
                                + " order by s.id")
                .bind("shop", renewal.shop())
                .bind("value", renewal.plan().target().value())
                .bind("own", renewal.order())
                .map((row, context) -> RenewedSeat.read(row))
                .list();
    }

    /**
     * Of a seat {@code s}: whether it is named so. What an order says of itself means what others
     * sold. With {@code :shop}, {@code :value}, and but for a seat {@code :own}.
     */
    static String named(Renews.Target target) {
        return "s.shop = :shop and "
                + switch (target) {
                    case SEAT -> "s.reference = :value and s.kind in ('PAID', 'ADOPTED')";
                    case ORDER ->
                            "s.order_id = :value and s.order_id <> :own and s.kind in ('PAID',"
                                    + " 'SUPERVISOR')";
                    case SUBSCRIPTION ->
                            "s.subscription = :value and s.order_id <> :own and s.kind in ('PAID',"
                                    + " 'SUPERVISOR')";
                };
    }

    /**
     * What a renewal gives a seat. Orders of a subscription count from the paid end, and not from
     * the days of grace that were only lent after it.
     */
    private Extension bought(RenewalRow renewal, RenewedSeat seat) {
        Extension bought = renewal.extension();
        boolean lent =
                renewal.plan().target().target() == Renews.Target.SUBSCRIPTION
                        && seat.terms() != null
                        && seat.terms().mode() == RenewalTerms.Mode.SUBSCRIPTION;
        return lent
                ? new Extension(
                        RenewalTerms.before(
                                bought.from(), seat.terms().grace(), entitlements.zone()),
                        bought.length())
                : bought;
    }

    private record Stored(long seat, Extension extension, boolean inForce) {
        /** What counted from a later day once stays so. */
        boolean isAsGoodAs(Extension bought) {
            return extension.length().equals(bought.length())
                    && !extension.from().isBefore(bought.from());
        }
    }

    private List<RenewedSeat> extend(
            Handle handle, RenewalRow renewal, List<RenewedSeat> meant, Instant now) {
        Map<Long, Stored> left = stored(handle, renewal);
        List<RenewedSeat> changed = new ArrayList<>();
        for (RenewedSeat seat : meant) {
            Extension bought = bought(renewal, seat);
            Stored stored = left.remove(seat.id());
            if (stored == null) {
                insert(handle, renewal, seat, bought, now);
                changed.add(seat);
            } else if (!stored.inForce || !stored.isAsGoodAs(bought)) {
                update(handle, renewal, seat.id(), bought, true);
                changed.add(seat);
            }
        }
        List<Stored> inForce = left.values().stream().filter(Stored::inForce).toList();
        inForce.forEach(one -> update(handle, renewal, one.seat, one.extension, false));
        List<Long> withdrawn = inForce.stream().map(Stored::seat).toList();
        if (!withdrawn.isEmpty()) {
            changed.addAll(
                    handle.createQuery(RenewedSeat.SELECT + "s.id in (<ids>) order by s.id")
                            .bindList("ids", withdrawn)
                            .map((row, context) -> RenewedSeat.read(row))
                            .list());
        }
        return changed;
    }

    private static Map<Long, Stored> stored(Handle handle, RenewalRow renewal) {
        Map<Long, Stored> stored = new HashMap<>();
        handle.select(
                        """
                        select seat_id, from_at, length, in_force from extension
                        where cause = 'ORDER' and cause_key = ?
                        """,
                        key(renewal))
                .map(
                        (row, context) ->
                                new Stored(
                                        row.getLong("seat_id"),
                                        new Extension(
                                                Rows.instant(row, "from_at"),
                                                Length.parse(row.getString("length"))),
                                        row.getBoolean("in_force")))
                .forEach(one -> stored.put(one.seat, one));
        return stored;
    }

    private static void insert(
            Handle handle, RenewalRow renewal, RenewedSeat seat, Extension bought, Instant now) {
        handle.execute(
                """
                insert into extension (seat_id, cause, cause_key, from_at, length, in_force, made_at)
                values (?, 'ORDER', ?, ?, ?, true, ?)
                """,
                seat.id(),
                key(renewal),
                bought.from(),
                bought.length().text(),
                now);
    }

    private static void update(
            Handle handle, RenewalRow renewal, long seat, Extension bought, boolean inForce) {
        handle.execute(
                """
                update extension set from_at = ?, length = ?, in_force = ?
                where seat_id = ? and cause = 'ORDER' and cause_key = ?
                """,
                bought.from(),
                bought.length().text(),
                inForce,
                seat,
                key(renewal));
    }

    private static String key(RenewalRow renewal) {
        return String.valueOf(renewal.id());
    }
}
