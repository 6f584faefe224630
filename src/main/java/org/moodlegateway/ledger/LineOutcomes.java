package org.moodlegateway.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.moodlegateway.ledger.Outbox.Fact;

/**
 * Notes what became of an order's line, once none of its seats is on its way any more: all are
 * ready (fulfilled), some are (partly), or none is and at least one needs a person (failed). A line
 * on which nobody is named yet has no outcome. Each outcome is noted once, and again only after
 * another one.
 */
final class LineOutcomes {
    private static final String READY_SEATS = "ready";
    private static final String SEATS = "seats";

    private LineOutcomes() {}

    /** Of a seat {@code s} and its course {@code c}: its period would be over before that opens. */
    private static final String TOO_EARLY =
            "coalesce(s.not_before_course = true and s.ends_at <= c.starts_at, false)";

    /**
     * Of a seat {@code s} with its entitlement {@code e}, and that with its course: what {@link
     * SeatView#ready()} says.
     */
    static final String READY =
            """
            (s.state in ('ACTIVE', 'EXPIRED')
                or (s.state = 'WAITING' and s.reason = '' and e.state = 'CLEAN' and e.roles <> '' and not TOO_EARLY))"""
                    .replace("TOO_EARLY", TOO_EARLY);

    private static final String LINES =
            """
            select s.shop, s.order_id, s.line_id, min(s.product) as product, count(*) as total,
                sum(case when %1$s then 1 else 0 end) as ready,
                sum(case when s.state = 'UNASSIGNED' then 1 else 0 end) as unnamed,
                sum(case when s.state = 'WAITING' and (s.reason = 'email-unusable' or e.state in ('PARKED', 'HELD') or %2$s)
                    then 1 else 0 end) as stuck
            from %3$s left join entitlement e on e.id = s.entitlement_id left join course c on c.id = e.course_id
            where s.kind = 'PAID' and s.state <> 'CANCELLED'%4$s
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
        List<Fact> facts =
                lines.map((row, context) -> fact(row)).list().stream()
                        .flatMap(Optional::stream)
                        .toList();
        for (Fact fact : facts) {
            if (!Outbox.note(handle, now, fact)) {
                again(handle, fact).ifPresent(news -> Outbox.note(handle, now, news));
            }
        }
    }

    private static Optional<Fact> fact(ResultSet row) throws SQLException {
        int total = row.getInt("total");
        int ready = row.getInt("ready");
        int stuck = row.getInt("stuck");
        boolean settled = ready + stuck + row.getInt("unnamed") == total;
        if (!settled || (ready == 0 && stuck == 0)) {
            return Optional.empty();
        }
        String kind = ready == total ? "fulfilled" : ready > 0 ? "partly" : "failed";
        String shop = row.getString("shop");
        String order = row.getString("order_id");
        String line = row.getString("line_id");
        return Optional.of(
                new Fact(
                        "line-" + kind,
                        "line " + shop + "/" + order + "/" + line + " " + kind + " " + ready + "/"
                                + total,
                        shop,
                        order,
                        Map.of(
                                "line",
                                line,
                                "product",
                                row.getString("product"),
                                READY_SEATS,
                                String.valueOf(ready),
                                SEATS,
                                String.valueOf(total))));
    }

    /** The same under another key, if something else was noted of the line after it. */
    private static Optional<Fact> again(Handle handle, Fact fact) {
        return last(handle, fact)
                .filter(last -> !last.says(fact))
                .map(
                        last ->
                                new Fact(
                                        fact.kind(),
                                        fact.dedupKey() + " after " + last.id,
                                        fact.shop(),
                                        fact.orderId(),
                                        fact.data()));
    }

    private record Noted(long id, String kind, Map<String, String> data) {
        boolean isOf(Fact fact) {
            return fact.data().get("line").equals(data.get("line"));
        }

        /** What was noted without numbers is from an earlier version. */
        boolean says(Fact fact) {
            return kind.equals(fact.kind())
                    && Stream.of(READY_SEATS, SEATS)
                            .allMatch(
                                    name ->
                                            fact.data()
                                                    .get(name)
                                                    .equals(
                                                            data.getOrDefault(
                                                                    name, fact.data().get(name))));
        }
    }

    /** What was noted last of a fact's line; nothing once that was erased. */
    private static Optional<Noted> last(Handle handle, Fact fact) {
        return handle
                .select(
                        """
                        select id, kind, payload from outbox where shop = ? and order_id = ? and channel = 'FACT'
                            and kind in ('line-fulfilled', 'line-partly', 'line-failed') order by id desc
                        """,
                        fact.shop(),
                        fact.orderId())
                .map(
                        (row, context) ->
                                new Noted(
                                        row.getLong("id"),
                                        row.getString("kind"),
                                        Outbox.data(row.getString("payload"))))
                .stream()
                .filter(noted -> noted.isOf(fact))
                .findFirst();
    }
}
