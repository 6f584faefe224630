package org.moodlegateway.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.moodlegateway.ledger.Outbox.Fact;

/**
 * Notes that seats need a person since Moodle refuses them (parked) or shows what the ledger
 * doesn't know (held): one fact for all seats of an order that are stuck for the same reason.
 */
final class StuckSeats {
    private static final int MOST_NAMED = 20;

    private StuckSeats() {}

    private record Cause(
            String state, String shop, String order, String code, String hint, String course) {}

    /** {@code occasion} names what got them stuck, so that another time is another fact. */
    static void note(Handle handle, Collection<Long> entitlements, String occasion, Instant now) {
        if (entitlements.isEmpty()) {
            return;
        }
        Map<Cause, List<String>> seats = new LinkedHashMap<>();
        handle.createQuery(
                        """
                        select s.shop, s.order_id, s.reference, e.state, e.code, e.hint,
                            case when s.kind = 'ACCOUNT' then '' else coalesce(c.called, c.name) end as course
                        from seat s join entitlement e on e.id = s.entitlement_id join course c on c.id = e.course_id
                        where e.id in (<ids>) and e.state in ('PARKED', 'HELD') and s.state not in ('CANCELLED', 'EXPIRED')
                        order by s.shop, s.order_id, s.id
                        """)
                .bindList("ids", entitlements)
                .map(
                        (row, context) ->
                                seats.computeIfAbsent(cause(row), first -> new ArrayList<>())
                                        .add(Rows.text(row, "reference")))
                .list();
        seats.forEach(
                (cause, references) -> Outbox.note(handle, now, fact(cause, references, occasion)));
    }

    private static Cause cause(ResultSet row) throws SQLException {
        return new Cause(
                row.getString("state").toLowerCase(Locale.ROOT),
                row.getString("shop"),
                row.getString("order_id"),
                Rows.text(row, "code"),
                Rows.text(row, "hint"),
                row.getString("course"));
    }

    private static Fact fact(Cause cause, List<String> references, String occasion) {
        List<String> named = references.stream().filter(one -> !one.isEmpty()).toList();
        return new Fact(
                cause.state,
                String.join(
                        " ",
                        cause.state,
                        cause.shop + "/" + cause.order,
                        cause.course,
                        cause.code,
                        occasion),
                cause.shop,
                cause.order,
                Map.of(
                        "code",
                        cause.code,
                        "hint",
                        cause.hint,
                        "course",
                        cause.course,
                        "seats",
                        String.join(", ", named.subList(0, Math.min(MOST_NAMED, named.size()))),
                        "count",
                        String.valueOf(references.size())));
    }
}
