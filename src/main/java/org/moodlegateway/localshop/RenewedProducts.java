package org.moodlegateway.localshop;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.moodlegateway.order.OrderRejectedException;

/**
 * Which of its earlier products an item renews: what the buyer answered to {@code productcode}, as
 * one text or as one for each of the quantity, or the reference that the shop itself put in.
 */
final class RenewedProducts {
    private RenewedProducts() {}

    /** How many of the quantity are for each reference; empty if it renews nothing. */
    static Map<String, Integer> of(
            JsonNode answers, JsonNode production, int quantity, String pointer) {
        Map<String, Integer> renewed = new LinkedHashMap<>();
        count(renewed, answers.path("productcode"));
        if (renewed.isEmpty()) {
            count(renewed, production.path("reference"));
        }
        if (renewed.size() == 1) {
            renewed.replaceAll((reference, count) -> quantity);
        }
        int named = renewed.values().stream().mapToInt(Integer::intValue).sum();
        if (renewed.size() > 1 && named != quantity) {
            throw new OrderRejectedException(
                    "renews-unclear",
                    pointer,
                    "the item names "
                            + named
                            + " products to renew, but its quantity is "
                            + quantity);
        }
        return renewed;
    }

    private static void count(Map<String, Integer> renewed, JsonNode answer) {
        if (answer.isObject()) {
            answer.forEach(one -> count(renewed, one));
            return;
        }
        String reference = answer.isTextual() ? answer.textValue().strip() : "";
        if (!reference.isEmpty()) {
            renewed.merge(reference, 1, Integer::sum);
        }
    }
}
