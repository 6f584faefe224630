package org.moodlegateway.renewal;

import static java.util.stream.Collectors.toSet;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.moodlegateway.order.Emails;

/**
 * The seats that stand in for others, as they are now.
 *
 * @param started whether one of them has
 * @param orders ids of their orders
 * @param people keys of those who sit there
 */
record NewSeats(int number, boolean started, Set<String> orders, Set<String> people) {
    /** The seats {@code n} of a replacement {@code r} that are paid for. */
    static final String OF_A_REPLACEMENT =
            """
            seat n left join entitlement g on g.id = n.entitlement_id left join course k on k.id = g.course_id
            where n.shop = r.shop and n.kind = 'PAID' and n.state <> 'CANCELLED'
                and ((r.order_id <> '' and n.order_id = r.order_id and n.line_id = r.line_id)
                    or (r.order_id = '' and n.subscription = r.subscription))""";

    /** What starts when it is given to somebody has not started while it is free. */
    static final String STARTED =
            """
            (n.starts_at <= :now and not (n.start_on_assign = true and n.state = 'UNASSIGNED')
                and not (n.not_before_course = true and k.starts_at is not null and k.starts_at > :now))""";

    /** Those of a replacement. */
    static NewSeats of(Handle handle, Replacement one, Instant now) {
        record Row(String order, String person, boolean started) {}
        List<Row> rows =
                handle.createQuery(
                                "select n.order_id, n.email, coalesce("
                                        + STARTED
                                        + ", false) as started from replacement r, "
                                        + OF_A_REPLACEMENT
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
}
