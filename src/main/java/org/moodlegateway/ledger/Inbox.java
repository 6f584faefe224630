package org.moodlegateway.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.moodlegateway.order.Problem;
import org.moodlegateway.order.RoughOrder;

/**
 * Every message that was answered with "stored", as raw bytes, and what became of it. One commit a
 * message; the same event twice is one row.
 */
public final class Inbox {
    /** Stands where a message can't be said to be of any shop; such a message is never applied. */
    public static final String NO_SHOP = "unknown";

    /** So many planners find something of their own when they look at the same time. */
    private static final int CLAIMING_AT_ONCE = 4;

    private static final Problem CONFLICT =
            new Problem(
                    "event-conflict",
                    "",
                    "this event id came before with another body; the first one stands");

    private final Ledger ledger;

    public Inbox(Ledger ledger) {
        this.ledger = ledger;
    }

    /**
     * Keeps a message that is the gateway's own order.
     *
     * @see #keep(Arrival)
     */
    public Receipt keep(String shop, String source, String sender, String eventId, byte[] body) {
        return keep(Arrival.canonical(shop, source, sender, eventId, body));
    }

    /** Keeps a message. When this returns, the row is committed. */
    public Receipt keep(Arrival arrival) {
        Receipt receipt = ledger.intakeTransaction(handle -> keep(handle, arrival));
        CrashPoint.at("kept-before-answer");
        return receipt;
    }

    /**
     * Keeps several messages in one commit. When this returns, all rows are committed.
     *
     * @return a receipt each, in the same order
     */
    public List<Receipt> keep(List<Arrival> arrivals) {
        List<Receipt> receipts =
                ledger.intakeTransaction(
                        handle -> arrivals.stream().map(one -> keep(handle, one)).toList());
        CrashPoint.at("kept-before-answer");
        return receipts;
    }

    public Receipt keep(Handle handle, Arrival arrival) {
        String hash = sha256(arrival.body());
        String event = arrival.eventId().isEmpty() ? prefix(arrival) + hash : arrival.eventId();
        return insert(handle, arrival, event, hash, true)
                .map(id -> new Receipt(id, Receipt.Kind.STORED))
                .or(() -> duplicate(handle, arrival.shop(), event, hash))
                .orElseGet(() -> conflict(handle, arrival, event, hash));
    }

    private static String prefix(Arrival arrival) {
        return arrival.refusal() == null ? "" : "rejected ";
    }

    private Optional<Long> insert(
            Handle handle, Arrival arrival, String event, String hash, boolean first) {
        Instant now = ledger.clock().instant();
        Optional<Problem> problem = Optional.ofNullable(first ? arrival.refusal() : CONFLICT);
        String state = first && problem.isEmpty() ? "NEW" : first ? "REJECTED" : "CONFLICT";
        return handle.createUpdate(
                        """
                        insert into inbox (shop, event_id, event_key, body_hash, body, source, sender, kind, topic, received_at, state,
                                order_id, code, pointer, message, settled_at)
                        values (:shop, :event, :key, :hash, :body, :source, :sender, :kind, :topic, :now, :state,
                                :order, :code, :pointer, :message, :settled)
                        on conflict do nothing
                        """)
                .bind("shop", arrival.shop())
                .bind("event", event)
                .bind("key", first ? event : null)
                .bind("hash", hash)
                .bind("body", arrival.body())
                .bind("source", arrival.source())
                .bind("sender", arrival.sender())
                .bind("kind", arrival.kind())
                .bind("topic", arrival.topic())
                .bind("now", now)
                .bind("state", state)
                .bind("order", problem.isEmpty() ? null : orNull(RoughOrder.idIn(arrival.body())))
                .bind("code", problem.map(Problem::code).orElse(null))
                .bind("pointer", problem.map(one -> cut(one.pointer(), 500)).orElse(""))
                .bind("message", problem.map(one -> cut(one.message(), 2000)).orElse(null))
                .bind("settled", state.equals("REJECTED") ? now : null)
                .executeAndReturnGeneratedKeys("id")
                .mapTo(Long.class)
                .findOne();
    }

    private Optional<Receipt> duplicate(Handle handle, String shop, String event, String hash) {
        return handle.select(
                        "select id, state from inbox where shop = ? and event_id = ? and body_hash = ?",
                        shop,
                        event,
                        hash)
                .map(
                        (row, context) ->
                                new Receipt(
                                        row.getLong("id"),
                                        row.getString("state").equals("CONFLICT")
                                                ? Receipt.Kind.CONFLICT
                                                : Receipt.Kind.DUPLICATE))
                .findOne();
    }

    private Receipt conflict(Handle handle, Arrival arrival, String event, String hash) {
        long id =
                insert(handle, arrival, event, hash, false)
                        .or(() -> duplicate(handle, arrival.shop(), event, hash).map(Receipt::id))
                        .orElseThrow();
        return new Receipt(id, Receipt.Kind.CONFLICT);
    }

    /** The row that holds the first body of an event, if it came before. */
    public Optional<Receipt> find(String shop, String eventId) {
        return ledger.read(
                handle ->
                        handle.select(
                                        "select id from inbox where shop = ? and event_key = ?",
                                        shop,
                                        eventId)
                                .mapTo(Long.class)
                                .findOne()
                                .map(id -> new Receipt(id, Receipt.Kind.DUPLICATE)));
    }

