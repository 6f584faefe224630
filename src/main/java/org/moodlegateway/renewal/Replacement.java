package org.moodlegateway.renewal;

import java.sql.ResultSet;
import java.sql.SQLException;
import org.moodlegateway.order.Line;
import org.moodlegateway.order.Order;
import org.moodlegateway.order.Replaces;
import org.moodlegateway.order.SubscriptionEvent;

/**
 * A row of the table {@code replacement}: new seats that stand in for others.
 *
 * @param id 0 while there is no row
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

    /** What a line of an order says; it has no row yet. */
    static Replacement of(Order order, Line line, Replaces what) {
        return new Replacement(0, order.shop(), order.id(), line.id(), "", what, State.WAITING, "");
    }

    /** What a message of a subscription says; it has no row yet. */
    static Replacement of(SubscriptionEvent event, Replaces what) {
        return new Replacement(0, event.shop(), "", "", event.id(), what, State.WAITING, "");
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
