package org.moodlegateway.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.moodlegateway.ledger.Outcomes.Outcome;
import org.moodlegateway.ledger.Outcomes.Place;

/**
 * Notes when Moodle shows all that an order bought: each of its seats is ready, and each seat that
 * it renews has its new end there, and nothing differs from what the order says.
 */
public final class OrderOutcomes {
    private OrderOutcomes() {}

    private static final String WHOLE =
            """
            select * from (
                select o.shop, o.order_id, o.said, o.times,
                    (select count(*) from seat s where s.shop = o.shop and s.order_id = o.order_id
                        and s.kind = 'PAID' and s.state <> 'CANCELLED' and s.reason not in ('replaced', 'replaced-kept')) as seats,
                    (select count(*) from seat s left join entitlement e on e.id = s.entitlement_id left join course c on c.id = e.course_id
                        where s.shop = o.shop and s.order_id = o.order_id and s.kind = 'PAID' and s.reason not in ('replaced', 'replaced-kept') and %s) as ready,
                    (select count(*) from renewal r where r.shop = o.shop and r.order_id = o.order_id
                        and r.state <> 'CANCELLED') as renewals,
                    (select count(*) from renewal r where r.shop = o.shop and r.order_id = o.order_id and r.state = 'APPLIED'
                        and not exists (select 1 from extension x join seat s on s.id = x.seat_id
                            join entitlement e on e.id = s.entitlement_id
                            where x.cause = 'ORDER' and x.cause_key = cast(r.id as varchar) and x.in_force and e.state <> 'CLEAN')) as renewed
                from (%s) l join outcome o on o.shop = l.shop and o.order_id = l.order_id and o.line_id = '') counted
            where seats + renewals > 0 and ready = seats and renewed = renewals
                and not exists (select 1 from difference d where d.shop = counted.shop and d.order_id = counted.order_id)
            order by shop, order_id
            """;

    /** Automatic renewals have another key, which is no number. */
    private static final String OF_ENTITLEMENTS =
            """
            select shop, order_id from seat where kind = 'PAID' and entitlement_id in (<ids>)
            union
            select r.shop, r.order_id from seat s join extension x on x.seat_id = s.id
                join renewal r on r.id = case when x.cause = 'ORDER' then cast(x.cause_key as bigint) end
                where s.entitlement_id in (<ids>)""";

    private static final String OF_ORDER =
            "select shop, order_id from orders where shop = :shop and order_id = :order";

    /** Of the orders that have seats in these entitlements, or renew such seats. */
    public static void ofEntitlements(Handle handle, Collection<Long> entitlements, Instant now) {
        if (!entitlements.isEmpty()) {
            note(handle, OF_ENTITLEMENTS, query -> query.bindList("ids", entitlements), now);
        }
    }

    /** Of one order. */
    public static void ofOrder(Handle handle, String shop, String orderId, Instant now) {
        note(handle, OF_ORDER, query -> query.bind("shop", shop).bind("order", orderId), now);
    }

    private static void note(
            Handle handle, String orders, UnaryOperator<Query> which, Instant now) {
        Outcomes.lock(
                handle,
                which.apply(handle.createQuery(orders + " order by shop, order_id"))
                        .map((row, context) -> place(row))
                        .list());
        which
                .apply(handle.createQuery(WHOLE.formatted(LineOutcomes.READY, orders)))
                .map((row, context) -> whole(row))
                .list()
                .stream()
                .filter(whole -> whole.outcome.isNews())
                .forEach(whole -> Outcomes.note(handle, whole.outcome, whole.data(), now));
    }

    private static Place place(ResultSet row) throws SQLException {
        return new Place(row.getString("shop"), row.getString("order_id"), "");
    }

    private record Whole(Outcome outcome, int seats, int renewals) {
        Map<String, String> data() {
            return Map.of("count", said(seats), "renewals", said(renewals));
        }

        /** Templates leave out what is empty. */
        private static String said(int number) {
            return number == 0 ? "" : String.valueOf(number);
        }
    }

    private static Whole whole(ResultSet row) throws SQLException {
        int seats = row.getInt("seats");
        int renewals = row.getInt("renewals");
        return new Whole(
                new Outcome(
                        place(row),
                        "order-fulfilled",
                        "fulfilled " + seats + "+" + renewals,
                        row.getString("said"),
                        row.getInt("times")),
                seats,
                renewals);
    }
}
