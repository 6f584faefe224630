package org.moodlegateway.localshop;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.moodlegateway.seat.Handlers;
import org.moodlegateway.shop.Meaning;
import org.moodlegateway.shop.Translation;

/** What bills of local_shop mean, by what {@code shops.yaml} says of their shop. */
public final class LocalShopMeaning implements Meaning {
    private final Handlers handlers;

    public LocalShopMeaning(Handlers handlers) {
        this.handlers = handlers;
    }

    @Override
    public Translation translate(JsonNode input) {
        JsonNode shop = input.path("shop");
        Map<String, String> products = new LinkedHashMap<>();
        shop.path("products")
                .properties()
                .forEach(entry -> products.put(entry.getKey(), entry.getValue().asText()));
        BillRules rules = BillRules.of(shop.path("settings"), products, handlers);
        return new LocalShopOrder(rules).translate(input.path("message"));
    }
}
