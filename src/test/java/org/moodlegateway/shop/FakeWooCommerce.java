package org.moodlegateway.shop;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A WooCommerce over HTTP, as far as the gateway sees one: orders by id, as many as wanted from
 * anywhere on, refunds, and signed webhooks, with a switch for everything that can go wrong.
 */
public final class FakeWooCommerce extends FakeShop {
    public static final String KEY = "ck_canary_of_the_key";
    public static final String SECRET = "cs_canary_of_the_secret";
    public static final String WEBHOOK_SECRET = "woo & \"secret\"";

    private static final String ORDERS = "/wp/wp-json/wc/v3/orders";

    private final Map<Integer, Order> orders = new TreeMap<>();

    private record Order(int id, String status, Instant modified, String email, boolean refunded) {
        String json() {
            return """
            {"id":%d,"number":"%d","status":"%s","currency":"EUR","total":"90.00","date_paid_gmt":"2026-01-15T09:30:00",\
            "date_modified_gmt":"%s","billing":{"first_name":"Zo\\u00e9","last_name":"Łukasik","email":"%s","country":"FR"},\
            "line_items":[{"id":%d,"product_id":900,"variation_id":0,"sku":"COURSE-SCI","quantity":1,"total":"90.00",\
            "meta_data":[{"id":1,"key":"Participant 1 e-mail","value":"%s"}]}],"meta_data":[],"refunds":[%s],"note":"a \\/ b"}\
            """
                    .formatted(
                            id,
                            id,
                            status,
                            LocalDateTime.ofInstant(
                                    modified.truncatedTo(ChronoUnit.SECONDS), ZoneOffset.UTC),
                            email,
                            id * 10,
                            email,
                            refunded
                                    ? "{\"id\":%d,\"reason\":\"\",\"total\":\"-90.00\"}"
                                            .formatted(id * 100)
                                    : "");
        }
    }

    private FakeWooCommerce(Clock clock) {
        super(clock, ORDERS);
    }

    /** Starts one whose changes have the time of this clock. */
    public static FakeWooCommerce start(Clock clock) {
        return new FakeWooCommerce(clock);
    }

    /** In a folder of its own. */
    @Override
    public String url() {
        return super.url() + "/wp";
    }

    /** Puts an order in, or changes it. */
    public synchronized void order(int id, String status) {
        order(id, status, now());
    }

    /** The same, changed at some time. */
    public synchronized void order(int id, String status, Instant modified) {
        orders.put(id, new Order(id, status, modified, "p" + id + "@example.org", false));
    }

    /** Refunds the line of an order, which stays paid. */
    public synchronized void refund(int id) {
        Order order = orders.get(id);
        orders.put(id, new Order(id, order.status(), now(), order.email(), true));
    }

    public synchronized void remove(int id) {
        orders.remove(id);
    }

    /** The first hundred orders, as a shop without offsets answers whatever it is asked. */
    synchronized String firstPage() {
        return list(orders.values().stream().limit(100).map(Order::json).toList());
    }

    private static String list(List<String> some) {
        return "[" + String.join(",", some) + "]";
    }

    /** What a webhook about an order says now. */
    public synchronized byte[] body(int id) {
        return orders.get(id).json().getBytes(UTF_8);
    }

    /** The signature of a webhook: the shop decodes its secret from HTML first. */
    public static String signature(byte[] body) {
        return Base64.getEncoder().encodeToString(hmac(WEBHOOK_SECRET, body));
    }

    @Override
    boolean isLetIn(HttpExchange exchange) {
        String login =
                "Basic " + Base64.getEncoder().encodeToString((KEY + ":" + SECRET).getBytes(UTF_8));
        return login.equals(exchange.getRequestHeaders().getFirst("Authorization"));
    }

    @Override
    void other(HttpExchange exchange, String path) throws IOException {
        if (path.matches(ORDERS + "/[0-9]+/refunds")) {
            refunds(exchange, Integer.parseInt(path.split("/")[6]));
        } else if (path.matches(ORDERS + "/[0-9]+")) {
            one(exchange, Integer.parseInt(path.split("/")[6]));
        } else {
            send(exchange, 404, "{\"code\":\"rest_no_route\"}");
        }
    }

    @Override
    void list(HttpExchange exchange) throws IOException {
        Map<String, String> query = query(exchange);
        Instant since = LocalDateTime.parse(query.get("modified_after")).toInstant(ZoneOffset.UTC);
        int size = Integer.parseInt(query.get("per_page"));
        int offset = Integer.parseInt(query.get("offset"));
        List<String> all =
                orders.values().stream()
                        .filter(
                                order ->
                                        order.modified()
                                                .truncatedTo(ChronoUnit.SECONDS)
                                                .isAfter(since))
                        .map(Order::json)
                        .toList();
        List<String> some =
                all.subList(Math.min(all.size(), offset), Math.min(all.size(), offset + size));
        exchange.getResponseHeaders().set("X-WP-Total", "" + all.size());
        send(exchange, 200, list(some));
    }

    private void refunds(HttpExchange exchange, int id) throws IOException {
        List<String> refunds = new ArrayList<>();
        if (orders.get(id).refunded()) {
            refunds.add(
                    """
                    {"id":%d,"amount":"90.00","date_created_gmt":"2026-01-15T10:00:00","line_items":[{"id":1,"quantity":-1,\
                    "total":"-90.00","meta_data":[{"id":2,"key":"_refunded_item_id","value":"%d"}]}]}\
                    """
                            .formatted(id * 100, id * 10));
        }
        send(exchange, 200, list(refunds));
    }

    private void one(HttpExchange exchange, int id) throws IOException {
        Order order = orders.get(id);
        send(exchange, order == null ? 404 : 200, order == null ? "{}" : order.json());
    }
}
