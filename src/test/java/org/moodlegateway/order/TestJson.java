package org.moodlegateway.order;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;

/** A valid order as JSON, of which a test changes what matters to it. */
final class TestJson {
    static final String ORDER =
            """
            {"shop":"web","id":"A-1001","transaction":"TX0001","status":"paid",
             "updatedAt":"2026-01-15T09:30:02Z","placedAt":"2026-01-15T09:28:00Z",
             "paidAt":"2026-01-15T09:30:00Z","test":false,"currency":"EUR","total":"180.00",
             "subscription":null,
             "buyer":{"email":"office@example.org","firstName":"Zoé","lastName":"Łukasik",
               "country":"FR","language":"fr"},
             "lines":[{"id":"1","product":"SCI-180","quantity":2,"refunded":0,"parameters":null,
               "renews":null,"participants":[{"email":"ana@example.org","firstName":"Ana",
                 "lastName":"Silva","role":"student"}]}]}
            """;

    private TestJson() {}

    /** The order with one piece of its text replaced. */
    static JsonNode with(String piece, String replacement) {
        if (!ORDER.contains(piece)) {
            throw new IllegalArgumentException("the order holds no " + piece);
        }
        return parse(ORDER.replace(piece, replacement));
    }

    static JsonNode parse(String text) {
        return new OrderJson().parse(text.getBytes(UTF_8));
    }
}
