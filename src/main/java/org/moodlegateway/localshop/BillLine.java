package org.moodlegateway.localshop;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.moodlegateway.order.OrderRejectedException;
import org.moodlegateway.order.OrderWriter;

/**
 * The lines of a canonical order that one item of a bill is: one, or one for each seat that it
 * renews. Items that sell no product (shipping, discounts, what was added by hand) are none.
 */
final class BillLine {
    private static final BigDecimal MOST = BigDecimal.valueOf(1_000_000);

    private final BillRules rules;

    BillLine(BillRules rules) {
        this.rules = rules;
    }

    List<ObjectNode> of(JsonNode item, String pointer) {
        if (!item.path("type").asText("").equals("BILLING")) {
            return List.of();
        }
        String code = item.path("itemcode").asText("").strip();
        if (code.isEmpty()) {
            throw new OrderRejectedException(
                    "value-missing", pointer + "/itemcode", "an item of the bill has no code");
        }
        return rules.product()
                .apply(code)
                .map(product -> ofProduct(item, pointer, product))
                .orElse(List.of());
    }

    /** Of an item that can't be read, a line that says why: the others of the bill go through. */
    private List<ObjectNode> ofProduct(JsonNode item, String pointer, String product) {
        try {
            int quantity = quantity(item.path("quantity"), pointer + "/quantity");
            return quantity == 0 ? List.of() : lines(item, pointer, product, quantity);
        } catch (OrderRejectedException e) {
            ObjectNode line = line(item, product, 1);
            line.set(OrderWriter.PROBLEM, OrderWriter.problem(e.problem()));
            return List.of(line);
        }
    }

    private static ObjectNode line(JsonNode item, String product, int quantity) {
        ObjectNode line = JsonNodeFactory.instance.objectNode();
        line.put("id", item.path("id").asText(""));
        line.put("product", product);
        line.put("quantity", quantity);
        return line;
    }

    private List<ObjectNode> lines(JsonNode item, String pointer, String product, int quantity) {
        JsonNode production = decoded(item, pointer, "productiondata");
        ShopParameters parameters =
                ShopParameters.of(
                        production.path("handlerparams"), known(item.path("catalogitem")));
        ObjectNode line = line(item, product, quantity);
        ObjectNode told = line.putObject("parameters");
        parameters.told().forEach(told::put);
        String supervisor = parameters.told().getOrDefault("supervisor", rules.supervisorRole());
        line.set("participants", BillPeople.of(production.path("users"), supervisor));
        return renewing(
                line,
                RenewedProducts.of(
                        decoded(item, pointer, "customerdata"),
                        production,
                        quantity,
                        pointer + "/customerdata"));
    }

    private Set<String> known(JsonNode catalogItem) {
        return rules.parameters().apply(catalogItem.path("enablehandler").asText("")).orElse(null);
    }

    private static List<ObjectNode> renewing(ObjectNode line, Map<String, Integer> renewed) {
        if (renewed.isEmpty()) {
            return List.of(line);
        }
        List<ObjectNode> lines = new ArrayList<>();
        for (Map.Entry<String, Integer> one : renewed.entrySet()) {
            ObjectNode part = line.deepCopy();
            if (renewed.size() > 1) {
                part.put("id", line.path("id").asText() + "." + (lines.size() + 1));
            }
            part.put("quantity", one.getValue());
            part.putObject("renews").put("seat", one.getKey());
            lines.add(part);
        }
        return lines;
    }

    /** A column of the database's own kind of float, of which only whole numbers are sold. */
    private static int quantity(JsonNode quantity, String pointer) {
        try {
            BigDecimal number = new BigDecimal(text(quantity));
            if (number.signum() >= 0 && number.compareTo(MOST) <= 0) {
                return number.intValueExact();
            }
        } catch (ArithmeticException | NumberFormatException e) {
            throw notWhole(pointer);
        }
        throw notWhole(pointer);
    }

    private static String text(JsonNode number) {
        String text = number.asText("").strip();
        if (text.length() > 40) {
            throw new NumberFormatException("too long");
        }
        return text;
    }

    private static OrderRejectedException notWhole(String pointer) {
        return new OrderRejectedException(
                "quantity-invalid",
                pointer,
                "an item of the bill has a quantity that is no whole number from 0 to " + MOST);
    }

    private static JsonNode decoded(JsonNode item, String pointer, String column) {
        try {
            return PhpData.decode(item.path(column).asText(""));
        } catch (PhpUnreadableException e) {
            throw new OrderRejectedException(
                    "php-unreadable", pointer + "/" + column, column + " " + e.getMessage());
        }
    }
}
