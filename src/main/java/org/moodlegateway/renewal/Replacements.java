package org.moodlegateway.renewal;

import static java.util.stream.Collectors.toSet;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;
import org.moodlegateway.ledger.Entitlements;
import org.moodlegateway.ledger.PeopleRows;
import org.moodlegateway.ledger.Rows;
import org.moodlegateway.ledger.SeatRow;
import org.moodlegateway.order.Emails;
import org.moodlegateway.order.Line;
import org.moodlegateway.order.Order;
import org.moodlegateway.order.OrderStatus;
import org.moodlegateway.order.Renews;
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
        TreeSet<Long> ids = new TreeSet<>();
        Replacement.of(handle, order).forEach(one -> ids.add(one.id()));
        ids.addAll(ofSeatsOf(handle, order));
        apply(handle, ids, order, now);
    }

    /** Follows a subscription's message; one that says nothing leaves what another said. */
    void follow(Handle handle, SubscriptionEvent event, Instant now) {
        if (event.replaces().isEmpty()) {
            return;
        }
        Replacement stored =
                handle.select(
                                "select * from replacement where shop = ? and order_id = '' and"
                                        + " subscription = ?",
                                event.shop(),
                                event.id())
                        .map((row, context) -> Replacement.read(row))
                        .findOne()
                        .orElse(null);
        Replaces what = event.replaces().orElseThrow();
        write(handle, stored, event.shop(), "", "", event.id(), what, now);
        handle.execute(
                "update orders set plan_again = true where shop = ? and subscription = ?",
                event.shop(),
                event.id());
    }

    /** What is wrong with what an order replaces, as it was last applied. */
    public static List<Wrong> wrong(Handle handle, Order order) {
        return Replacement.of(handle, order).stream()
                .filter(Replacement::live)
                .filter(one -> !one.reason().isEmpty() && !one.reason().equals(STARTS_LATER))
                .map(one -> new Wrong(one.line(), one.reason()))
                .toList();
    }

    private static void write(Handle handle, OrderPlan plan, Instant now) {
        Order order = plan.order();
        Map<String, Replacement> left = new LinkedHashMap<>();
        Replacement.of(handle, order).stream()
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
                Replacement stored = left.remove(line.id());
                write(handle, stored, order.shop(), order.id(), line.id(), "", what.get(), now);
            }
        }
        left.values().forEach(one -> mark(handle, one, State.CANCELLED, "", now));
    }

    private static void write(
            Handle handle,
            Replacement stored,
            String shop,
            String order,
            String line,
            String subscription,
            Replaces what,
            Instant now) {
        if (stored != null && stored.live() && stored.what().equals(what)) {
            return;
        }
        handle.createUpdate(
                        stored == null
                                ? """
                                insert into replacement (shop, order_id, line_id, subscription, target, target_value, state, reason, changed_at)
                                values (:shop, :order, :line, :subscription, :target, :value, 'WAITING', '', :now)
                                """
                                : """
                                update replacement set target = :target, target_value = :value, state = 'WAITING', reason = '', changed_at = :now
                                where shop = :shop and order_id = :order and line_id = :line and subscription = :subscription
                                """)
                .bind("shop", shop)
                .bind("order", order)
                .bind("line", line)
                .bind("subscription", subscription)
                .bind("target", what.target().name())
                .bind("value", what.value())
                .bind("now", now)
                .execute();
    }

    private static void mark(
            Handle handle, Replacement one, State state, String reason, Instant now) {
        if (one.state() != state || !one.reason().equals(reason)) {
            handle.execute(
                    "update replacement set state = ?, reason = ?, changed_at = ? where id = ?",
                    state.name(),
                    reason,
                    now,
                    one.id());
        }
    }

    /** Ids of those that name what an order sold, or ended some of it. */
    private static List<Long> ofSeatsOf(Handle handle, Order order) {
        return handle.createQuery(
                        """
                        select id from replacement where shop = :shop and state <> 'CANCELLED' and target = 'ORDER' and target_value = :order
                        union
                        select id from replacement where shop = :shop and state <> 'CANCELLED' and target = 'SUBSCRIPTION'
                            and target_value = :subscription and :subscription <> ''
                        union
                        select r.id from seat s join replacement r on r.shop = s.shop and r.state <> 'CANCELLED'
                                and r.target = 'SEAT' and r.target_value = s.reference
                            where s.shop = :shop and s.order_id = :order
                        union
                        select r.id from seat s join replacement r on r.shop = s.shop and r.state = 'WAITING'
                                and r.target = 'PRODUCT' and r.target_value = s.product
                            where s.shop = :shop and s.order_id = :order
                        union
                        select replaced_by from seat where shop = :shop and order_id = :order and replaced_by is not null
                        """)
                .bind("shop", order.shop())
                .bind("order", order.id())
                .bind("subscription", order.subscription())
                .mapTo(Long.class)
                .list();
    }

    /**
     * Has orders planned again whose new seats have started, or whose old ones are there now, which
     * two at once can leave behind.
     *
     * @return whether there were any
     */
    boolean wake(Handle handle, int most, Instant now) {
        List<Long> due =
                handle.createQuery(
                                """
                                select r.id from replacement r where r.state = 'WAITING' and (
                                    (r.reason = 'starts-later' and exists (select 1 from NEW and STARTED))
                                    or (r.reason = 'seat-unknown' and exists (
                                        select 1 from seat s join orders o on o.shop = s.shop and o.order_id = s.order_id
                                        where s.shop = r.shop and s.kind = 'PAID' and s.order_id <> r.order_id and (
                                            (r.target = 'SEAT' and s.reference = r.target_value)
                                            or (r.target = 'ORDER' and s.order_id = r.target_value)
                                            or (r.target = 'SUBSCRIPTION' and s.subscription = r.target_value and s.subscription <> r.subscription)
                                            or (r.target = 'PRODUCT' and s.product = r.target_value and lower(o.buyer_email) in (
                                                select lower(b.buyer_email) from orders b where b.shop = r.shop
                                                    and (b.order_id = r.order_id or (r.order_id = '' and b.subscription = r.subscription))))))))
                                    and exists (select 1 from orders b where b.shop = r.shop and b.plan_again = false
                                        and (b.order_id = r.order_id or (r.order_id = '' and b.subscription = r.subscription)))
                                order by r.id fetch first :most rows only
                                """
                                        .replace("NEW", NEW)
                                        .replace("STARTED", STARTED))
                        .bind("most", most)
                        .bind("now", now)
                        .mapTo(Long.class)
                        .list();
        if (!due.isEmpty()) {
            handle.createUpdate(
                            """
                            update orders set plan_again = true where exists (
                                select 1 from replacement r where r.id in (<ids>) and r.shop = orders.shop
                                    and (r.order_id = orders.order_id or (r.order_id = '' and r.subscription = orders.subscription)))
                            """)
                    .bindList("ids", due)
                    .execute();
        }
        return !due.isEmpty();
    }

    /** The seats {@code n} of a replacement {@code r} that are paid for. */
    private static final String NEW =
            """
            seat n left join entitlement g on g.id = n.entitlement_id left join course k on k.id = g.course_id
            where n.shop = r.shop and n.kind = 'PAID' and n.state <> 'CANCELLED'
                and ((r.order_id <> '' and n.order_id = r.order_id and n.line_id = r.line_id)
                    or (r.order_id = '' and n.subscription = r.subscription))""";

    /** What starts when it is given to somebody has not started while it is free. */
    private static final String STARTED =
            """
            (n.starts_at <= :now and not (n.start_on_assign = true and n.state = 'UNASSIGNED')
                and not (n.not_before_course = true and k.starts_at is not null and k.starts_at > :now))""";

    /**
     * What the new seats are now.
     *
     * @param orders ids of their orders
     * @param people keys of those who sit there
     */
    private record NewSeats(int number, boolean started, Set<String> orders, Set<String> people) {}

    private static NewSeats newSeats(Handle handle, Replacement one, Instant now) {
        record Row(String order, String person, boolean started) {}
        List<Row> rows =
                handle.createQuery(
                                "select n.order_id, n.email, coalesce("
                                        + STARTED
                                        + ", false) as started from replacement r, "
                                        + NEW
                                        + " and r.id = :id")
                        .bind("id", one.id())
                        .bind("now", now)
                        .map(
                                (row, context) ->
                                        new Row(
                                                row.getString("order_id"),
                                                Emails.key(row.getString("email")),
                                                row.getBoolean("started")))
                        .list();
        return new NewSeats(
                rows.size(),
                rows.stream().anyMatch(Row::started),
                rows.stream().map(Row::order).collect(toSet()),
                rows.stream().map(Row::person).filter(key -> !key.isEmpty()).collect(toSet()));
    }

    /** {@code followed} is the order that is compared afterwards; others are planned again. */
    private void apply(Handle handle, Collection<Long> ids, Order followed, Instant now) {
        if (ids.isEmpty()) {
            return;
        }
        List<Replacement> all =
                handle.createQuery(
                                "select * from replacement where id in (<ids>) order by id for"
                                        + " update")
                        .bindList("ids", List.copyOf(ids))
                        .map((row, context) -> Replacement.read(row))
                        .list();
        for (Replacement one : all) {
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
        NewSeats sold = newSeats(handle, one, now);
        Ended wanted =
                one.live() && sold.number > 0
                        ? ended(handle, one, sold)
                        : new Ended(List.of(), one.live() ? NOTHING_SOLD : "");
        List<ReplacedSeat> seats = sold.started ? wanted.seats : List.of();
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
        boolean waits = !sold.started || (wanted.seats.isEmpty() && !wanted.reason.isEmpty());
        boolean later = sold.number > 0 && !sold.started && wanted.reason.isEmpty();
        String reason = later ? STARTS_LATER : wanted.reason;
        mark(handle, one, waits ? State.WAITING : State.APPLIED, reason, now);
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

    /**
     * What is to end once the new seats have started.
     *
     * @param reason why not all that is named; empty if all
     */
    private record Ended(List<ReplacedSeat> seats, String reason) {}

    private static Ended ended(Handle handle, Replacement one, NewSeats sold) {
        Bought own = Bought.of(handle, one, sold);
        List<ReplacedSeat> named =
                named(handle, one, own).stream()
                        .filter(seat -> !sold.orders.contains(seat.order()))
                        .toList();
        if (named.isEmpty()) {
            return new Ended(List.of(), SEAT_UNKNOWN);
        }
        List<ReplacedSeat> live = named.stream().filter(seat -> !seat.cancelled()).toList();
        if (live.isEmpty()) {
            return new Ended(List.of(), SEAT_CANCELLED);
        }
        List<ReplacedSeat> ours =
                live.stream().filter(seat -> own.addresses.contains(seat.buyer())).toList();
        boolean loose =
                one.what().target() == Replaces.Target.PRODUCT
                        || one.what().target() == Replaces.Target.SUBSCRIPTION;
        List<ReplacedSeat> before =
                ours.stream().filter(seat -> !loose || own.isAfter(seat.purchasedAt())).toList();
        List<ReplacedSeat> meant =
                before.stream().filter(seat -> seat.goesOn() || seat.replacedBy(one)).toList();
        String reason =
                ours.size() < live.size() ? OTHER_BUYER : before.isEmpty() ? BOUGHT_LATER : "";
        List<ReplacedSeat> paid = meant.stream().filter(Replacements::isPaid).toList();
        if (one.what().target() == Replaces.Target.PRODUCT && paid.size() > sold.number) {
            paid = paid.stream().filter(seat -> sold.people.contains(seat.person())).toList();
            reason = FEWER;
        }
        return new Ended(withSupervisors(handle, one, paid), reason);
    }

    private static boolean isPaid(ReplacedSeat seat) {
        return seat.kind() == SeatRow.Kind.PAID || seat.kind() == SeatRow.Kind.ADOPTED;
    }

    /** Who supervises a line is over with the last of its people. */
    private static List<ReplacedSeat> withSupervisors(
            Handle handle, Replacement one, List<ReplacedSeat> paid) {
        Set<Long> ids = paid.stream().map(ReplacedSeat::id).collect(toSet());
        List<ReplacedSeat> all = new ArrayList<>(paid);
        for (String order : new TreeSet<>(paid.stream().map(ReplacedSeat::order).toList())) {
            List<ReplacedSeat> seats =
                    handle.createQuery(
                                    ReplacedSeat.SELECT
                                            + "s.shop = :shop and s.order_id = :order order by s.id")
                            .bind("shop", one.shop())
                            .bind("order", order)
                            .map((row, context) -> ReplacedSeat.read(row))
                            .list();
            Set<String> going =
                    seats.stream()
                            .filter(seat -> isPaid(seat) && seat.goesOn())
                            .filter(seat -> !ids.contains(seat.id()))
                            .map(ReplacedSeat::line)
                            .collect(toSet());
            Set<String> over =
                    seats.stream()
                            .filter(seat -> ids.contains(seat.id()))
                            .map(ReplacedSeat::line)
                            .collect(toSet());
            seats.stream()
                    .filter(seat -> seat.kind() == SeatRow.Kind.SUPERVISOR)
                    .filter(seat -> seat.goesOn() || seat.replacedBy(one))
                    .filter(seat -> over.contains(seat.line()) && !going.contains(seat.line()))
                    .forEach(all::add);
        }
        return all;
    }

    /**
     * By whom and when the new seats were bought.
     *
     * @param addresses keys of all addresses of the buyer; none if they are not known
     * @param at null if that is not known
     */
    private record Bought(Set<String> addresses, Instant at) {
        static Bought of(Handle handle, Replacement one, NewSeats sold) {
            record Row(String buyer, Instant at) {}
            List<Row> rows =
                    handle.createQuery(
                                    """
                                    select buyer_email, purchased_at from orders where shop = :shop and order_id in (<orders>)
                                    order by purchased_at, order_id
                                    """)
                            .bind("shop", one.shop())
                            .bindList("orders", List.copyOf(sold.orders))
                            .map(
                                    (row, context) ->
                                            new Row(
                                                    Emails.key(row.getString("buyer_email")),
                                                    Rows.instant(row, "purchased_at")))
                            .list();
            if (rows.isEmpty()) {
                return new Bought(Set.of(), null);
            }
            return new Bought(addresses(handle, rows.get(0).buyer), rows.get(0).at);
        }

        private static Set<String> addresses(Handle handle, String key) {
            if (key.isEmpty()) {
                return Set.of();
            }
            Set<String> all = new HashSet<>(Set.of(key));
            PeopleRows.find(handle, key)
                    .ifPresent(
                            person ->
                                    handle.select(
                                                    """
                                                    select person_key from person where id = ?
                                                    union select address from person_address where person_id = ?
                                                    """,
                                                    person,
                                                    person)
                                            .mapTo(String.class)
                                            .forEach(
                                                    other -> {
                                                        // one that leads to somebody else now is
                                                        // theirs
                                                        if (PeopleRows.samePerson(
                                                                handle, key, other)) {
                                                            all.add(other);
                                                        }
                                                    }));
            return all;
        }

        boolean isAfter(Instant other) {
            return at != null && other != null && other.isBefore(at);
        }
    }

    /** As renewals name them; of a product only what the same buyer bought. */
    private static List<ReplacedSeat> named(Handle handle, Replacement one, Bought own) {
        boolean product = one.what().target() == Replaces.Target.PRODUCT;
        if (product && own.addresses.isEmpty()) {
            return List.of();
        }
        String condition =
                product
                        ? "s.shop = :shop and s.product = :value and s.kind = 'PAID' and"
                                + " lower(o.buyer_email) in (<addresses>)"
                        : OrderedRenewals.named(Renews.Target.valueOf(one.what().target().name()));
        var query =
                handle.createQuery(ReplacedSeat.SELECT + condition + " order by s.id")
                        .bind("shop", one.shop())
                        .bind("value", one.what().value());
        if (product) {
            query.bindList("addresses", List.copyOf(own.addresses));
        } else if (one.what().target() != Replaces.Target.SEAT) {
            query.bind("own", one.order());
        }
        return query.map((row, context) -> ReplacedSeat.read(row)).list();
    }
}
