package org.moodlegateway.shop;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A Magento over HTTP: orders behind one of them by id, in numbered pages, with the number of all;
 * past the last page the last one comes again.
 */
public final class FakeMagento extends FakeShop {
    public static final String TOKEN = "canary_of_the_integration_token";

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");
    private static final String FILTER = "searchCriteria[filter_groups][0][filters][0]";
    private static final String BEHIND = "searchCriteria[filter_groups][1][filters][0]";

    private final Map<Integer, Order> orders = new TreeMap<>();

    private record Order(int id, String state, Instant updated) {
        String json() {
            boolean paid = !state.equals("new");
            return """
            {"entity_id":%d,"increment_id":"%09d","state":"%s","status":"%s","customer_email":"office@example.org",\
            "customer_firstname":"Zo\\u00e9","customer_lastname":"Łukasik","customer_is_guest":1,"order_currency_code":"EUR",\
            "grand_total":90,"total_due":%d,"store_id":1,"created_at":"2026-01-14 09:28:00","updated_at":"%s",\
            "billing_address":{"country_id":"FR","email":"office@example.org","street":["1 rue des \\u00c9coles"]},\
            "items":[{"item_id":%d,"product_id":9,"product_type":"virtual","sku":"COURSE-SCI","name":"Science","qty_ordered":1,\
            "qty_refunded":%d,"qty_canceled":%d,"product_option":{"extension_attributes":{"custom_options":[%s]}}}]}\
            """
                    .formatted(
                            id,
                            id,
                            state,
                            state,
                            paid ? 0 : 90,
                            TIME.format(LocalDateTime.ofInstant(updated, ZoneOffset.UTC)),
                            id * 10,
                            state.equals("closed") ? 1 : 0,
                            state.equals("canceled") ? 1 : 0,
                            id % NAMED > 0
                                    ? ""
                                    : "{\"option_id\":\"3\",\"option_value\":\"p%d@example.org\"}"
                                            .formatted(id));
        }
    }

    private FakeMagento(Clock clock) {
        super(clock, "/rest/V1/orders");
    }

    /** Starts one whose changes have the time of this clock. */
    public static FakeMagento start(Clock clock) {
        return new FakeMagento(clock);
    }

    /** Puts an order in, or changes it. */
    public synchronized void order(int id, String state) {
        order(id, state, now());
    }

    /** The same, changed at some time. */
    public synchronized void order(int id, String state, Instant updated) {
        orders.put(id, new Order(id, state, updated));
    }

    public synchronized void remove(int id) {
        orders.remove(id);
    }

    @Override
    boolean isLetIn(HttpExchange exchange) {
        return ("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"));
    }

    @Override
    void list(HttpExchange exchange) throws IOException {
        Map<String, String> query = query(exchange);
        if (!"updated_at".equals(query.get(FILTER + "[field]"))
                || !"gteq".equals(query.get(FILTER + "[condition_type]"))
                || !"entity_id".equals(query.get(BEHIND + "[field]"))
                || !"gt".equals(query.get(BEHIND + "[condition_type]"))
                || !"entity_id".equals(query.get("searchCriteria[sortOrders][0][field]"))) {
            send(exchange, 400, "{\"message\":\"such a question is not known here\"}");
            return;
        }
        Instant since =
                LocalDateTime.parse(query.get(FILTER + "[value]"), TIME).toInstant(ZoneOffset.UTC);
        int behind = Integer.parseInt(query.get(BEHIND + "[value]"));
        int size = Integer.parseInt(query.get("searchCriteria[pageSize]"));
        List<String> all =
                orders.values().stream()
                        .filter(order -> !order.updated().isBefore(since) && order.id() > behind)
                        .map(Order::json)
                        .toList();
        int last = Math.max(1, (all.size() + size - 1) / size);
        int page = Math.min(last, Integer.parseInt(query.get("searchCriteria[currentPage]")));
        List<String> some = all.subList((page - 1) * size, Math.min(all.size(), page * size));
        send(
                exchange,
                200,
                "{\"items\":["
                        + String.join(",", some)
                        + "],\"search_criteria\":{\"page_size\":"
                        + size
                        + "},\"total_count\":"
                        + all.size()
                        + "}");
    }

    @Override
    void other(HttpExchange exchange, String path) throws IOException {
        send(exchange, 404, "{\"message\":\"Request does not match any route.\"}");
    }
}
