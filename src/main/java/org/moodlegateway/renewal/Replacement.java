package org.moodlegateway.renewal;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.moodlegateway.order.Order;
import org.moodlegateway.order.Replaces;

/**
 * A row of the table {@code replacement}: new seats that stand in for others.
 *
 * @param order whose line says it; empty where a subscription's message does
 * @param line likewise
 * @param subscription whose message says it; empty for a line
 * @param reason why it waits, or why not all of it was ended: a constant of {@link Replacements}
 */
record Replacement(
        long id,
        String shop,
        String order,
        String line,
        String subscription,
        Replaces what,
        State state,
        String reason) {

    /** How far it is. */
    enum State {
        /** The new seats have not started, or what they stand in for is not there. */
        WAITING,
        /** The old seats are over. */
        APPLIED,
        /** Refunded, cancelled, or not said any more. */
        CANCELLED
    }

    static Replacement read(ResultSet row) throws SQLException {
        return new Replacement(
                row.getLong("id"),
                row.getString("shop"),
                row.getString("order_id"),
                row.getString("line_id"),
                row.getString("subscription"),
                new Replaces(
                        Replaces.Target.valueOf(row.getString("target")),
                        row.getString("target_value")),
                State.valueOf(row.getString("state")),
                row.getString("reason"));
    }

    /** Those that an order's lines say, or the messages of its subscription. */
    static List<Replacement> of(Handle handle, Order order) {
        return handle.createQuery(
                        """
                        select * from replacement where shop = :shop
                            and (order_id = :order or (order_id = '' and subscription = :subscription))
                        order by id
                        """)
                .bind("shop", order.shop())
                .bind("order", order.id())
                .bind("subscription", order.subscription())
                .map((row, context) -> read(row))
                .list();
    }

    boolean live() {
        return state != State.CANCELLED;
    }

    /** For the audit and the guard: who ends the old seats. */
    String by() {
        return order.isEmpty()
                ? "subscription " + shop + "/" + subscription
                : "order " + shop + "/" + order;
    }
}
