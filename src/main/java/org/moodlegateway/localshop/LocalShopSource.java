package org.moodlegateway.localshop;

import static java.util.stream.Collectors.groupingBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads the tables of a local_shop. A page of bills is four statements, however many bills it has:
 * the bills, their items, their customers, the catalogue items that these came from.
 *
 * <p>A bill's message is {@code {"bill": {…}, "customer": {…} or null, "items": [{…, "catalogitem":
 * {…} or null}]}}, each with the columns that say something about an order, named and encoded as in
 * their table.
 */
public final class LocalShopSource {
    private static final Rows BILL =
            new Rows(
                    "id:whole",
                    "shopid:whole",
                    "customerid",
                    "status",
                    "emissiondate:whole",
                    "lastactiondate:whole",
                    "currency",
                    "amount:amount",
                    "transactionid",
                    "onlinetransactionid",
                    "paymode",
                    "test:whole");
    private static final Rows STATE =
            new Rows("id:whole", "status", "emissiondate:whole", "lastactiondate:whole");
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
    private static final Rows CATALOG_ITEM =
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

    private static final String NEXT =
            " where (lastactiondate > ? or (lastactiondate = ? and id > ?))%s"
                    + " order by lastactiondate, id limit ?";
    private static final String WATCHED =
            " where id > ? and coalesce(lastactiondate, emissiondate, 0) >= ?%s"
                    + " order by id limit ?";

    private final ShopDatabase database;

    public LocalShopSource(ShopDatabase database) {
        this.database = database;
    }

    /**
     * The next bills in the order of their last action; fewer than asked for are the last ones.
     *
     * @throws LocalShopException if the database can't be read now; so do all methods
     */
    public List<BillRow> after(BillCursor cursor, int limit) {
        return reading(
                connection ->
                        whole(
                                connection,
                                select(
                                        connection,
                                        BILL,
                                        "bill",
                                        NEXT.formatted(ofShop()),
                                        withShop(
                                                List.of(cursor.date(), cursor.date(), cursor.id()),
                                                limit))));
    }

    /** These bills, as far as they are there. */
    public List<BillRow> bills(Collection<Long> ids) {
        if (ids.isEmpty()) {
            return List.of();
        }
        return reading(
                connection ->
                        whole(
                                connection,
                                select(
                                        connection,
                                        BILL,
                                        "bill",
                                        " where id in " + Rows.marks(ids) + " order by id",
                                        List.copyOf(ids))));
    }

    /**
     * The state alone of the bills after one id, in the order of their ids.
     *
     * @param since Unix seconds; bills that were touched only before are left out
     */
    public List<BillRow> states(long afterId, long since, int limit) {
        return reading(
                connection ->
                        select(
                                        connection,
                                        STATE,
                                        "bill",
                                        WATCHED.formatted(ofShop()),
                                        withShop(List.of(afterId, since), limit))
                                .stream()
                                .map(state -> row(state, null))
                                .toList());
    }

    /** All catalogue items, of all catalogues, as rows of their table. */
    public List<ObjectNode> catalogItems() {
        return reading(
                connection ->
                        select(connection, CATALOG_ITEM, "catalogitem", " order by id", List.of()));
    }

    private String ofShop() {
        return database.shopId() == null ? "" : " and shopid = ?";
    }

    private List<Object> withShop(List<?> values, int limit) {
        List<Object> all = new ArrayList<>(values);
        if (database.shopId() != null) {
            all.add(database.shopId());
        }
        all.add(limit);
        return all;
    }

    private List<BillRow> whole(Connection connection, List<ObjectNode> bills) throws SQLException {
        if (bills.isEmpty()) {
            return List.of();
        }
        Map<Long, ObjectNode> customers = customers(connection, bills);
        Map<Long, List<ObjectNode>> items = items(connection, bills);
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

    private Map<Long, List<ObjectNode>> items(Connection connection, List<ObjectNode> bills)
            throws SQLException {
        List<Long> ids = bills.stream().map(bill -> bill.path("id").asLong()).toList();
        List<ObjectNode> items =
                select(
                        connection,
                        ITEM,
                        "billitem",
                        " where billid in " + Rows.marks(ids) + " order by billid, ordering, id",
                        ids);
        Map<String, ObjectNode> catalog = catalog(connection, items);
        items.forEach(item -> item.set("catalogitem", catalog.get(item.path("itemcode").asText())));
        return items.stream().collect(groupingBy(item -> item.path("billid").asLong()));
    }

    /** By code; where two catalogues have it, the one that was there first. */
    private Map<String, ObjectNode> catalog(Connection connection, List<ObjectNode> items)
            throws SQLException {
        Set<String> codes = new TreeSet<>();
        items.stream()
                .filter(item -> item.path("type").asText().equals("BILLING"))
                .forEach(item -> codes.add(item.path("itemcode").asText("")));
        Map<String, ObjectNode> catalog = new HashMap<>();
        if (!codes.isEmpty()) {
            select(
                            connection,
                            CATALOG_ITEM,
                            "catalogitem",
                            " where code in " + Rows.marks(codes) + " order by id",
                            List.copyOf(codes))
                    .forEach(item -> catalog.putIfAbsent(item.path("code").asText(), item));
        }
        return catalog;
    }

    private Map<Long, ObjectNode> customers(Connection connection, List<ObjectNode> bills)
            throws SQLException {
        Set<Long> ids = new TreeSet<>();
        bills.forEach(bill -> ids.add(customerId(bill)));
        ids.remove(0L);
        Map<Long, ObjectNode> customers = new HashMap<>();
        if (!ids.isEmpty()) {
            select(
                            connection,
                            CUSTOMER,
                            "customer",
                            " where id in " + Rows.marks(ids),
                            List.copyOf(ids))
                    .forEach(customer -> customers.put(customer.path("id").asLong(), customer));
        }
        return customers;
    }

    /** The column is a text; 0 for none. */
    private static long customerId(JsonNode bill) {
        String id = bill.path("customerid").asText("").strip();
        return id.matches("[0-9]{1,18}") ? Long.parseLong(id) : 0;
    }

    private static BillRow row(ObjectNode bill, ObjectNode message) {
        long acted = bill.path("lastactiondate").asLong(0);
        return new BillRow(
                bill.path("id").asLong(),
                bill.path("status").asText(""),
                acted > 0 ? acted : bill.path("emissiondate").asLong(0),
                message);
    }

    private List<ObjectNode> select(
            Connection connection, Rows rows, String table, String condition, List<?> values)
            throws SQLException {
        String sql = rows.select(database.table(table)) + condition;
        return rows.read(connection, ReadOnlyConnection.seconds(database), sql, values);
    }

    private <T> T reading(Reading<T> work) {
        return ReadOnlyConnection.explaining(
                database,
                () -> {
                    try (Connection connection = ReadOnlyConnection.open(database)) {
                        T result = work.read(connection);
                        connection.rollback();
                        return result;
                    }
                });
    }

    /** Reads in one transaction. */
    private interface Reading<T> {
        T read(Connection connection) throws SQLException;
    }
}
