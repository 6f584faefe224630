package org.moodlegateway.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * What a shop has to be asked for before its messages can be understood. A message of which
 * something is missing is {@code ASKING}; once all is there it is {@code NEW} again.
 */
public final class InboxParts {
    /** More than any mapping needs; one that asks for more goes round in circles. */
    static final int MOST = 200;

    private static final int READINGS = 3;

    private final Ledger ledger;

    public InboxParts(Ledger ledger) {
        this.ledger = ledger;
    }

    /**
     * Something that is there.
     *
     * @param status 200, 404 or 410
     * @param body as the shop sent it
     * @param answeredAt when
     */
    public record Part(int status, byte[] body, Instant answeredAt) {}

    /**
     * Something that is missing.
     *
     * @param attempts how often the shop was asked for parts of this message in vain
     */
    public record Missing(long inboxId, String shop, String name, String path, int attempts) {}

    /** All that is there for a message, by name. */
    public Map<String, Part> of(long inboxId) {
        Map<String, Part> parts = new LinkedHashMap<>();
        ledger.read(
                handle ->
                        handle.select(
                                        "select name, status, body, answered_at from inbox_part"
                                                + " where inbox_id = ? and status is not null order"
                                                + " by name",
                                        inboxId)
                                .map((row, context) -> parts.put(row.getString("name"), part(row)))
                                .list());
        return parts;
    }

    private static Part part(ResultSet row) throws SQLException {
        return new Part(
                row.getInt("status"), row.getBytes("body"), Rows.instant(row, "answered_at"));
    }

    /**
     * Has the shop asked for these, and leaves the message until they are there.
     *
     * @param paths by name
     * @return false if none of them is new, or if they are too many: asking would never end
     */
    public boolean want(long inboxId, Map<String, String> paths) {
        return ledger.transaction(
                handle -> {
                    PreparedBatch batch =
                            handle.prepareBatch(
                                    "insert into inbox_part (inbox_id, name, path) values (?, ?, ?)"
                                            + " on conflict do nothing");
                    paths.forEach((name, path) -> batch.add(inboxId, name, path));
                    int added = batch.size() == 0 ? 0 : Arrays.stream(batch.execute()).sum();
                    int all =
                            handle.select(
                                            "select count(*) from inbox_part where inbox_id = ?",
                                            inboxId)
                                    .mapTo(Integer.class)
                                    .one();
                    if (all > MOST) {
                        return false;
                    }
                    if (added == 0) {
                        return readOnceMore(handle, inboxId);
                    }
                    handle.execute(
                            "update inbox set state = 'ASKING', lease_until = null, attempts = 0"
                                    + " where id = ? and state = 'NEW'",
                            inboxId);
                    return true;
                });
    }

    /** Shops that are to be asked for something by now. */
    public Set<String> shops() {
        Instant now = ledger.clock().instant();
        return ledger.read(
                handle ->
                        handle.select(
                                        "select distinct shop from inbox where state = 'ASKING' and"
                                                + " (lease_until is null or lease_until <= ?)",
                                        now)
                                .mapTo(String.class)
                                .collect(Collectors.toCollection(TreeSet::new)));
    }

    /**
     * What is missing for some of the oldest messages of a shop, for who has its turn.
     *
     * @see ShopReadings
     */
    public List<Missing> missing(String shop, int messages) {
        Instant now = ledger.clock().instant();
        return ledger.read(
                handle ->
                        handle.createQuery(
                                        """
                                        select p.inbox_id, p.name, p.path, m.shop, m.attempts
                                        from inbox_part p join inbox m on m.id = p.inbox_id
                                        where p.status is null and m.state = 'ASKING' and m.id in (
                                            select id from inbox where state = 'ASKING' and shop = :shop
                                                    and (lease_until is null or lease_until <= :now)
                                            order by id fetch first :most rows only)
                                        order by p.inbox_id, p.name
                                        """)
                                .bind("shop", shop)
                                .bind("now", now)
                                .bind("most", messages)
                                .map((row, context) -> missing(row))
                                .list());
    }

    private static Missing missing(ResultSet row) throws SQLException {
        return new Missing(
                row.getLong("inbox_id"),
                row.getString("shop"),
                row.getString("name"),
                row.getString("path"),
                row.getInt("attempts"));
    }

    /**
     * Writes down answers for a message; with the last one it is to be read again.
     *
     * @param parts by name
     */
    public void answered(long inboxId, Map<String, Part> parts) {
        ledger.transaction(
                handle -> {
                    PreparedBatch batch =
                            handle.prepareBatch(
                                    "update inbox_part set status = ?, body = ?, answered_at = ?"
                                            + " where inbox_id = ? and name = ? and status is"
                                            + " null");
                    parts.forEach(
                            (name, part) ->
                                    batch.add(
                                            part.status(),
                                            part.body(),
                                            part.answeredAt(),
                                            inboxId,
                                            name));
                    batch.execute();
                    return handle.execute(
                            """
                            update inbox set state = 'NEW', lease_until = null, code = null, message = null, attempts = 0
                            where id = ? and state = 'ASKING' and not exists (
                                select 1 from inbox_part p where p.inbox_id = inbox.id and p.status is null)
                            """,
                            inboxId);
                });
    }

    /** The shop gave no answer: the message waits, and says why. */
    public void later(long inboxId, String code, String sentence, Duration delay) {
        Instant until = ledger.clock().instant().plus(delay);
        ledger.transaction(
                handle ->
                        handle.execute(
                                "update inbox set lease_until = ?, attempts = attempts + 1, code ="
                                        + " ?, pointer = '', message = ? where id = ? and state ="
                                        + " 'ASKING'",
                                until,
                                code,
                                sentence,
                                inboxId));
    }

    /** Another node may have brought the answers meanwhile; but not again and again. */
    private static boolean readOnceMore(Handle handle, long inboxId) {
        return handle.execute(
                        "update inbox set lease_until = null, attempts = attempts + 1 where id = ?"
                                + " and state = 'NEW' and attempts < ?",
                        inboxId,
                        READINGS)
                == 1;
    }

    /** A message that is settled needs them no more, and they may name people. */
    static void forget(Handle handle, long inboxId) {
        handle.execute("delete from inbox_part where inbox_id = ?", inboxId);
    }

    /** What was erased from a message can't be asked for again: it is rejected, and says so. */
    static void askNoMore(Handle handle, long inboxId, Instant now) {
        handle.execute(
                """
                update inbox set state = 'REJECTED', code = 'erased', pointer = '', lease_until = null, settled_at = ?,
                    message = 'somebody was erased from it while its shop was asked; have the shop send the order again for the others in it'
                where id = ? and state = 'ASKING'
                """,
                now,
                inboxId);
    }
}
