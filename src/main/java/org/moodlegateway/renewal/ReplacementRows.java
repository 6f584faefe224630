package org.moodlegateway.renewal;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.moodlegateway.order.Order;
import org.moodlegateway.renewal.Replacement.State;

/** The table {@code replacement}: what is said to be replaced, and how far that is. */
final class ReplacementRows {
    private ReplacementRows() {}

    static List<Replacement> of(Handle handle, Order order) {
        return of(handle, order.shop(), order.id(), order.subscription());
    }

    /** Those that an order's lines say, or the messages of its subscription. */
    static List<Replacement> of(Handle handle, String shop, String order, String subscription) {
        return handle.createQuery(
                        """
                        select * from replacement where shop = :shop
                            and (order_id = :order or (order_id = '' and subscription = :subscription))
                        order by id
                        """)
                .bind("shop", shop)
                .bind("order", order)
                .bind("subscription", subscription)
                .map((row, context) -> Replacement.read(row))
                .list();
    }

    /** What a subscription's messages say. */
    static Optional<Replacement> ofSubscription(Handle handle, String shop, String subscription) {
        return handle.select(
                        "select * from replacement where shop = ? and order_id = '' and"
                                + " subscription = ?",
                        shop,
                        subscription)
                .map((row, context) -> Replacement.read(row))
                .findOne();
    }

    /** Ids of an order's own, and of those that name what it sold, or ended some of it. */
    static List<Long> concerning(Handle handle, Order order) {
        return handle.createQuery(
                        """
                        select id from replacement where shop = :shop
                            and (order_id = :order or (order_id = '' and subscription = :subscription))
                        union
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

    /** Some, locked in the order of their ids. */
    static List<Replacement> locked(Handle handle, List<Long> ids) {
        return handle.createQuery(
                        "select * from replacement where id in (<ids>) order by id for update")
                .bindList("ids", ids)
                .map((row, context) -> Replacement.read(row))
                .list();
    }

    /** Writes what is to be replaced, from the beginning unless the row there says the same. */
    static void write(
            Handle handle, Optional<Replacement> stored, Replacement wanted, Instant now) {
        if (stored.filter(row -> row.live() && row.what().equals(wanted.what())).isPresent()) {
            return;
        }
        handle.createUpdate(
                        stored.isEmpty()
                                ? """
                                insert into replacement (shop, order_id, line_id, subscription, target, target_value, state, reason, changed_at)
                                values (:shop, :order, :line, :subscription, :target, :value, 'WAITING', '', :now)
                                """
                                : """
                                update replacement set target = :target, target_value = :value, state = 'WAITING', reason = '', changed_at = :now
                                where shop = :shop and order_id = :order and line_id = :line and subscription = :subscription
                                """)
                .bind("shop", wanted.shop())
                .bind("order", wanted.order())
                .bind("line", wanted.line())
                .bind("subscription", wanted.subscription())
                .bind("target", wanted.what().target().name())
                .bind("value", wanted.what().value())
                .bind("now", now)
                .execute();
    }

    static void mark(Handle handle, Replacement one, State state, String reason, Instant now) {
        if (one.state() != state || !one.reason().equals(reason)) {
            handle.execute(
                    "update replacement set state = ?, reason = ?, changed_at = ? where id = ?",
                    state.name(),
                    reason,
                    now,
                    one.id());
        }
    }

    /**
     * Has orders planned again whose new seats have started, or whose old ones are there now, which
     * two at once can leave behind.
     *
     * @return whether there were any
     */
    static boolean wake(Handle handle, int most, Instant now) {
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
                                        .replace("NEW", NewSeats.OF_A_REPLACEMENT)
                                        .replace("STARTED", NewSeats.STARTED))
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
}
