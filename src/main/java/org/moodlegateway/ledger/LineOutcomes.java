package org.moodlegateway.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.moodlegateway.ledger.Outbox.Fact;

/**
 * Notes what became of an order's line, once none of its seats is on its way any more: all are in
 * Moodle (fulfilled), some are (partly), or none is and at least one needs a person (failed). A
 * line on which nobody is named yet has no outcome. Notes too when all lines of an order are
 * fulfilled.
 */
final class LineOutcomes {
    private static final String FULFILLED = "line-fulfilled";

    private LineOutcomes() {}

    private static final String DELIVERED =
            """
            sum(case when s.state in ('ACTIVE', 'EXPIRED') or (s.state = 'WAITING' and s.reason = '' and e.state = 'CLEAN')
                then 1 else 0 end)""";

    private static final String LINES =
            """
            select s.shop, s.order_id, s.line_id, min(s.product) as product, count(*) as total, %1$s as delivered,
                sum(case when s.state = 'UNASSIGNED' then 1 else 0 end) as unnamed,
                sum(case when s.state = 'WAITING' and (s.reason = 'email-unusable' or e.state in ('PARKED', 'HELD'))
                    then 1 else 0 end) as stuck
            from %2$s left join entitlement e on e.id = s.entitlement_id
            where s.kind = 'PAID' and s.state <> 'CANCELLED'%3$s
            group by s.shop, s.order_id, s.line_id order by s.shop, s.order_id, s.line_id
            """;

    private static final String WHOLE_ORDERS =
            """
            select s.shop, s.order_id, count(*) as total
            from %2$s left join entitlement e on e.id = s.entitlement_id
            where s.kind = 'PAID' and s.state <> 'CANCELLED'%3$s
            group by s.shop, s.order_id having %1$s = count(*) order by s.shop, s.order_id
            """;

    /** A join, not "in": H2 would read all seats for that. */
    private static final String OF_ENTITLEMENTS =
            """
            (select distinct shop, order_id%1$s from seat where kind = 'PAID' and entitlement_id in (<ids>)) l
            join seat s on s.shop = l.shop and s.order_id = l.order_id%2$s""";

    private static final String LINES_OF_ENTITLEMENTS =
            LINES.formatted(
                    DELIVERED,
                    OF_ENTITLEMENTS.formatted(", line_id", " and s.line_id = l.line_id"),
                    "");

    private static final String ORDERS_OF_ENTITLEMENTS =
            WHOLE_ORDERS.formatted(DELIVERED, OF_ENTITLEMENTS.formatted("", ""), "");

    private static final String OF_ORDER = " and s.shop = :shop and s.order_id = :order";

    private static final String LINES_OF_ORDER = LINES.formatted(DELIVERED, "seat s", OF_ORDER);

    private static final String ORDER = WHOLE_ORDERS.formatted(DELIVERED, "seat s", OF_ORDER);

    /** Of the lines that have seats in these entitlements, and of their orders. */
    static void ofEntitlements(Handle handle, Collection<Long> entitlements, Instant now) {
        if (!entitlements.isEmpty()) {
            note(
                    handle,
                    now,
                    LINES_OF_ENTITLEMENTS,
                    ORDERS_OF_ENTITLEMENTS,
                    query -> query.bindList("ids", entitlements));
        }
    }

    /** Of one order and its lines. */
    static void ofOrder(Handle handle, String shop, String orderId, Instant now) {
        note(
                handle,
                now,
                LINES_OF_ORDER,
                ORDER,
                query -> query.bind("shop", shop).bind("order", orderId));
    }

    private static void note(
            Handle handle, Instant now, String lines, String orders, UnaryOperator<Query> which) {
        List<Fact> ofLines =
                which
                        .apply(handle.createQuery(lines))
                        .map((row, context) -> fact(row))
                        .list()
                        .stream()
                        .flatMap(Optional::stream)
                        .toList();
        ofLines.forEach(fact -> Outbox.note(handle, now, fact));
        if (ofLines.stream().anyMatch(fact -> fact.kind().equals(FULFILLED))) {
            which.apply(handle.createQuery(orders))
                    .map((row, context) -> whole(row))
                    .list()
                    .forEach(fact -> Outbox.note(handle, now, fact));
        }
    }

    private static Fact whole(ResultSet row) throws SQLException {
        String shop = row.getString("shop");
        String order = row.getString("order_id");
        int total = row.getInt("total");
        return new Fact(
                "order-fulfilled",
                "order " + shop + "/" + order + " fulfilled " + total,
                shop,
                order,
                Map.of("count", String.valueOf(total)));
    }

    private static Optional<Fact> fact(ResultSet row) throws SQLException {
        int total = row.getInt("total");
        int delivered = row.getInt("delivered");
        int stuck = row.getInt("stuck");
        boolean settled = delivered + stuck + row.getInt("unnamed") == total;
        if (!settled || (delivered == 0 && stuck == 0)) {
            return Optional.empty();
        }
        String kind = delivered == total ? "fulfilled" : delivered > 0 ? "partly" : "failed";
        String shop = row.getString("shop");
        String order = row.getString("order_id");
        String line = row.getString("line_id");
        String state = kind + " " + delivered + "/" + total;
        return Optional.of(
                new Fact(
                        "line-" + kind,
                        "line " + shop + "/" + order + "/" + line + " " + state,
                        shop,
                        order,
                        Map.of("line", line, "product", row.getString("product"))));
    }
}
