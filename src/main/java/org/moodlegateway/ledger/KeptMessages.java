package org.moodlegateway.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;
import org.moodlegateway.order.Order;
import org.moodlegateway.order.OrderJson;
import org.moodlegateway.order.OrderReader;
import org.moodlegateway.order.OrderRejectedException;
import org.moodlegateway.order.OrderWriter;

/**
 * The raw messages in the inbox, as far as they name somebody. What is made nameless keeps its id
 * and the hash of its first body, so that a delivery of it that comes again is still known.
 */
final class KeptMessages {
    private static final Pattern ESCAPE = Pattern.compile("\\\\u([0-9A-Fa-f]{4})");
    private static final Pattern BASE64 = Pattern.compile("\"([A-Za-z0-9+/]{16,}+={0,2})\"");
    private static final OrderJson JSON = new OrderJson(Integer.MAX_VALUE);

    private KeptMessages() {}

    /** What the shop answered when it was asked for what a message lacks. */
    record KeptPart(long inboxId, String name, byte[] body) {
        boolean names(Pseudonym person) {
            return isIn(body, person);
        }
    }

    /** A message with its body, and what its shop was asked for beside it. */
    record Kept(
            long id,
            String shop,
            String orderId,
            byte[] body,
            String message,
            List<KeptPart> parts) {

        /** Whether the person is in it. */
        boolean names(Pseudonym person) {
            return isIn(body, person)
                    || person.isIn(message)
                    || parts.stream().anyMatch(part -> part.names(person));
        }

        /** The same with those of the parts that are its own. */
        Kept with(List<KeptPart> parts) {
            List<KeptPart> own = parts.stream().filter(part -> part.inboxId == id).toList();
            return new Kept(id, shop, orderId, body, message, own);
        }

        /** The order in it, if it is one. */
        Optional<Order> order() {
            try {
                return Optional.of(new OrderReader().read(JSON.parse(body), shop));
            } catch (OrderRejectedException e) {
                return Optional.empty();
            }
        }
    }

    /**
     * JSON can write any letter as an escape, and local_shop's bills hold their people in base64.
     */
    private static boolean isIn(byte[] body, Pseudonym person) {
        String text = text(body);
        return person.isIn(text)
                || BASE64.matcher(text)
                        .results()
                        .anyMatch(found -> person.isIn(decoded(found.group(1))));
    }

    private static String decoded(String base64) {
        try {
            return new String(Base64.getDecoder().decode(base64), UTF_8);
        } catch (IllegalArgumentException e) {
            // a text that only looks like it
            return "";
        }
    }

    private static String text(byte[] body) {
        return ESCAPE.matcher(new String(body, UTF_8))
                .replaceAll(
                        found ->
                                Matcher.quoteReplacement(
                                        String.valueOf(
                                                (char) Integer.parseInt(found.group(1), 16))));
    }

    private static final String COLUMNS =
            "select id, shop, order_id, body, message from inbox where ";

    private static final String PARTS =
            "select inbox_id, name, body from inbox_part where body is not null and ";

    static List<Kept> of(Handle handle, String shop, String orderId) {
        List<KeptPart> parts =
                handle.select(
                                PARTS
                                        + "inbox_id in (select id from inbox where shop = ? and"
                                        + " order_id = ?) order by inbox_id, name",
                                shop,
                                orderId)
                        .map((row, context) -> part(row))
                        .list();
        return handle.select(COLUMNS + "shop = ? and order_id = ? order by id", shop, orderId)
                .map((row, context) -> kept(row, parts))
                .list();
    }

    /** A page of all messages. */
    static List<Kept> after(Handle handle, long id, int most) {
        List<Kept> page =
                handle.createQuery(COLUMNS + "id > :after order by id fetch first :most rows only")
                        .bind("after", id)
                        .bind("most", most)
                        .map((row, context) -> kept(row, List.of()))
                        .list();
        return page.isEmpty() ? page : withParts(handle, id, page.get(page.size() - 1).id, page);
    }

    private static List<Kept> withParts(Handle handle, long after, long last, List<Kept> page) {
        List<KeptPart> parts =
                handle.select(
                                PARTS + "inbox_id > ? and inbox_id <= ? order by inbox_id, name",
                                after,
                                last)
                        .map((row, context) -> part(row))
                        .list();
        return parts.isEmpty() ? page : page.stream().map(kept -> kept.with(parts)).toList();
    }

    private static KeptPart part(ResultSet row) throws SQLException {
        return new KeptPart(row.getLong("inbox_id"), row.getString("name"), row.getBytes("body"));
    }

    private static Kept kept(ResultSet row, List<KeptPart> parts) throws SQLException {
        return new Kept(
                        row.getLong("id"),
                        row.getString("shop"),
                        Rows.text(row, "order_id"),
                        row.getBytes("body"),
                        Rows.text(row, "message"),
                        List.of())
                .with(parts);
    }

    /**
     * Takes the person out of a message; false if it didn't name them. Of an order the canonical
     * form is left, without what the gateway doesn't know; of anything else nothing, and its shop
     * is not asked for the rest.
     */
    static boolean hide(Handle handle, Kept kept, Pseudonym person, Instant now) {
        if (!kept.names(person)) {
            return false;
        }
        JsonNode body =
                kept.order()
                        .map(order -> person.hide(new OrderWriter().write(order)))
                        .orElseGet(() -> nothing(person));
        write(handle, kept.id, body, person.hide(kept.message));
        InboxParts.askNoMore(handle, kept.id, now);
        return true;
    }

    private static ObjectNode nothing(Pseudonym person) {
        return JsonNodeFactory.instance.objectNode().put("erased", person.name());
    }

    static void write(Handle handle, long id, JsonNode body, String message) {
        handle.createUpdate(
                        """
                        update inbox set body = :body, message = :message,
                            topic = case when kind = '' then topic else '' end, kind = ''
                        where id = :id
                        """)
                .bind("body", body.toString().getBytes(UTF_8))
                .bind("message", message.isEmpty() ? null : message)
                .bind("id", id)
                .execute();
        InboxParts.forget(handle, id);
    }
}
