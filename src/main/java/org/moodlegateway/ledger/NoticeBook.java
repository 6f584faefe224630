package org.moodlegateway.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.moodlegateway.ledger.Notice.Address;
import org.moodlegateway.ledger.Notice.Channel;

/**
 * What is told, to whom, by which channel. A fact becomes one notice for each channel and
 * recipient; a notice is claimed in one transaction, delivered outside of any, and written down in
 * another. A claim whose holder died is delivered again, under the same message id.
 */
public final class NoticeBook {
    private static final int MESSAGE_ID_DIGITS = 32;

    private final Ledger ledger;

    public NoticeBook(Ledger ledger) {
        this.ledger = ledger;
    }

    /** A fact that is still to be spread. */
    public record NotedFact(
            long id,
            String kind,
            String dedupKey,
            String shop,
            String orderId,
            Map<String, String> data,
            Instant notedAt) {
        public NotedFact {
            data = Map.copyOf(data);
        }
    }

    /** Notices that one worker holds until {@code leaseEndsNanos} of {@link System#nanoTime()}. */
    public record Claimed(String id, long leaseEndsNanos, List<Notice> notices) {
        public Claimed {
            notices = List.copyOf(notices);
        }
    }

    /** Facts that nobody was told of yet, the oldest first. */
    public List<NotedFact> facts(int most) {
        return ledger.read(
                handle ->
                        handle.createQuery(
                                        """
                                        select id, kind, dedup_key, shop, order_id, payload, created_at from outbox
                                        where channel = 'FACT' and state = 'NEW' order by id fetch first :most rows only
                                        """)
                                .bind("most", most)
                                .map((row, context) -> fact(row))
                                .list());
    }

    private static NotedFact fact(ResultSet row) throws SQLException {
        return new NotedFact(
                row.getLong("id"),
                row.getString("kind"),
                row.getString("dedup_key"),
                row.getString("shop"),
                row.getString("order_id"),
                Outbox.data(row.getString("payload")),
                Rows.instant(row, "created_at"));
    }

    /** Makes the notices of some facts, all or none; of a fact that is spread already, none. */
    public void spread(Map<NotedFact, List<Address>> addresses) {
        ledger.transaction(
                handle -> {
                    PreparedBatch notices =
                            handle.prepareBatch(
                                    """
                                    insert into outbox (kind, dedup_key, payload, state, created_at, channel, recipient, language,
                                            shop, order_id, message_id)
                                    values (:kind, :key, :payload, 'NEW', :noted, :channel, :recipient, :language, :shop, :order, :message)
                                    on conflict do nothing
                                    """);
                    addresses.forEach(
                            (fact, to) -> {
                                if (lock(handle, fact)) {
                                    to.forEach(address -> add(notices, fact, address));
                                }
                            });
                    return notices.size() == 0 ? 0 : notices.execute().length;
                });
    }

    private static boolean lock(Handle handle, NotedFact fact) {
        return handle.execute(
                        "update outbox set state = 'SPREAD' where id = ? and state = 'NEW'",
                        fact.id())
                == 1;
    }

    private static void add(PreparedBatch notices, NotedFact fact, Address address) {
        String key =
                Outbox.hash(
                        String.join(
                                "\n",
                                fact.dedupKey(),
                                address.channel().name(),
                                address.recipient()));
        notices.bind("kind", fact.kind())
                .bind("key", key)
                .bind("payload", Outbox.payload(fact.data()))
                .bind("noted", fact.notedAt())
                .bind("channel", address.channel().name())
                .bind("recipient", address.recipient())
                .bind("language", address.language())
                .bind("shop", fact.shop())
                .bind("order", fact.orderId())
                .bind("message", key.substring(0, MESSAGE_ID_DIGITS))
                .add();
    }

    /** Claims what is due by one channel, the oldest first. */
    public Claimed claim(Channel channel, int most) {
        long from = System.nanoTime();
        Duration lease = ledger.settings().lease();
        String claim = UUID.randomUUID().toString();
        List<Notice> notices =
                ledger.transaction(
                        handle -> {
                            Instant now = ledger.clock().instant();
                            List<Long> ids = due(handle, channel, now, most);
                            PreparedBatch batch =
                                    handle.prepareBatch(
                                            "update outbox set claim_id = ?, lease_until = ? where"
                                                    + " id = ?");
                            ids.forEach(id -> batch.add(claim, now.plus(lease), id));
                            if (ids.isEmpty()) {
                                return List.of();
                            }
                            batch.execute();
                            return handle.createQuery(
                                            "select * from outbox where id in (<ids>) order by id")
                                    .bindList("ids", ids)
                                    .map((row, context) -> notice(row))
                                    .list();
                        });
        return new Claimed(claim, from + lease.toNanos(), notices);
    }

