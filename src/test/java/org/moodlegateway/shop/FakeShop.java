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
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A shop over HTTP, as far as the gateway sees one: what all of them share. It counts what it is
 * asked, and has a switch for everything that can go wrong.
 */
public abstract class FakeShop implements AutoCloseable {
    /** Whoever takes a seat is named in every order whose number can be divided by this. */
    static final int NAMED = 10;

    /** How many orders a shop has; {@code -Dorders=1000} polls more than a build has time for. */
    static final int ORDERS = Integer.getInteger("orders", 400);

    private final Clock clock;
    private final String list;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final AtomicInteger atOnce = new AtomicInteger();
    private volatile int mostAtOnce;
    private volatile Trouble trouble = exchange -> false;

    /** Something instead of an answer; false to answer as ever. */
    @FunctionalInterface
    public interface Trouble {
        boolean instead(HttpExchange exchange) throws IOException;
    }

    /**
     * Starts one.
     *
     * @param clock whose time its changes have
     * @param list the path of the list that is polled
     */
    FakeShop(Clock clock, String list) {
        this.clock = clock;
        this.list = list;
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

    /** Of its API. */
    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** As exact as shops keep it. */
    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS);
    }

    public void trouble(Trouble instead) {
        this.trouble = instead;
    }

    /**
     * Has something change while it is asked, the first time that an address has this part; it
     * answers all the same.
     */
    void whileAskedFor(String part, Runnable change) {
        AtomicBoolean once = new AtomicBoolean();
        trouble(
                exchange -> {
                    if (exchange.getRequestURI().toString().contains(part)
                            && once.compareAndSet(false, true)) {
                        change.run();
                    }
                    return false;
                });
    }

    /** Paths with queries that were asked for, in order. */
    public List<String> calls() {
        return List.copyOf(calls);
    }

    public long pages() {
        return calls.stream().filter(call -> call.startsWith(list + "?")).count();
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
                String path = exchange.getRequestURI().getPath();
                synchronized (this) {
                    if (!isLetIn(exchange)) {
                        send(exchange, 401, "{}");
                    } else if (path.equals(list)) {
                        list(exchange);
                    } else {
                        other(exchange, path);
                    }
                }
            }
        } finally {
            atOnce.decrementAndGet();
        }
    }

    /** Whether the credentials are right. */
    abstract boolean isLetIn(HttpExchange exchange);

    /** Answers with a page of the list that is polled. */
    abstract void list(HttpExchange exchange) throws IOException;

    /** Answers anything else. */
    abstract void other(HttpExchange exchange, String path) throws IOException;

    /** All values of a query by name. */
    static Map<String, List<String>> parameters(HttpExchange exchange) {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        String query = exchange.getRequestURI().getRawQuery();
        for (String pair : query == null ? new String[0] : query.split("&")) {
            String[] both = pair.split("=", 2);
            parameters
                    .computeIfAbsent(URLDecoder.decode(both[0], UTF_8), name -> new ArrayList<>())
                    .add(URLDecoder.decode(both[1], UTF_8));
        }
        return parameters;
    }

    /** The first value of each parameter. */
    static Map<String, String> query(HttpExchange exchange) {
        Map<String, String> query = new LinkedHashMap<>();
        parameters(exchange).forEach((name, values) -> query.put(name, values.get(0)));
        return query;
    }

    static byte[] hmac(String secret, byte[] text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
            return mac.doFinal(text);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** An answer; for troubles too. */
    public static void send(HttpExchange exchange, int status, String body) throws IOException {
        send(exchange, status, "application/json; charset=UTF-8", body);
    }

    static void send(HttpExchange exchange, int status, String type, String body)
            throws IOException {
        byte[] bytes = body.getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
