package org.moodlegateway.localshop;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

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
        List<?> values = withShop(List.of(cursor.date(), cursor.date(), cursor.id()), limit);
        return reading(
                tables ->
                        tables.whole(
                                tables.select(BILL, "bill", NEXT.formatted(ofShop()), values)));
    }

    /** These bills, as far as they are there. */
    public List<BillRow> bills(Collection<Long> ids) {
        if (ids.isEmpty()) {
            return List.of();
        }
        String these = " where id in " + Rows.marks(ids) + " order by id";
        return reading(
                tables -> tables.whole(tables.select(BILL, "bill", these, List.copyOf(ids))));
    }

    /**
     * The state alone of the bills after one id, in the order of their ids.
     *
     * @param since Unix seconds; bills that were touched only before are left out
     */
    public List<BillRow> states(long afterId, long since, int limit) {
        List<?> values = withShop(List.of(afterId, since), limit);
        return reading(
                tables ->
                        tables.select(STATE, "bill", WATCHED.formatted(ofShop()), values).stream()
                                .map(state -> BillReading.row(state, null))
                                .toList());
    }

    /** All catalogue items, of all catalogues, as rows of their table. */
    public List<ObjectNode> catalogItems() {
        return reading(
                tables ->
                        tables.select(
                                BillReading.CATALOG_ITEM,
                                "catalogitem",
                                " order by id",
                                List.of()));
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

    private <T> T reading(Reading<T> work) {
        return ReadOnlyConnection.explaining(
                database,
                () -> {
                    try (Connection connection = ReadOnlyConnection.open(database)) {
                        T result = work.read(new BillReading(database, connection));
                        connection.rollback();
                        return result;
                    }
                });
    }

    /** Reads in one transaction. */
    private interface Reading<T> {
        T read(BillReading tables) throws SQLException;
    }
}
