package org.moodlegateway.intake;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The columns of a table of orders and where each stands in the canonical order. A row is one
 * participant of one line of one order.
 */
final class CsvColumns {
    static final String ORDER = "order_id";
    static final String LINE = "line_id";
    static final String UPDATED = "updated_at";

    /** Say the same in every row of an order, or nothing. */
    static final Map<String, String> OF_ORDER =
            inOrder(
                    "shop",
                    "/shop",
                    ORDER,
                    "/id",
                    "status",
                    "/status",
                    UPDATED,
                    "/updatedAt",
                    "paid_at",
                    "/paidAt",
                    "placed_at",
                    "/placedAt",
                    "transaction",
                    "/transaction",
                    "currency",
                    "/currency",
                    "total",
                    "/total",
                    "test",
                    "/test",
                    "subscription",
                    "/subscription",
                    "buyer_email",
                    "/buyer/email",
                    "buyer_first",
                    "/buyer/firstName",
                    "buyer_last",
                    "/buyer/lastName",
                    "buyer_country",
                    "/buyer/country",
                    "buyer_language",
                    "/buyer/language");

    /** Say the same in every row of a line, or nothing. */
    static final Map<String, String> OF_LINE =
            inOrder(
                    LINE,
                    "/id",
                    "product",
                    "/product",
                    "quantity",
                    "/quantity",
                    "refunded",
                    "/refunded",
                    "parameters",
                    "/parameters",
                    "renews_seat",
                    "/renews/seat",
                    "renews_order",
                    "/renews/order",
                    "renews_subscription",
                    "/renews/subscription",
                    "replaces_product",
                    "/replaces/product",
                    "replaces_seat",
                    "/replaces/seat",
                    "replaces_order",
                    "/replaces/order",
                    "replaces_subscription",
                    "/replaces/subscription");

    static final Map<String, String> OF_PARTICIPANT =
            inOrder(
                    "participant_email", "/email",
                    "participant_first", "/firstName",
                    "participant_last", "/lastName",
                    "participant_role", "/role");

    static final Set<String> TIMES = Set.of(UPDATED, "paid_at", "placed_at");

    static final Set<String> REQUIRED = Set.of(ORDER, "status");

    private CsvColumns() {}

    private static Map<String, String> inOrder(String... columnsAndPointers) {
        Map<String, String> map = new LinkedHashMap<>();
        for (int i = 0; i < columnsAndPointers.length; i += 2) {
            map.put(columnsAndPointers[i], columnsAndPointers[i + 1]);
        }
        return map;
    }

    /** Every column there is, in the order in which to show them. */
    static List<String> all() {
        List<String> all = new java.util.ArrayList<>(OF_ORDER.keySet());
        all.addAll(OF_LINE.keySet());
        all.addAll(OF_PARTICIPANT.keySet());
        return all;
    }
}
