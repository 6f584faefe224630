package org.moodlegateway.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

/**
 * Facts that people or machines may have to be told, written in the transaction that made them
 * true; each dedup key once. Who is told is decided later: {@link NoticeBook}.
 */
public final class Outbox {
    private static final int LONGEST_KEY = 300;
    private static final ObjectMapper JSON = new ObjectMapper();

    private Outbox() {}

    /**
     * Something that became true.
     *
     * @param kind such as {@code reminder}; who is told of it, and how, is the notice package's
     *     business
     * @param dedupKey names it for good: what was noted once is never noted again
     * @param shop empty if it is about no order
     * @param data plain values for templates, such as {@code seat}, {@code end}; never an address
     *     or a name, which are looked up when they are needed
     */
    public record Fact(
            String kind, String dedupKey, String shop, String orderId, Map<String, String> data) {
        public Fact {
            data = Map.copyOf(data);
        }
    }

    /** Notes a fact, in the transaction that makes it true. */
    public static void note(Handle handle, Instant now, Fact fact) {
        handle.execute(
                """
                insert into outbox (kind, dedup_key, payload, state, created_at, channel, shop, order_id)
                values (?, ?, ?, 'NEW', ?, 'FACT', ?, ?) on conflict do nothing
                """,
                fact.kind(),
                key(fact.dedupKey()),
                payload(fact.data()),
                now,
                fact.shop(),
                fact.orderId());
    }

    /** As it is while there is room for it. */
    private static String key(String dedupKey) {
        return dedupKey.length() <= LONGEST_KEY ? dedupKey : hash(dedupKey);
    }

    /** SHA-256 in hexadecimal. */
    public static String hash(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }

    public static String payload(Map<String, String> data) {
        Map<String, JsonNode> texts = new TreeMap<>();
        data.forEach((name, value) -> texts.put(name, new TextNode(value)));
        return new ObjectNode(JsonNodeFactory.instance, texts).toString();
    }

    /** Reads what {@link #payload} wrote; before version 2 of the ledger it was one sentence. */
    public static Map<String, String> data(String payload) {
        Map<String, String> data = new TreeMap<>();
        try {
            JSON.readTree(payload)
                    .properties()
                    .forEach(entry -> data.put(entry.getKey(), entry.getValue().asText()));
        } catch (JsonProcessingException e) {
            data.put("hint", payload);
        }
        return data;
    }
}
