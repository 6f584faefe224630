package org.moodlegateway.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.moodlegateway.ledger.Outbox.Fact;

/**
 * Notes what became of an order's line, once none of its seats is on its way any more: all are in
 * Moodle (fulfilled), some are (partly), or none is and at least one needs a person (failed). A
 * line on which nobody is named yet has no outcome.
 */
final class LineOutcomes {
    private LineOutcomes() {}

    /** Of a seat {@code s} with its entitlement {@code e}: Moodle shows it, or did. */
    static final String DELIVERED =
            "(s.state in ('ACTIVE', 'EXPIRED') or (s.state = 'WAITING' and s.reason = '' and e.state = 'CLEAN'))";

    private static final String LINES =
            """
            select s.shop, s.order_id, s.line_id, min(s.product) as product, count(*) as total,
                sum(case when %1$s then 1 else 0 end) as delivered,
                sum(case when s.state = 'UNASSIGNED' then 1 else 0 end) as unnamed,
                sum(case when s.state = 'WAITING' and (s.reason = 'email-unusable' or e.state in ('PARKED', 'HELD'))
                    then 1 else 0 end) as stuck
            from %2$s left join entitlement e on e.id = s.entitlement_id
            where s.kind = 'PAID' and s.state <> 'CANCELLED'%3$s
            group by s.shop, s.order_id, s.line_id order by s.shop, s.order_id, s.line_id
            """;

    /** A join, not "in": H2 would read all seats for that. */
    private static final String OF_ENTITLEMENTS =
            LINES.formatted(
                    DELIVERED,
                    """
                    (select distinct shop, order_id, line_id from seat
                        where kind = 'PAID' and entitlement_id in (<ids>)) l
                    join seat s on s.shop = l.shop and s.order_id = l.order_id and s.line_id = l.line_id""",
                    "");

    private static final String OF_ORDER =
            LINES.formatted(DELIVERED, "seat s", " and s.shop = :shop and s.order_id = :order");

    /** Of the lines that have seats in these entitlements. */
    static void ofEntitlements(Handle handle, Collection<Long> entitlements, Instant now) {
        if (!entitlements.isEmpty()) {
            Query query = handle.createQuery(OF_ENTITLEMENTS);
            note(handle, query.bindList("ids", entitlements), now);
        }
    }

    /** Of the lines of one order. */
    static void ofOrder(Handle handle, String shop, String orderId, Instant now) {
        Query query = handle.createQuery(OF_ORDER);
        note(handle, query.bind("shop", shop).bind("order", orderId), now);
    }

    private static void note(Handle handle, Query lines, Instant now) {
        lines.map((row, context) -> fact(row)).list().stream()
                .flatMap(Optional::stream)
                .forEach(fact -> Outbox.note(handle, now, fact));
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