    /**
     * The oldest messages that nobody works on, now claimed for one lease; empty when there are
     * none.
     */
    public List<InboxMessage> claim(int most) {
        Instant now = ledger.clock().instant();
        return ledger.transaction(
                handle -> {
                    List<Long> waiting = waiting(handle, now, most * CLAIMING_AT_ONCE);
                    return waiting.isEmpty() ? List.of() : claim(handle, now, waiting, most);
                });
    }

    /** Without a lock: H2 would lock all that wait before it took the oldest. */
    private static List<Long> waiting(Handle handle, Instant now, int most) {
        return handle.createQuery(
                        """
                        select id from inbox where state = 'NEW' and (lease_until is null or lease_until <= :now)
                        order by state, id fetch first :most rows only
                        """)
                .bind("now", now)
                .bind("most", most)
                .mapTo(Long.class)
                .list();
    }

    private List<InboxMessage> claim(Handle handle, Instant now, List<Long> waiting, int most) {
        List<InboxMessage> claimed =
                handle.createQuery(
                                """
                        select id, shop, source, kind, topic, body, received_at from inbox
                        where id in (<waiting>) and state = 'NEW' and (lease_until is null or lease_until <= :now)
                        order by id fetch first :most rows only for update skip locked
                        """)
                        .bindList("waiting", waiting)
                        .bind("now", now)
                        .bind("most", most)
                        .map((row, context) -> message(row))
                        .list();
        if (!claimed.isEmpty()) {
            handle.createUpdate("update inbox set lease_until = :until where id in (<ids>)")
                    .bind("until", now.plus(ledger.settings().lease()))
                    .bindList("ids", claimed.stream().map(InboxMessage::id).toList())
                    .execute();
        }
        return claimed;
    }

    private static InboxMessage message(ResultSet row) throws SQLException {
        return new InboxMessage(
                row.getLong("id"),
                row.getString("shop"),
                row.getString("source"),
                row.getString("kind"),
                row.getString("topic"),
                row.getBytes("body"),
                Rows.instant(row, "received_at"));
    }

    /** Locks a message that is still to be applied; false if somebody else settled it before. */
    public static boolean lockNew(Handle handle, long id) {
        return handle.select("select id from inbox where id = ? and state = 'NEW' for update", id)
                .mapTo(Long.class)
                .findOne()
                .isPresent();
    }

    /** Marks a message as applied. */
    public static void applied(Handle handle, long id, String orderId, String note, Instant now) {
        handle.createUpdate(
                        """
                        update inbox set state = 'APPLIED', order_id = :order, code = null, pointer = null, message = :note,
                                lease_until = null, settled_at = :now
                        where id = :id and state = 'NEW'
                        """)
                .bind("order", orderId)
                .bind("note", note)
                .bind("now", now)
                .bind("id", id)
                .execute();
        InboxParts.forget(handle, id);
    }

    /** Settles a message that means nothing for anybody's seat. */
    public void ignore(long id, String why) {
        Instant now = ledger.clock().instant();
        ledger.transaction(
                handle -> {
                    applied(handle, id, null, cut(why, 2000), now);
                    return true;
                });
    }

    /** Keeps the message as rejected. {@code orderId} is empty if it couldn't be read. */
    public void reject(long id, String orderId, Problem problem) {
        ledger.transaction(
                handle ->
                        handle.createUpdate(
                                        """
                        update inbox set state = 'REJECTED', order_id = :order, code = :code, pointer = :pointer,
                                message = :message, lease_until = null, settled_at = :now
                        where id = :id and state = 'NEW'
                        """)
                                .bind("order", orNull(cut(orderId, 200)))
                                .bind("code", problem.code())
                                .bind("pointer", cut(problem.pointer(), 500))
                                .bind("message", cut(problem.message(), 2000))
                                .bind("now", ledger.clock().instant())
                                .bind("id", id)
                                .execute());
    }

    /** Says which order a message is about while its shop is asked for more. */
    public void about(long id, String orderId) {
        ledger.transaction(
                handle ->
                        handle.execute(
                                "update inbox set order_id = ? where id = ? and state = 'NEW'",
                                orNull(cut(orderId, 200)),
                                id));
    }

    private static String orNull(String text) {
        return text.isEmpty() ? null : text;
    }

    /** Never through the middle of a character. */
    private static String cut(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        boolean halved = Character.isHighSurrogate(text.charAt(most - 1));
        return text.substring(0, halved ? most - 1 : most);
    }

    /** How many messages wait to be planned. */
    public long waiting() {
        return ledger.read(
                handle ->
                        handle.select("select count(*) from inbox where state = 'NEW'")
                                .mapTo(Long.class)
                                .one());
    }

    private static String sha256(byte[] body) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
        } catch (NoSuchAlgorithmException e) {
            throw new LedgerException("this Java has no SHA-256", e);
        }
    }

    /** The id that equal bytes share when the sender gives none. */
    public static String contentId(String text) {
        return sha256(text.getBytes(UTF_8));
    }
}
