package org.moodlegateway.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.moodlegateway.order.Emails;
import org.moodlegateway.order.Order;
import org.moodlegateway.order.OrderReader;
import org.moodlegateway.order.OrderWriter;
import org.moodlegateway.order.Participant;

/**
 * Who was erased from which order. A shop may send an old order again, with everybody in it: the
 * people who were erased from it are taken out once more before it is planned. In a new order they
 * are people like all others.
 */
public final class Erasures {
    private static final int SALT_BYTES = 16;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Ledger ledger;

    public Erasures(Ledger ledger) {
        this.ledger = ledger;
    }

    private record Mark(String pseudonym, String salt, String hash) {
        boolean fits(String email) {
            return hashOf(salt, email).equals(hash);
        }
    }

    private static String hashOf(String salt, String email) {
        return Inbox.contentId(salt + Emails.key(email));
    }

    /** Notes that somebody was erased from an order. */
    public static void note(
            Handle handle, String shop, String orderId, Pseudonym person, Instant now) {
        byte[] random = new byte[SALT_BYTES];
        RANDOM.nextBytes(random);
        String salt = HexFormat.of().formatHex(random);
        handle.execute(
                """
                insert into erasure (shop, order_id, pseudonym, salt, key_hash, erased_at) values (?, ?, ?, ?, ?, ?)
                on conflict do nothing
                """,
                shop,
                orderId,
                person.name(),
                salt,
                hashOf(salt, person.key()),
                now);
    }

    /**
     * The same order without those who were erased from it. The kept message is made nameless as
     * well.
     */
    public Order nameless(long inboxId, Order order) {
        List<Pseudonym> erased =
                ledger.read(handle -> marks(handle, order)).stream()
                        .flatMap(mark -> pseudonyms(mark, order))
                        .toList();
        if (erased.isEmpty()) {
            return order;
        }
        JsonNode json = new OrderWriter().write(order);
        for (Pseudonym person : erased) {
            json = person.hide(json);
        }
        JsonNode hidden = json;
        ledger.transaction(
                handle -> {
                    KeptMessages.write(handle, inboxId, hidden, "");
                    return true;
                });
        return new OrderReader().read(hidden, order.shop());
    }

    private static List<Mark> marks(Handle handle, Order order) {
        return handle.select(
                        "select pseudonym, salt, key_hash from erasure where shop = ? and order_id = ?",
                        order.shop(),
                        order.id())
                .map(
                        (row, context) ->
                                new Mark(
                                        row.getString("pseudonym"),
                                        row.getString("salt"),
                                        row.getString("key_hash")))
                .list();
    }

    private static Stream<Pseudonym> pseudonyms(Mark mark, Order order) {
        return people(order).stream()
                .filter(mark::fits)
                .map(email -> new Pseudonym(Emails.key(email), mark.pseudonym));
    }

    /** Everybody whom an order names. */
    public static List<String> people(Order order) {
        List<String> emails = new ArrayList<>();
        emails.add(order.buyer().email());
        order.lines()
                .forEach(
                        line ->
                                Stream.ofNullable(line.named())
                                        .flatMap(List::stream)
                                        .map(Participant::email)
                                        .forEach(emails::add));
        return emails.stream()
                .filter(email -> !email.isEmpty())
                .map(Emails::key)
                .distinct()
                .toList();
    }
}
