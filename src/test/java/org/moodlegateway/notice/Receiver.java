package org.moodlegateway.notice;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Somebody who is called: answers as told, and keeps what came. */
public final class Receiver implements AutoCloseable {
    private static final int HANGS = 0;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private final List<String> elsewhere = new CopyOnWriteArrayList<>();
    private volatile int status = 200;

    /** One call; names of headers in lower case. */
    public record Call(String method, Map<String, String> headers, String body) {
        public JsonNode json() {
            try {
                return new ObjectMapper().readTree(body);
            } catch (JsonProcessingException e) {
                throw new IllegalStateException(e);
            }
        }

        public String header(String name) {
            return headers.getOrDefault(name, "");
        }
    }

    public Receiver() {
        try {
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/hook", this::take);
        server.createContext("/elsewhere", this::redirected);
        server.start();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/hook";
    }

    Receiver answering(int newStatus) {
        status = newStatus;
        return this;
    }

    Receiver hanging() {
        status = HANGS;
        return this;
    }

    public List<Call> calls() {
        return calls;
    }

    /** What went to the address that a redirect names. */
    List<String> elsewhere() {
        return elsewhere;
    }

    private void take(HttpExchange exchange) throws IOException {
        Map<String, String> headers = new TreeMap<>();
        exchange.getRequestHeaders()
                .forEach(
                        (name, values) ->
                                headers.put(
                                        name.toLowerCase(java.util.Locale.ROOT),
                                        String.join("|", values)));
        String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
        calls.add(new Call(exchange.getRequestMethod(), headers, body));
        if (status == HANGS) {
            try {
                closed.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        exchange.getResponseHeaders().add("Location", url().replace("/hook", "/elsewhere"));
        exchange.sendResponseHeaders(status == HANGS ? 200 : status, -1);
        exchange.close();
    }

    private void redirected(HttpExchange exchange) throws IOException {
        elsewhere.add(exchange.getRequestMethod());
        exchange.sendResponseHeaders(200, -1);
        exchange.close();
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
