package org.moodlegateway.localshop;

import static java.util.stream.Collectors.groupingBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads, in one transaction, bills and what belongs to them: one statement for each table, however
 * many bills there are.
 */
final class BillReading {
    private static final Rows ITEM =
            new Rows(
                    "id:whole",
                    "billid:whole",
                    "ordering:whole",
                    "type",
                    "itemcode",
                    "quantity:float",
                    "bundleid:whole",
                    "customerdata",
                    "productiondata");
    private static final Rows CUSTOMER =
            new Rows(
                    "id:whole",
                    "firstname",
                    "lastname",
                    "email",
                    "city",
                    "country",
                    "organisation",
                    "hasaccount:whole");
    static final Rows CATALOG_ITEM =
            new Rows(
                    "id:whole",
                    "catalogid:whole",
                    "code",
                    "name",
                    "status",
                    "quantaddressesusers:whole",
                    "renewable:whole",
                    "isset",
                    "requireddata",
                    "enablehandler",
                    "handlerparams");

    private final ShopDatabase database;
    private final Connection connection;

    BillReading(ShopDatabase database, Connection connection) {
        this.database = database;
        this.connection = connection;
    }

    /** These bills with their messages. */
    List<BillRow> whole(List<ObjectNode> bills) throws SQLException {
        if (bills.isEmpty()) {
            return List.of();
        }
        Map<Long, ObjectNode> customers = customers(bills);
        Map<Long, List<ObjectNode>> items = items(bills);
        List<BillRow> rows = new ArrayList<>();
        for (ObjectNode bill : bills) {
            ObjectNode message = JsonNodeFactory.instance.objectNode();
            message.set("bill", bill);
            message.set("customer", customers.get(customerId(bill)));
            ArrayNode list = message.putArray("items");
            items.getOrDefault(bill.path("id").asLong(), List.of()).forEach(list::add);
            rows.add(row(bill, message));
        }
        return rows;
    }

    private Map<Long, List<ObjectNode>> items(List<ObjectNode> bills) throws SQLException {
        List<Long> ids = bills.stream().map(bill -> bill.path("id").asLong()).toList();
        List<ObjectNode> items =
                select(
                        ITEM,
                        "billitem",
                        " where billid in " + Rows.marks(ids) + " order by billid, ordering, id",
                        ids);
        Map<String, ObjectNode> catalog = catalog(items);
        items.forEach(item -> item.set("catalogitem", catalog.get(item.path("itemcode").asText())));
        return items.stream().collect(groupingBy(item -> item.path("billid").asLong()));
    }

    /** By code; where two catalogues have it, the one that was there first. */
    private Map<String, ObjectNode> catalog(List<ObjectNode> items) throws SQLException {
        Set<String> codes = new TreeSet<>();
        items.stream()
                .filter(item -> item.path("type").asText().equals("BILLING"))
                .forEach(item -> codes.add(item.path("itemcode").asText("")));
        Map<String, ObjectNode> catalog = new HashMap<>();
        if (!codes.isEmpty()) {
            select(
                            CATALOG_ITEM,
                            "catalogitem",
                            " where code in " + Rows.marks(codes) + " order by id",
                            List.copyOf(codes))
                    .forEach(item -> catalog.putIfAbsent(item.path("code").asText(), item));
        }
        return catalog;
    }

    private Map<Long, ObjectNode> customers(List<ObjectNode> bills) throws SQLException {
        Set<Long> ids = new TreeSet<>();
        bills.forEach(bill -> ids.add(customerId(bill)));
        ids.remove(0L);
        Map<Long, ObjectNode> customers = new HashMap<>();
        if (!ids.isEmpty()) {
            select(CUSTOMER, "customer", " where id in " + Rows.marks(ids), List.copyOf(ids))
                    .forEach(customer -> customers.put(customer.path("id").asLong(), customer));
        }
        return customers;
    }

    /** The column is a text; 0 for none. */
    private static long customerId(JsonNode bill) {
        String id = bill.path("customerid").asText("").strip();
        return id.matches("[0-9]{1,18}") ? Long.parseLong(id) : 0;
    }

    static BillRow row(ObjectNode bill, ObjectNode message) {
        long acted = bill.path("lastactiondate").asLong(0);
        return new BillRow(
                bill.path("id").asLong(),
                bill.path("status").asText(""),
                acted > 0 ? acted : bill.path("emissiondate").asLong(0),
                message);
    }

    /** Rows of one of the plugin's tables. */
    List<ObjectNode> select(Rows rows, String table, String condition, List<?> values)
            throws SQLException {
        String sql = rows.select(database.table(table)) + condition;
        return rows.read(connection, ReadOnlyConnection.seconds(database), sql, values);
    }
}
