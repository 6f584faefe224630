package org.moodlegateway.localshop;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Locale;
import org.moodlegateway.order.OrderRejectedException;
import org.moodlegateway.shop.Translation;

/**
 * Turns the message of one bill, as {@link LocalShopSource} makes it, into a canonical order.
 * Depends on the message and the rules alone, is safe for concurrent use, and never throws for a
 * message.
 *
 * <p>Times: placed when the bill was made out; paid, and last changed, at its last action or, where
 * that says less, when the change was noticed (see {@link BillStamp}). local_shop keeps no other
 * date of a payment.
 */
public final class LocalShopOrder {
    private final BillRules rules;
    private final BillLine line;

    public LocalShopOrder(BillRules rules) {
        this.rules = rules;
        this.line = new BillLine(rules);
    }

    public Translation translate(JsonNode message) {
        try {
            return translated(message);
        } catch (OrderRejectedException e) {
            return new Translation.Refused(e.problem());
        }
    }

    private Translation translated(JsonNode message) {
        JsonNode bill = message.path("bill");
        String status = BillState.word(bill.path("status").asText(""), rules.paidStates());
        ObjectNode order = JsonNodeFactory.instance.objectNode();
        order.put("id", required(bill, "id"));
        order.put("transaction", bill.path("transactionid").asText(""));
        order.put("status", status);
        dates(order, message, status);
        order.put("test", bill.path("test").asInt(0) != 0);
        order.put("currency", bill.path("currency").asText(""));
        order.put("total", bill.path("amount").asText(""));
        order.set("buyer", buyer(message.path("customer")));
        ArrayNode lines = order.putArray("lines");
        int number = 0;
        for (JsonNode item : message.path("items")) {
            line.of(item, "/items/" + number++).forEach(lines::add);
        }
        if (lines.isEmpty()) {
            order.put("status", "cancelled");
        }
        return new Translation.Canonical(order);
    }

    private static String required(JsonNode bill, String field) {
        String text = bill.path(field).asText("");
        if (text.isBlank()) {
            throw new OrderRejectedException(
                    "value-missing", "/bill/" + field, "the bill has no " + field);
        }
        return text;
    }

    private static void dates(ObjectNode order, JsonNode message, String status) {
        JsonNode bill = message.path("bill");
        long placed = seconds(bill.path("emissiondate"), "/bill/emissiondate");
        long acted = seconds(bill.path("lastactiondate"), "/bill/lastactiondate");
        long noticed = seconds(message.path("noticed"), "/noticed");
        long changed = Math.max(acted > 0 ? acted : placed, noticed);
        if (changed == 0) {
            throw new OrderRejectedException(
                    "value-missing", "/bill/lastactiondate", "the bill has no date");
        }
        order.put("updatedAt", Instant.ofEpochSecond(changed).toString());
        if (placed > 0) {
            order.put("placedAt", Instant.ofEpochSecond(placed).toString());
        }
        if (status.equals("paid")) {
            order.put("paidAt", Instant.ofEpochSecond(changed).toString());
        }
    }

    /** 0 if not given. */
    private static long seconds(JsonNode time, String pointer) {
        String text = time.asText("").strip();
        if (text.isEmpty() || time.isNull()) {
            return 0;
        }
        if (!text.matches("[0-9]{1,11}")) {
            throw new OrderRejectedException(
                    "date-invalid", pointer, "the bill has a date that is no Unix time");
        }
        return Long.parseLong(text);
    }

    private static ObjectNode buyer(JsonNode customer) {
        ObjectNode buyer = JsonNodeFactory.instance.objectNode();
        buyer.put("email", customer.path("email").asText(""));
        buyer.put("firstName", customer.path("firstname").asText(""));
        buyer.put("lastName", customer.path("lastname").asText(""));
        buyer.put("country", customer.path("country").asText("").toUpperCase(Locale.ROOT));
        return buyer;
    }
}
