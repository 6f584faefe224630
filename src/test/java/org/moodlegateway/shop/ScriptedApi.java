package org.moodlegateway.shop;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** The API of a shop over HTTP: answers each path as it was told, all on one page. */
final class ScriptedApi implements AutoCloseable {
    private final HttpServer server;
    private final Map<String, String> answers = new ConcurrentHashMap<>();
    private final List<String> calls = new CopyOnWriteArrayList<>();

    ScriptedApi() {
        try {
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::answer);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** From now on this is there. */
    ScriptedApi says(String path, String json) {
        answers.put(path, json);
        return this;
    }

    /** Paths with queries that were asked for, in order. */
    List<String> calls() {
        return List.copyOf(calls);
    }

    private void answer(HttpExchange exchange) throws IOException {
        calls.add(exchange.getRequestURI().toString());
        String json = answers.get(exchange.getRequestURI().getPath());
        exchange.getResponseHeaders().set("X-WP-Total", "1");
        try (exchange) {
            FakeWooCommerce.send(exchange, json == null ? 404 : 200, json == null ? "{}" : json);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
