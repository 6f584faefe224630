package org.moodlegateway.shop;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A WooCommerce over HTTP, as far as the gateway sees one: orders in pages of 100 by id, refunds,
 * and signed webhooks, with a switch for everything that can go wrong.
 */
public final class FakeWooCommerce implements AutoCloseable {
    public static final String KEY = "ck_canary_of_the_key";
    public static final String SECRET = "cs_canary_of_the_secret";
    public static final String WEBHOOK_SECRET = "woo & \"secret\"";

    private static final String ORDERS = "/wp/wp-json/wc/v3/orders";

    private final Clock clock;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<Integer, Order> orders = new TreeMap<>();
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final AtomicInteger atOnce = new AtomicInteger();
    private volatile int mostAtOnce;
    private volatile Trouble trouble = exchange -> false;

    /** Something instead of an answer; false to answer as ever. */
    @FunctionalInterface
    public interface Trouble {
        boolean instead(HttpExchange exchange) throws IOException;
    }

    private record Order(int id, String status, Instant modified, String email, boolean refunded) {
        String json() {
            return """
            {"id":%d,"number":"%d","status":"%s","currency":"EUR","total":"90.00","date_paid_gmt":"2026-01-15T09:30:00",\
            "date_modified_gmt":"%s","billing":{"first_name":"Zo\\u00e9","last_name":"Łukasik","email":"%s","country":"FR"},\
            "line_items":[{"id":%d,"product_id":900,"variation_id":0,"sku":"COURSE-SCI","quantity":1,"total":"90.00",\
            "meta_data":[{"id":1,"key":"Participant 1 e-mail","value":"%s"}]}],"meta_data":[],"refunds":[%s],"note":"a \\/ b"}"""
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
        this.clock = clock;
        try {
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    /** Starts one whose changes have the time of this clock. */
    public static FakeWooCommerce start(Clock clock) {
        return new FakeWooCommerce(clock);
    }

    /** Of its API, in a folder of its own. */
    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/wp";
    }

    /** Puts an order in, or changes it. */
    public synchronized void order(int id, String status) {
        order(id, status, clock.instant());
    }

    /** The same, changed at some time. */
    public synchronized void order(int id, String status, Instant modified) {
        orders.put(id, new Order(id, status, modified, "p" + id + "@example.org", false));
    }

    /** Refunds the line of an order, which stays paid. */
    public synchronized void refund(int id) {
        Order order = orders.get(id);
        orders.put(id, new Order(id, order.status(), clock.instant(), order.email(), true));
    }

    public synchronized void remove(int id) {
        orders.remove(id);
    }

    /** What a webhook about an order says now. */
    public synchronized byte[] body(int id) {
        return orders.get(id).json().getBytes(UTF_8);
    }

    /** The signature of a webhook: the shop decodes its secret from HTML first. */
    public static String signature(byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(WEBHOOK_SECRET.getBytes(UTF_8), "HmacSHA256"));
            return Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public void trouble(Trouble instead) {
        this.trouble = instead;
    }

    /** Paths with queries that were asked for, in order. */
    public List<String> calls() {
        return List.copyOf(calls);
    }

    public long pages() {
        return calls.stream().filter(call -> call.startsWith(ORDERS + "?")).count();
    }

    /** The most questions that were open at the same time. */
    public int mostAtOnce() {
        return mostAtOnce;
    }

    private void answer(HttpExchange exchange) throws IOException {
        mostAtOnce = Math.max(mostAtOnce, atOnce.incrementAndGet());
        calls.add(exchange.getRequestURI().toString());
        try (exchange) {
            if (!trouble.instead(exchange)) {
                byPath(exchange);
            }
        } finally {
            atOnce.decrementAndGet();
        }
    }

    private void byPath(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String login =
                "Basic " + Base64.getEncoder().encodeToString((KEY + ":" + SECRET).getBytes(UTF_8));
        if (!login.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            send(exchange, 401, "{\"code\":\"woocommerce_rest_cannot_view\"}");
        } else if (path.equals(ORDERS)) {
            page(exchange);
        } else if (path.matches(ORDERS + "/[0-9]+/refunds")) {
            refunds(exchange, Integer.parseInt(path.split("/")[6]));
        } else if (path.matches(ORDERS + "/[0-9]+")) {
            one(exchange, Integer.parseInt(path.split("/")[6]));
        } else {
            send(exchange, 404, "{\"code\":\"rest_no_route\"}");
        }
    }

    private synchronized void page(HttpExchange exchange) throws IOException {
        Map<String, String> query = query(exchange);
        Instant since = LocalDateTime.parse(query.get("modified_after")).toInstant(ZoneOffset.UTC);
        int size = Integer.parseInt(query.get("per_page"));
        int page = Integer.parseInt(query.get("page"));
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
                all.subList(
                        Math.min(all.size(), (page - 1) * size), Math.min(all.size(), page * size));
        exchange.getResponseHeaders().set("X-WP-Total", "" + all.size());
        exchange.getResponseHeaders().set("X-WP-TotalPages", "" + (all.size() + size - 1) / size);
        send(exchange, 200, "[" + String.join(",", some) + "]");
    }

    private static Map<String, String> query(HttpExchange exchange) {
        Map<String, String> query = new HashMap<>();
        for (String pair : exchange.getRequestURI().getRawQuery().split("&")) {
            String[] both = pair.split("=", 2);
            query.put(URLDecoder.decode(both[0], UTF_8), URLDecoder.decode(both[1], UTF_8));
        }
        return query;
    }

    private synchronized void refunds(HttpExchange exchange, int id) throws IOException {
        List<String> refunds = new ArrayList<>();
        if (orders.get(id).refunded()) {
            refunds.add(
                    """
                    {"id":%d,"amount":"90.00","date_created_gmt":"2026-01-15T10:00:00","line_items":[{"id":1,"quantity":-1,\
                    "total":"-90.00","meta_data":[{"id":2,"key":"_refunded_item_id","value":"%d"}]}]}"""
                            .formatted(id * 100, id * 10));
        }
        send(exchange, 200, "[" + String.join(",", refunds) + "]");
    }

    private synchronized void one(HttpExchange exchange, int id) throws IOException {
        Order order = orders.get(id);
        send(exchange, order == null ? 404 : 200, order == null ? "{}" : order.json());
    }

    /** An answer; for troubles too. */
    public static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json; charset=UTF-8");
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
