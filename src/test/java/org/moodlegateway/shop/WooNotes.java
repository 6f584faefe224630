package org.moodlegateway.shop;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What can be written into the orders of a {@link FakeWooCommerce}: notes and states. */
public final class WooNotes implements FakeWooCommerce.Trouble {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern NOTES = Pattern.compile(".*/orders/([0-9]+)/notes");
    private static final Pattern ORDER = Pattern.compile(".*/orders/([0-9]+)");

    private final FakeWooCommerce shop;
    private final Map<String, List<String>> notes = new ConcurrentHashMap<>();
    private final List<String> written = new CopyOnWriteArrayList<>();
    private final AtomicInteger answersToLose = new AtomicInteger();

    public WooNotes(FakeWooCommerce shop) {
        this.shop = shop;
    }

    /** The notes of an order. */
    public List<String> of(int order) {
        return notes.getOrDefault("" + order, List.of());
    }

    /** Everything that was written, as method and body, in order. */
    List<String> written() {
        return written;
    }

    /** The next answers are lost after the shop has done what it was told. */
    void loseAnswers(int number) {
        answersToLose.set(number);
    }

    @Override
    public boolean instead(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String method = exchange.getRequestMethod();
        Matcher ofNotes = NOTES.matcher(path);
        if (ofNotes.matches()) {
            List<String> all =
                    notes.computeIfAbsent(ofNotes.group(1), id -> new CopyOnWriteArrayList<>());
            if (method.equals("POST")) {
                String body = body(exchange);
                // WordPress may tidy a text up
                all.add(JSON.readTree(body).path("note").asText().replace(":", " :"));
                answer(exchange, 201, "{}");
            } else {
                ArrayNode list = JSON.createArrayNode();
                all.forEach(note -> list.addObject().put("id", 1).put("note", note));
                FakeWooCommerce.send(exchange, 200, list.toString());
            }
            return true;
        }
        Matcher ofOrder = ORDER.matcher(path);
        if (method.equals("PUT") && ofOrder.matches()) {
            String status = JSON.readTree(body(exchange)).path("status").asText();
            shop.order(Integer.parseInt(ofOrder.group(1)), status);
            answer(exchange, 200, "{}");
            return true;
        }
        return false;
    }

    private String body(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
        written.add(exchange.getRequestMethod() + " " + body);
        return body;
    }

    private void answer(HttpExchange exchange, int status, String body) throws IOException {
        if (answersToLose.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            exchange.close();
        } else {
            FakeWooCommerce.send(exchange, status, body);
        }
    }
}
