package org.moodlegateway.order;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What lies in a body: an order, or in an envelope whose type begins with {@code subscription.} a
 * subscription.
 *
 * @param type of the envelope; empty if there is none
 */
public record Message(String type, JsonNode data) {
    private static final String SUBSCRIPTION = "subscription.";

    public boolean isSubscription() {
        return type.startsWith(SUBSCRIPTION);
    }
}
