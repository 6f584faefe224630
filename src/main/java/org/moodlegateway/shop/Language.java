package org.moodlegateway.shop;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * The language of one shop: its kind, and what that kind leaves to each shop.
 *
 * @param asked where the shop is asked; null if it isn't
 * @param pollEvery how often it is asked for what changed; null for never
 * @param products by the shop's key, the code of a product or {@code ignore}
 * @param settings the kind's, overridden key by key
 */
public record Language(
        Kind kind,
        ShopApi asked,
        Duration pollEvery,
        Map<String, String> products,
        JsonNode settings) {
    public Language {
        products = Map.copyOf(products);
    }

    public Optional<ShopApi> api() {
        return Optional.ofNullable(asked);
    }

    public Optional<Duration> poll() {
        return Optional.ofNullable(pollEvery);
    }

    /** What a jq is told of the shop; an object. */
    public ObjectNode told(String shop) {
        ObjectNode told = JsonNodeFactory.instance.objectNode().put("name", shop);
        ObjectNode codes = told.putObject("products");
        products.forEach(codes::put);
        told.set("settings", settings);
        return told;
    }
}
