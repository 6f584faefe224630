package org.moodlegateway.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.moodlegateway.ledger.Outcomes.Outcome;
import org.moodlegateway.ledger.Outcomes.Place;

/**
 * Notes what became of an order's line, once none of its seats is on its way any more: all are
 * ready (fulfilled), some are (partly), or none is and at least one needs a person (failed). A line
 * on which nobody is named yet has no outcome, and one that differs from what its order says is
 * fulfilled in part at most. Each outcome is noted once, and again only after another one.
 */
public final class LineOutcomes {
    private LineOutcomes() {}

    /** Of a seat {@code s} and its course {@code c}: its period would be over before that opens. */
    private static final String TOO_EARLY =
            "coalesce(s.not_before_course = true and s.ends_at <= c.starts_at, false)";

    /**
     * Of a seat {@code s} with its entitlement {@code e}, and that with its course: what {@link
     * SeatView#ready()} says.
     */
    public static final String READY =
            """
            (s.state in ('ACTIVE', 'EXPIRED')
                or (s.state = 'WAITING' and s.reason = '' and e.state = 'CLEAN' and e.roles <> '' and not TOO_EARLY))"""
                    .replace("TOO_EARLY", TOO_EARLY);

    private static final String LINES =
            """
            select s.shop, s.order_id, s.line_id, min(s.product) as product, count(*) as total,
                sum(case when %1$s then 1 else 0 end) as ready,
                sum(case when s.state = 'UNASSIGNED' then 1 else 0 end) as unnamed,
                sum(case when s.state = 'WAITING' and (s.reason not in ('', 'product-unknown') or e.state in ('PARKED', 'HELD') or %2$s)
                    then 1 else 0 end) as stuck,
                min(o.said) as said, min(o.times) as times,
                (select count(*) from difference d where d.shop = s.shop and d.order_id = s.order_id and d.line_id = s.line_id) as differing
            from %3$s
                join outcome o on o.shop = s.shop and o.order_id = s.order_id and o.line_id = s.line_id
                left join entitlement e on e.id = s.entitlement_id left join course c on c.id = e.course_id
            where s.kind = 'PAID' and s.state <> 'CANCELLED' and s.reason not in ('replaced', 'replaced-kept')%4$s
            group by s.shop, s.order_id, s.line_id order by s.shop, s.order_id, s.line_id
            """;

    /** A join, not "in": H2 would read all seats for that. */
    private static final String OF_ENTITLEMENTS =
            LINES.formatted(
                    READY,
                    TOO_EARLY,
                    """
                    (select distinct shop, order_id, line_id from seat
                        where kind = 'PAID' and entitlement_id in (<ids>)) l
                    join seat s on s.shop = l.shop and s.order_id = l.order_id and s.line_id = l.line_id""",
                    "");

    private static final String OF_ORDER =
            LINES.formatted(
                    READY, TOO_EARLY, "seat s", " and s.shop = :shop and s.order_id = :order");

    private static final String PLACES =
            """
            select distinct shop, order_id, line_id from seat where kind = 'PAID' and %s
            order by shop, order_id, line_id
            """;

    /** Of the lines that have seats in these entitlements. */
    public static void ofEntitlements(Handle handle, Collection<Long> entitlements, Instant now) {
        if (!entitlements.isEmpty()) {
            note(
                    handle,
                    PLACES.formatted("entitlement_id in (<ids>)"),
                    OF_ENTITLEMENTS,
                    query -> query.bindList("ids", entitlements),
                    now);
        }
    }

    /** Of the lines of one order. */
    public static void ofOrder(Handle handle, String shop, String orderId, Instant now) {
        note(
                handle,
                PLACES.formatted("shop = :shop and order_id = :order"),
                OF_ORDER,
                query -> query.bind("shop", shop).bind("order", orderId),
                now);
    }

    private record Line(Outcome outcome, String product, int ready, int seats) {
        Map<String, String> data() {
            return Map.of(
                    "line", outcome.place().line(),
                    "product", product,
                    "ready", String.valueOf(ready),
                    "seats", String.valueOf(seats));
        }
    }

    private static void note(
            Handle handle, String places, String lines, UnaryOperator<Query> which, Instant now) {
        Outcomes.lock(
                handle,
                which.apply(handle.createQuery(places)).map((row, context) -> place(row)).list());
        which.apply(handle.createQuery(lines)).map((row, context) -> line(row)).list().stream()
                .flatMap(Optional::stream)
                .filter(line -> line.outcome.isNews())
                .forEach(line -> Outcomes.note(handle, line.outcome, line.data(), now));
    }

    private static Place place(ResultSet row) throws SQLException {
        return new Place(
                row.getString("shop"), row.getString("order_id"), row.getString("line_id"));
    }

    private static Optional<Line> line(ResultSet row) throws SQLException {
        int total = row.getInt("total");
        int ready = row.getInt("ready");
        int stuck = row.getInt("stuck");
        boolean settled = ready + stuck + row.getInt("unnamed") == total;
        if (!settled || (ready == 0 && stuck == 0)) {
            return Optional.empty();
        }
        boolean whole = ready == total && row.getInt("differing") == 0;
        String kind = whole ? "fulfilled" : ready > 0 ? "partly" : "failed";
        return Optional.of(
                new Line(
                        new Outcome(
                                place(row),
                                "line-" + kind,
                                kind + " " + ready + "/" + total,
                                row.getString("said"),
                                row.getInt("times")),
                        row.getString("product"),
                        ready,
                        total));
    }
}
