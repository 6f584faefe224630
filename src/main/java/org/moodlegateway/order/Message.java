package org.moodlegateway.order;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What lies in a body: an order, or in an envelope whose type begins with {@code subscription.} a
 * subscription.
 *
 * @param type of the envelope; empty if there is none
 * @param eventId the same for the same event, as its envelope says; empty if that says nothing
 */
public record Message(String type, JsonNode data, String eventId) {
    private static final String SUBSCRIPTION = "subscription.";

    /** Of an event without an id of its own. */
    public Message(String type, JsonNode data) {
        this(type, data, "");
    }

    public boolean isSubscription() {
        return type.startsWith(SUBSCRIPTION);
    }
}