    private static List<Long> due(Handle handle, Channel channel, Instant now, int most) {
        return handle.createQuery(
                        """
                        select id from outbox where channel = :channel and state = 'NEW'
                            and (due_at is null or due_at <= :now) and (lease_until is null or lease_until <= :now)
                        order by id fetch first :most rows only for update skip locked
                        """)
                .bind("channel", channel.name())
                .bind("now", now)
                .bind("most", most)
                .mapTo(Long.class)
                .list();
    }

    private static Notice notice(ResultSet row) throws SQLException {
        return new Notice(
                row.getLong("id"),
                Channel.valueOf(row.getString("channel")),
                row.getString("kind"),
                row.getString("recipient"),
                row.getString("language"),
                row.getString("shop"),
                row.getString("order_id"),
                row.getString("message_id"),
                Outbox.data(row.getString("payload")),
                Rows.instant(row, "created_at"),
                row.getInt("attempts"));
    }

    /** It was delivered. */
    public void sent(Claimed claim, Notice notice) {
        CrashPoint.at("notice-delivered");
        Instant now = ledger.clock().instant();
        ledger.transaction(
                handle ->
                        handle.execute(
                                """
                                update outbox set state = 'SENT', sent_at = ?, trouble = '', due_at = null, claim_id = null, lease_until = null
                                where id = ? and claim_id = ?
                                """,
                                now,
                                notice.id(),
                                claim.id()));
    }

    /** It was not delivered, and is tried again after {@code wait}. */
    public void failed(Claimed claim, Notice notice, String trouble, Duration wait) {
        attempted(claim, notice, "NEW", trouble, ledger.clock().instant().plus(wait));
    }

    /** Nothing was tried; it comes up again after {@code wait}. */
    public void putOff(Claimed claim, Notice notice, Duration wait) {
        Instant due = ledger.clock().instant().plus(wait);
        ledger.transaction(
                handle ->
                        handle.execute(
                                """
                                update outbox set due_at = ?, claim_id = null, lease_until = null
                                where id = ? and claim_id = ?
                                """,
                                due,
                                notice.id(),
                                claim.id()));
    }

    /** It can't be delivered: nobody tries again before a person says so. */
    public void dead(Claimed claim, Notice notice, String trouble) {
        attempted(claim, notice, "DEAD", trouble, null);
    }

    /** What it says is true no more: nobody is told. */
    public void dropped(Claimed claim, Notice notice, String why) {
        attempted(claim, notice, "DROPPED", why, null);
    }

    private void attempted(
            Claimed claim, Notice notice, String state, String trouble, Instant dueAt) {
        ledger.transaction(
                handle ->
                        handle.createUpdate(
                                        """
                                        update outbox set state = :state, attempts = attempts + 1, trouble = :trouble,
                                                due_at = cast(:due as timestamp with time zone), claim_id = null, lease_until = null
                                        where id = :id and claim_id = :claim
                                        """)
                                .bind("state", state)
                                .bind("trouble", trouble)
                                .bind("due", dueAt)
                                .bind("id", notice.id())
                                .bind("claim", claim.id())
                                .execute());
    }

    /**
     * The receiver of a notice is down: what else goes to it waits too, without burning attempts.
     * All mail has one receiver, the server.
     */
    public void holdUp(Claimed claim, Notice notice, Duration wait) {
        Instant now = ledger.clock().instant();
        ledger.transaction(
                handle -> {
                    handle.execute(
                            "update outbox set claim_id = null, lease_until = null where claim_id ="
                                    + " ?",
                            claim.id());
                    return handle.createUpdate(
                                    """
                                    update outbox set due_at = :due where channel = :channel and state = 'NEW'
                                        and (due_at is null or due_at <= :now) and (lease_until is null or lease_until <= :now)
                                        and (:all = 1 or recipient = :recipient)
                                    """)
                            .bind("due", now.plus(wait))
                            .bind("channel", notice.channel().name())
                            .bind("now", now)
                            .bind("all", notice.channel() == Channel.MAIL ? 1 : 0)
                            .bind("recipient", notice.recipient())
                            .execute();
                });
    }
}
