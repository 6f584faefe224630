package org.moodlegateway.renewal;

import java.util.List;
import org.jdbi.v3.core.Handle;
import org.moodlegateway.ledger.Ledger;

/** What orders replace, as people and machines ask for it. Reads only. */
public final class ReplacementViews {
    private final Ledger ledger;

    public ReplacementViews(Ledger ledger) {
        this.ledger = ledger;
    }

    /** What the seats of an order stand in for, cancelled ones included. */
    public List<ReplacementView> of(String shop, String order) {
        return ledger.read(
                handle ->
                        ReplacementRows.of(handle, shop, order, subscription(handle, shop, order))
                                .stream()
                                .map(one -> view(handle, one))
                                .toList());
    }

    /** Empty if it has none, or if no event of the order was applied. */
    private static String subscription(Handle handle, String shop, String order) {
        return handle.select(
                        "select subscription from orders where shop = ? and order_id = ?",
                        shop,
                        order)
                .mapTo(String.class)
                .findOne()
                .orElse("");
    }

    private static ReplacementView view(Handle handle, Replacement one) {
        return new ReplacementView(
                one.line(),
                one.what().toString(),
                one.state().name(),
                one.reason(),
                handle.select(
                                """
                                select reference from seat where replaced_by = ? and state = 'EXPIRED' and reference is not null
                                order by id
                                """,
                                one.id())
                        .mapTo(String.class)
                        .list());
    }
}
