package org.moodlegateway.ledger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.Query;

/**
 * What of one shop's things was seen by asking for them, where the shop doesn't date every change.
 * Kept in the same commit as the messages.
 */
public final class SeenItems {

    /**
     * One thing as it was seen last.
     *
     * @param state as the shop calls it
     * @param changedAt when it came into that state, as far as can be known
     */
    public record Seen(String state, Instant changedAt) {}

    private final Ledger ledger;
    private final Inbox inbox;
    private final String shop;

    public SeenItems(Ledger ledger, String shop) {
        this.ledger = ledger;
        this.inbox = new Inbox(ledger);
        this.shop = shop;
    }

    /** The newest change that is kept; empty if nothing is. */
    public Optional<Instant> newest() {
        return ledger.read(
                handle ->
                        handle.select(
                                        "select changed_at from shop_reading where shop = ? and"
                                                + " changed_at is not null",
                                        shop)
                                .map((row, context) -> Rows.instant(row, "changed_at"))
                                .findOne());
    }

    /**
     * What was seen of those whose ids are in a range, both ends included; those that never were
     * seen are not in it.
     */
    public Map<Long, Seen> between(long first, long last) {
        return found(
                "item_id between :first and :last",
                query -> query.bind("first", first).bind("last", last));
    }

    /** What was seen of these; for a few hundred at most. */
    public Map<Long, Seen> find(Collection<Long> ids) {
        return ids.isEmpty()
                ? Map.of()
                : found("item_id in (<ids>)", query -> query.bindList("ids", List.copyOf(ids)));
    }

    private Map<Long, Seen> found(String which, UnaryOperator<Query> binding) {
        Map<Long, Seen> found = new HashMap<>();
        ledger.read(
                handle ->
                        binding.apply(
                                        handle.createQuery(
                                                "select item_id, state, changed_at from shop_seen"
                                                        + " where shop = :shop and "
                                                        + which))
                                .bind("shop", shop)
                                .map(
                                        (row, context) ->
                                                found.put(
                                                        row.getLong("item_id"),
                                                        new Seen(
                                                                row.getString("state"),
                                                                Rows.instant(row, "changed_at"))))
                                .list());
        return found;
    }

    /** Keeps messages, what was seen, and the newest change, in one commit. */
    public void keep(List<Arrival> arrivals, Map<Long, Seen> seen, Instant newest) {
        ledger.intakeTransaction(
                handle -> {
                    arrivals.forEach(arrival -> inbox.keep(handle, arrival));
                    remember(handle, seen);
                    moveTo(handle, newest);
                    return null;
                });
        CrashPoint.at("kept-before-answer");
    }

    private void remember(Handle handle, Map<Long, Seen> seen) {
        List<Map.Entry<Long, Seen>> all = new ArrayList<>(seen.entrySet());
        all.sort(Map.Entry.comparingByKey());
        if (all.isEmpty()) {
            return;
        }
        int[] known =
                batch(
                        handle,
                        "update shop_seen set state = :state, changed_at = :changed where shop ="
                                + " :shop and item_id = :item",
                        all);
        List<Map.Entry<Long, Seen>> others = new ArrayList<>();
        for (int i = 0; i < known.length; i++) {
            if (known[i] == 0) {
                others.add(all.get(i));
            }
        }
        if (!others.isEmpty()) {
            batch(
                    handle,
                    "insert into shop_seen (shop, item_id, state, changed_at) values (:shop, :item,"
                            + " :state, :changed)",
                    others);
        }
    }

    private int[] batch(Handle handle, String sql, List<Map.Entry<Long, Seen>> seen) {
        PreparedBatch batch = handle.prepareBatch(sql);
        seen.forEach(
                one ->
                        batch.bind("shop", shop)
                                .bind("item", one.getKey())
                                .bind("state", one.getValue().state())
                                .bind("changed", one.getValue().changedAt())
                                .add());
        return batch.execute();
    }

    private void moveTo(Handle handle, Instant newest) {
        int moved =
                handle.createUpdate(
                                "update shop_reading set changed_at = :newest where shop = :shop")
                        .bind("newest", newest)
                        .bind("shop", shop)
                        .execute();
        if (moved == 0) {
            handle.createUpdate(
                            "insert into shop_reading (shop, changed_at, due_at, failures) values"
                                    + " (:shop, :newest, :now, 0)")
                    .bind("shop", shop)
                    .bind("newest", newest)
                    .bind("now", ledger.clock().instant())
                    .execute();
        }
    }
}
