package org.moodlegateway.orders;

import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import org.jdbi.v3.core.Handle;
import org.moodlegateway.ledger.Ledger;
import org.moodlegateway.ledger.Rows;

/**
 * Compares orders that no gateway has compared with their seats yet, such as those of a ledger from
 * before: some in each transaction, on any node, and after a stop where it left off. Sends nothing
 * to Moodle, and tells nobody but by a count.
 */
public final class OlderOrders {
    private static final int AT_ONCE = 100;

    private final Ledger ledger;
    private final OrderPlans plans;
    private final Differences differences = new Differences();

    public OlderOrders(Ledger ledger, OrderPlans plans) {
        this.ledger = ledger;
        this.plans = plans;
    }

    private record Stored(String shop, String id, String snapshot, Instant purchasedAt) {}

    /** Compares some; false if none was left. */
    public boolean compareSome() {
        if (isDone()) {
            return false;
        }
        Instant now = ledger.clock().instant();
        return ledger.transaction(
                handle -> {
                    List<Stored> some = some(handle);
                    some.forEach(order -> compare(handle, order, now));
                    return !some.isEmpty();
                });
    }

    private boolean isDone() {
        return ledger.read(
                handle ->
                        handle.select(
                                        "select 1 from orders where compared = false fetch first 1"
                                                + " rows only")
                                .mapTo(Integer.class)
                                .findOne()
                                .isEmpty());
    }

    private static List<Stored> some(Handle handle) {
        return handle.createQuery(
                        """
                        select shop, order_id, snapshot, purchased_at from orders where compared = false
                        order by shop, order_id fetch first :most rows only for update skip locked
                        """)
                .bind("most", AT_ONCE)
                .map(
                        (row, context) ->
                                new Stored(
                                        row.getString("shop"),
                                        row.getString("order_id"),
                                        row.getString("snapshot"),
                                        Rows.instant(row, "purchased_at")))
                .list();
    }

    /** One that can't be planned as the catalogue is now waits for its next event. */
    private void compare(Handle handle, Stored order, Instant now) {
        plans.of(order.snapshot, order.purchasedAt)
                .ifPresent(plan -> differences.count(handle, plan, now));
        handle.execute(
                "update orders set compared = true where shop = ? and order_id = ?",
                order.shop,
                order.id);
    }

    /** How many of them differ from their seats; empty while some are still to be compared. */
    public OptionalLong differing() {
        return isDone()
                ? OptionalLong.of(
                        ledger.read(
                                handle ->
                                        handle.select(
                                                        """
                                                        select count(*) from (
                                                            select distinct shop, order_id from difference where told = 'COUNTED') counted
                                                        """)
                                                .mapTo(Long.class)
                                                .one()))
                : OptionalLong.empty();
    }
}
