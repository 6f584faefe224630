package org.moodlegateway.order;

import java.time.Instant;

/**
 * What a shop says of one of its subscriptions.
 *
 * @param id the shop's own key, as orders name it
 * @param updatedAt orders these messages: an older one never overrules a newer one
 */
public record SubscriptionEvent(
        String shop, String id, SubscriptionStatus status, Instant updatedAt) {}
