package org.moodlegateway.ledger;

import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
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

    /**
     * Tells what is still to be told, the oldest first. What is being told is locked, so that two
     * who tell at the same time tell nothing twice; what fails stays.
     */
    public void tell(int most, Consumer<Notice> teller) {
        Instant now = ledger.clock().instant();
        ledger.transaction(
                handle -> {
                    due(handle, most)
                            .forEach(
                                    notice -> {
                                        teller.accept(notice);
                                        handle.execute(
                                                "update outbox set state = 'SENT', sent_at = ? where"
                                                        + " id = ?",
                                                now,
                                                notice.id());
                                    });
                    return true;
                });
    }

    private static List<Notice> due(Handle handle, int most) {
        return handle.createQuery(
                        """
                        select id, kind, payload, created_at from outbox where state = 'NEW'
                        order by id fetch first :most rows only for update skip locked
                        """)
                .bind("most", most)
                .map(
                        (row, context) ->
                                new Notice(
                                        row.getLong("id"),
                                        row.getString("kind"),
                                        row.getString("payload"),
                                        Rows.instant(row, "created_at")))
                .list();
    }
}
