package org.moodlegateway.shop;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The language of one shop: its kind, and what that kind leaves to each shop.
 *
 * @param asked where the shop is asked; null if it isn't
 * @param pollEvery how often it is asked for what changed; null for never
 * @param products by the shop's key, the code of a product or {@code ignore}
 * @param writeBacks what is written into its orders once all their seats are in, one after the
 *     other
 * @param settings the kind's, overridden key by key
 */
public record Language(
        Kind kind,
        ShopApi asked,
        Duration pollEvery,
        Map<String, String> products,
        List<WriteBack> writeBacks,
        JsonNode settings) {
    public Language {
        products = Map.copyOf(products);
        writeBacks = List.copyOf(writeBacks);
    }

    public Optional<ShopApi> api() {
        return Optional.ofNullable(asked);
    }

    public Optional<Duration> poll() {
        return Optional.ofNullable(pollEvery);
    }

    /** Whether anything is written into its orders. */
    public boolean writesBack() {
        return asked != null && !writeBacks.isEmpty();
    }

    /**
     * What a message of this shop means.
     *
     * @param shop its name
     * @param topic what the sender says has happened, empty if nothing
     * @param from webhook, poll or file
     * @param parts by name, what the shop was asked for: objects with {@code status}, {@code date}
     *     and {@code body}
     */
    public Translation translate(
            String shop, JsonNode message, String topic, String from, ObjectNode parts) {
        ObjectNode input = JsonNodeFactory.instance.objectNode();
        input.set("message", message);
        input.put("topic", topic);
        input.put("from", from);
        input.set("shop", told(shop));
        input.set("parts", parts);
        return kind.meaning().translate(input);
    }

    private ObjectNode told(String shop) {
        ObjectNode told = JsonNodeFactory.instance.objectNode().put("name", shop);
        ObjectNode codes = told.putObject("products");
        products.forEach(codes::put);
        told.set("settings", settings);
        told.put("asked", asked != null);
        return told;
    }
}
