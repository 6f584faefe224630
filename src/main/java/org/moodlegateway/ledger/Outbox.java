package org.moodlegateway.ledger;

import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** What people must be told, written in the transaction that made it true; each dedup key once. */
public final class Outbox {
    private final Ledger ledger;

    public Outbox(Ledger ledger) {
        this.ledger = ledger;
    }

    /** Something to tell. {@code kind} is {@code alert} or the name of a notice. */
    public record Notice(long id, String kind, String text, Instant createdAt) {}

    static void put(Handle handle, Instant now, String kind, String dedupKey, String text) {
        handle.execute(
                """
                insert into outbox (kind, dedup_key, payload, state, created_at) values (?, ?, ?, 'NEW', ?)
                on conflict do nothing
                """,
                kind,
                dedupKey,
                text,
                now);
    }

    /** Tells something that no other change of the ledger goes with. */
    public void put(String kind, String dedupKey, String text) {
        Instant now = ledger.clock().instant();
        ledger.transaction(
                handle -> {
                    put(handle, now, kind, dedupKey, text);
                    return true;
                });
    }

    /** What is still to be told, the oldest first. */
    public List<Notice> due(int most) {
        return ledger.read(
                handle ->
                        handle.createQuery(
                                        "select id, kind, payload, created_at from outbox where state = 'NEW' order by id fetch first :most rows only")
                                .bind("most", most)
                                .map(
                                        (row, context) ->
                                                new Notice(
                                                        row.getLong("id"),
                                                        row.getString("kind"),
                                                        row.getString("payload"),
                                                        Rows.instant(row, "created_at")))
                                .list());
    }

    /** It was told. */
    public void sent(long id) {
        Instant now = ledger.clock().instant();
        ledger.transaction(
                handle ->
                        handle.execute(
                                "update outbox set state = 'SENT', sent_at = ? where id = ?",
                                now,
                                id));
    }
}
