package org.moodlegateway.shop;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A Stripe over HTTP: events, the newest first and 100 a page at most, sessions and what they sold;
 * webhooks with a signature that knows the time. What a session sold stands in it, but for those in
 * which people are named: there it has to be asked for.
 */
public final class FakeStripe extends FakeShop {
    public static final String KEY = "rk_canary_of_the_key";
    public static final String WEBHOOK_SECRET = "whsec_canary_of_the_secret";

    private static final String EVENTS = "/v1/events";
    private static final String SESSIONS = "/v1/checkout/sessions";
    private static final int MOST = 100;
    private static final int MOST_TYPES = 20;

    private final List<Event> events = new ArrayList<>();
    private final Map<Integer, String> sessions = new HashMap<>();

    /**
     * Something that happened.
     *
     * @param sequence of the events as they were written down
     */
    private record Event(int sequence, String type, Instant created, String object) {
        String id() {
            return "evt_%06d".formatted(sequence);
        }

        String json(int pending) {
            return """
            {
              "id": "%s", "object": "event", "api_version": "2025-09-30.clover", "created": %d,
              "data": {"object": %s},
              "livemode": true, "pending_webhooks": %d, "type": "%s"
            }\
            """
                    .formatted(id(), created.getEpochSecond(), object, pending, type);
        }
    }

    private FakeStripe(Clock clock) {
        super(clock, EVENTS);
    }

    /** Starts one whose changes have the time of this clock. */
    public static FakeStripe start(Clock clock) {
        return new FakeStripe(clock);
    }

    /** A session is paid now. */
    public int paid(int session) {
        return paid(session, now());
    }

    /**
     * A session was paid at some time.
     *
     * @return the number of the event
     */
    public synchronized int paid(int session, Instant when) {
        sessions.put(session, session(session, when));
        return happened("checkout.session.completed", when, sessions.get(session));
    }

    /** All of a session's money is given back now. */
    public synchronized int refunded(int session) {
        return happened(
                "charge.refunded",
                now(),
                """
                {"id": "ch_%d", "object": "charge", "amount": 9000, "amount_refunded": 9000, "refunded": true,
                 "currency": "eur", "payment_intent": "pi_%d", "livemode": true}\
                """
                        .formatted(session, session));
    }

    /** Something that has nothing to do with orders. */
    public synchronized int happened(String type) {
        return happened(type, now(), "{\"id\": \"x\", \"livemode\": true}");
    }

    private int happened(String type, Instant when, String object) {
        events.add(new Event(events.size() + 1, type, when, object));
        return events.size();
    }

    private static String session(int number, Instant when) {
        return """
        {"id": "cs_live_%d", "object": "checkout.session", "amount_total": 9000, "currency": "eur", "created": %d,
         "customer_details": {"email": "office@example.org", "name": "Zo\\u00e9 Łukasik", "address": {"country": "FR"}},
         "custom_fields": [%s], "invoice": null, "livemode": true, "locale": "fr", "metadata": {%s},
         "mode": "payment", "payment_intent": "pi_%d", "payment_status": "paid", "status": "complete", "subscription": null}\
        """
                .formatted(
                        number,
                        when.getEpochSecond() - 60,
                        number % NAMED > 0 ? "" : field(number),
                        number % NAMED > 0 ? "\"sku\": \"COURSE-SCI\"" : "",
                        number);
    }

    private static String field(int number) {
        return """
        {"key": "p1", "label": {"custom": "Participant 1 e-mail", "type": "custom"}, "type": "text",
         "text": {"value": "p%d@example.org"}}\
        """
                .formatted(number);
    }

    /** What the webhook of an event says; not byte for byte what the API says later. */
    public synchronized byte[] body(int event) {
        return events.get(event - 1).json(1).getBytes(UTF_8);
    }

    /** Of a webhook that is sent at some time. */
    public static String signature(byte[] body, Instant sent) {
        String text = sent.getEpochSecond() + "." + new String(body, UTF_8);
        return "t="
                + sent.getEpochSecond()
                + ",v1="
                + HexFormat.of().formatHex(hmac(WEBHOOK_SECRET, text.getBytes(UTF_8)));
    }

    @Override
    boolean isLetIn(HttpExchange exchange) {
        return ("Bearer " + KEY).equals(exchange.getRequestHeaders().getFirst("Authorization"));
    }

    @Override
    void list(HttpExchange exchange) throws IOException {
        Map<String, String> query = query(exchange);
        List<String> types = parameters(exchange).getOrDefault("types[]", List.of());
        int limit = Integer.parseInt(query.getOrDefault("limit", "10"));
        String after = query.get("starting_after");
        List<Event> all =
                events.stream()
                        .sorted(
                                Comparator.comparing(Event::created)
                                        .thenComparing(Event::sequence)
                                        .reversed())
                        .toList();
        Optional<Event> last = all.stream().filter(one -> one.id().equals(after)).findFirst();
        if (limit > MOST || types.size() > MOST_TYPES || (after != null && last.isEmpty())) {
            send(exchange, 400, "{\"error\":{\"type\":\"invalid_request_error\"}}");
            return;
        }
        Instant since = Instant.ofEpochSecond(Long.parseLong(query.get("created[gte]")));
        List<Event> rest =
                all.subList(last.map(all::indexOf).orElse(-1) + 1, all.size()).stream()
                        .filter(one -> !one.created().isBefore(since))
                        .filter(one -> types.isEmpty() || types.contains(one.type()))
                        .toList();
        List<Event> page = rest.subList(0, Math.min(limit, rest.size()));
        send(
                exchange,
                200,
                listed(
                        EVENTS,
                        page.size() < rest.size(),
                        page.stream().map(one -> one.json(0)).toList()));
    }

    private static String listed(String url, boolean more, List<String> data) {
        return "{\"object\": \"list\", \"data\": ["
                + String.join(",", data)
                + "], \"has_more\": "
                + more
                + ", \"url\": \""
                + url
                + "\"}";
    }

    @Override
    void other(HttpExchange exchange, String path) throws IOException {
        if (path.matches(SESSIONS + "/cs_live_[0-9]+/line_items")) {
            send(exchange, 200, listed(path, false, List.of(line(path.split("[/_]")[6]))));
        } else if (path.equals(SESSIONS)) {
            int payment = Integer.parseInt(query(exchange).get("payment_intent").substring(3));
            send(
                    exchange,
                    200,
                    listed(
                            path,
                            false,
                            Optional.ofNullable(sessions.get(payment)).stream().toList()));
        } else {
            send(exchange, 404, "{\"error\":{\"code\":\"resource_missing\"}}");
        }
    }

    private static String line(String session) {
        return """
        {"id": "li_%s", "object": "item", "description": "Science", "quantity": 1, "amount_total": 9000, "currency": "eur",
         "price": {"id": "price_1", "lookup_key": null, "metadata": {},
         "product": {"id": "prod_1", "name": "Science", "metadata": {"sku": "COURSE-SCI"}}}}\
        """
                .formatted(session);
    }
}
