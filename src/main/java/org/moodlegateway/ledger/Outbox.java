package org.moodlegateway.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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

    /**
     * Something that became true and that people or machines may have to be told.
     *
     * @param kind such as {@code reminder}; who is told of it, and how, is the notice package's
     *     business
     * @param dedupKey names it for good: what was noted once is never noted again
     * @param shop empty if it is about no order
     * @param data plain values for templates, such as {@code seat}, {@code end}
     */
    public record Fact(
            String kind, String dedupKey, String shop, String orderId, Map<String, String> data) {
        public Fact {
            data = Map.copyOf(data);
        }
    }

    /** Notes a fact, in the transaction that makes it true. */
    static void note(Handle handle, Instant now, Fact fact) {
        handle.execute(
                """
                insert into outbox (kind, dedup_key, payload, state, created_at, channel, shop, order_id)
                values (?, ?, ?, 'NEW', ?, 'FACT', ?, ?) on conflict do nothing
                """,
                fact.kind(),
                fact.dedupKey(),
                new ObjectNode(JsonNodeFactory.instance, texts(fact.data())).toString(),
                now,
                fact.shop(),
                fact.orderId());
    }

    private static Map<String, JsonNode> texts(Map<String, String> data) {
        Map<String, JsonNode> texts = new TreeMap<>();
        data.forEach((name, value) -> texts.put(name, new TextNode(value)));
        return texts;
    }

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
                                                "update outbox set state = 'SENT', sent_at = ?"
                                                        + " where id = ?",
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
