package org.moodlegateway.shop;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A Shopify over HTTP: orders in pages of 250 at most, the newest first, behind cursors that take
 * no other word of the question; webhooks with a signature.
 */
public final class FakeShopify extends FakeShop {
    public static final String TOKEN = "shpat_canary_of_the_token";
    public static final String WEBHOOK_SECRET = "shpss_canary_of_the_secret";

    private static final String API = "/admin/api/2026-10/orders";
    private static final long FIRST_ID = 7_100_200_300_400_000L;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssXXX");
    private static final int MOST = 250;

    private final Map<Long, Order> orders = new TreeMap<>(Comparator.reverseOrder());

    private record Order(long id, int number, String status, Instant updated, boolean cancelled) {
        String json() {
            boolean refunded = status.equals("refunded");
            return """
            {"id":%d,"name":"#%d","email":"office@example.org","contact_email":"office@example.org","financial_status":"%s",\
            "cancelled_at":%s,"currency":"EUR","presentment_currency":"EUR","customer_locale":"fr-FR","test":false,\
            "created_at":"2026-01-14T10:00:00+01:00","processed_at":"2026-01-14T10:00:01+01:00","updated_at":"%s",\
            "billing_address":{"first_name":"Zo\\u00e9","last_name":"Łukasik","country_code":"FR"},"total_price":"90.00",\
            "note_attributes":[],"tags":"","source_name":"web","line_items":[{"id":%d,"variant_id":55,"product_id":5,\
            "sku":"COURSE-SCI","name":"Science","quantity":1,"current_quantity":%d,"price":"90.00",\
            "properties":[%s]}],"refunds":[]}\
            """
                    .formatted(
                            id,
                            number,
                            status,
                            cancelled ? "\"" + written(updated) + "\"" : "null",
                            written(updated),
                            id * 10,
                            refunded || cancelled ? 0 : 1,
                            number % NAMED > 0
                                    ? ""
                                    : "{\"name\":\"Participant 1\",\"value\":\"p%d@example.org\"}"
                                            .formatted(number));
        }

        private static String written(Instant time) {
            return TIME.format(time.atZone(ZoneId.of("Europe/Paris")));
        }
    }

    private FakeShopify(Clock clock) {
        super(clock, API + ".json");
    }

    /** Starts one whose changes have the time of this clock. */
    public static FakeShopify start(Clock clock) {
        return new FakeShopify(clock);
    }

    /** Puts an order in, or changes it. */
    public synchronized void order(int number, String status) {
        order(number, status, now());
    }

    /** The same, changed at some time. */
    public synchronized void order(int number, String status, Instant updated) {
        orders.put(id(number), new Order(id(number), number, status, updated, false));
    }

    public synchronized void cancel(int number) {
        orders.put(id(number), new Order(id(number), number, "voided", now(), true));
    }

    private static long id(int number) {
        return FIRST_ID + number;
    }

    /** What a webhook about an order says now; not byte for byte what the API says. */
    public synchronized byte[] body(int number) {
        return orders.get(id(number))
                .json()
                .replace("\"refunds\":[]", "\"refunds\":[],\"returns\":[]")
                .getBytes(UTF_8);
    }

    /** What a webhook about a refund says: hardly more than the order's number. */
    public synchronized byte[] refundBody(int number) {
        return """
        {"id":%d,"order_id":%d,"created_at":"2026-01-15T10:00:00+01:00","refund_line_items":[]}\
        """
                .formatted(id(number) * 2, id(number))
                .getBytes(UTF_8);
    }

    public static String signature(byte[] body) {
        return Base64.getEncoder().encodeToString(hmac(WEBHOOK_SECRET, body));
    }

    @Override
    boolean isLetIn(HttpExchange exchange) {
        return TOKEN.equals(exchange.getRequestHeaders().getFirst("X-Shopify-Access-Token"));
    }

    @Override
    void list(HttpExchange exchange) throws IOException {
        Map<String, String> query = query(exchange);
        int limit = Math.min(MOST, Integer.parseInt(query.getOrDefault("limit", "50")));
        String info = query.get("page_info");
        if (info != null && !query.keySet().equals(Set.of("limit", "page_info"))) {
            send(exchange, 400, "{\"errors\":\"page_info takes no other parameters\"}");
            return;
        }
        String[] cursor =
                info == null
                        ? new String[] {
                            query.get("updated_at_min"),
                            query.getOrDefault("status", "open"),
                            "" + Long.MAX_VALUE
                        }
                        : new String(Base64.getUrlDecoder().decode(info), UTF_8).split("\\|");
        Instant since = Instant.parse(cursor[0]);
        List<Order> rest =
                orders.values().stream()
                        .filter(order -> !order.updated().isBefore(since))
                        .filter(order -> cursor[1].equals("any") || !order.cancelled())
                        .filter(order -> order.id() < Long.parseLong(cursor[2]))
                        .toList();
        List<Order> page = rest.subList(0, Math.min(limit, rest.size()));
        if (page.size() < rest.size()) {
            String next =
                    String.join("|", cursor[0], cursor[1], "" + page.get(page.size() - 1).id());
            exchange.getResponseHeaders()
                    .set(
                            "Link",
                            "<%s%s.json?limit=%d&page_info=%s>; rel=\"next\""
                                    .formatted(
                                            url(),
                                            API,
                                            limit,
                                            Base64.getUrlEncoder()
                                                    .withoutPadding()
                                                    .encodeToString(next.getBytes(UTF_8))));
        }
        send(
                exchange,
                200,
                "{\"orders\":[" + String.join(",", page.stream().map(Order::json).toList()) + "]}");
    }

    @Override
    void other(HttpExchange exchange, String path) throws IOException {
        Order order =
                path.matches(API + "/[0-9]+\\.json")
                        ? orders.get(
                                Long.valueOf(path.substring(API.length() + 1, path.length() - 5)))
                        : null;
        send(
                exchange,
                order == null ? 404 : 200,
                order == null ? "{\"errors\":\"Not Found\"}" : "{\"order\":" + order.json() + "}");
    }
}
