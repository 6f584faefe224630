package org.moodlegateway.ledger;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.moodlegateway.catalogue.CourseName;
import org.moodlegateway.ledger.RenewalRow.State;
import org.moodlegateway.order.Order;

/** The table {@code renewal}. Runs in the caller's transaction, and locks what it reads. */
public final class RenewalRows {
    private RenewalRows() {}

    /** All renewals that an order bought, cancelled ones included. */
    public static List<RenewalRow> of(Handle handle, Order order) {
        return handle.createQuery(
                        "select * from renewal where shop = :shop and order_id = :order order by id"
                                + " for update")
                .bind("shop", order.shop())
                .bind("order", order.id())
                .map((row, context) -> RenewalRow.read(row))
                .list();
    }

    /** Ids of live renewals of what an order sold, by whichever name they call it. */
    public static List<Long> ofSeatsOf(Handle handle, Order order) {
        return handle.createQuery(
                        """
                        select id from renewal
                            where target = 'ORDER' and target_value = :order and shop = :shop and state <> 'CANCELLED'
                        union
                        select r.id from seat s join renewal r
                            on r.target = 'SEAT' and r.target_value = s.reference and r.shop = s.shop
                            where s.shop = :shop and s.order_id = :order and r.state <> 'CANCELLED'
                        union
                        select id from renewal
                            where target = 'SUBSCRIPTION' and target_value = :subscription and shop = :shop
                                and state <> 'CANCELLED' and :subscription <> ''
                        """)
                .bind("order", order.id())
                .bind("shop", order.shop())
                .bind("subscription", order.subscription())
                .mapTo(Long.class)
                .list();
    }

    /** Ids of renewals that wait, though what they renew is there, the oldest first. */
    public static List<Long> toApply(Handle handle, int most) {
        return handle.createQuery(
                        """
                        select r.id from renewal r where r.state = 'WAITING' and r.reason = 'seat-unknown' and exists (
                            select 1 from seat s where s.shop = r.shop and s.kind = 'PAID' and (
                                (r.target = 'SEAT' and s.reference = r.target_value)
                                or (r.target = 'ORDER' and s.order_id = r.target_value)
                                or (r.target = 'SUBSCRIPTION' and s.subscription = r.target_value)))
                        order by r.id fetch first :most rows only
                        """)
                .bind("most", most)
                .mapTo(Long.class)
                .list();
    }

    public static List<RenewalRow> byId(Handle handle, Collection<Long> ids) {
        return ids.isEmpty()
                ? List.of()
                : handle.createQuery(
                                "select * from renewal where id in (<ids>) order by id for update")
                        .bindList("ids", List.copyOf(ids))
                        .map((row, context) -> RenewalRow.read(row))
                        .list();
    }

    /** Stores what an order buys; it waits until it is applied. */
    public static void write(Handle handle, RenewalRow renewal, Instant now) {
        CourseName course = renewal.plan().courseName();
        handle.createUpdate(
                        renewal.id() == 0
                                ? """
                                insert into renewal (shop, order_id, line_id, product, target, target_value, course_field, course_name,
                                        extension, seats, purchased_at, state, reason, changed_at)
                                values (:shop, :order, :line, :product, :target, :value, :field, :course, :extension, :seats, :purchased,
                                        'WAITING', '', :now)
                                """
                                : """
                                update renewal set product = :product, target = :target, target_value = :value, course_field = :field,
                                        course_name = :course, extension = :extension, seats = :seats, purchased_at = :purchased, state = 'WAITING',
                                        reason = '', changed_at = :now
                                where shop = :shop and order_id = :order and line_id = :line
                                """)
                .bind("shop", renewal.shop())
                .bind("order", renewal.order())
                .bind("line", renewal.line())
                .bind("product", renewal.product())
                .bind("target", renewal.plan().target().target().name())
                .bind("value", renewal.plan().target().value())
                .bind("field", course == null ? null : course.field().name())
                .bind("course", course == null ? null : course.value())
                .bind("extension", renewal.plan().extension().text())
                .bind("seats", renewal.plan().seats())
                .bind("purchased", renewal.purchasedAt())
                .bind("now", now)
                .execute();
    }

    /**
     * Keeps for good how many seats were there when a renewal was first applied: what it sells
     * beyond them must not grow when one of them is refunded later.
     */
    public static boolean found(Handle handle, RenewalRow renewal, int seats) {
        return handle.execute(
                        "update renewal set found_seats = ? where id = ? and found_seats = 0",
                        seats,
                        renewal.id())
                == 1;
    }

    public static void mark(Handle handle, long id, State state, String reason, Instant now) {
        handle.execute(
                """
                update renewal set state = ?, reason = ?, changed_at = ?
                where id = ? and (state <> ? or reason <> ?)
                """,
                state.name(),
                reason,
                now,
                id,
                state.name(),
                reason);
    }
}
