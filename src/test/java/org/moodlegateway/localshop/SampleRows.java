package org.moodlegateway.localshop;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;

/** The rows of a small shop, whose encoded columns PHP wrote. */
final class SampleRows {
    private static final ObjectMapper JSON = new ObjectMapper();

    private SampleRows() {}

    static JsonNode of(String table) throws IOException {
        try (InputStream rows = SampleRows.class.getResourceAsStream("rows.json")) {
            return JSON.readTree(rows).path(table);
        }
    }

    /** The message that the bill becomes. */
    static ObjectNode message(int billId) throws IOException {
        ObjectNode message = JSON.createObjectNode();
        JsonNode bill = find("local_shop_bill", "id", String.valueOf(billId));
        message.set("bill", bill);
        message.set(
                "customer", find("local_shop_customer", "id", bill.path("customerid").asText()));
        ArrayNode items = message.putArray("items");
        for (JsonNode item : of("local_shop_billitem")) {
            if (item.path("billid").asInt() == billId) {
                ObjectNode whole = item.deepCopy();
                whole.set(
                        "catalogitem",
                        find("local_shop_catalogitem", "code", item.path("itemcode").asText()));
                items.add(whole);
            }
        }
        return message;
    }

    private static JsonNode find(String table, String column, String value) throws IOException {
        for (JsonNode row : of(table)) {
            if (row.path(column).asText().equals(value)) {
                return row;
            }
        }
        return null;
    }
}
