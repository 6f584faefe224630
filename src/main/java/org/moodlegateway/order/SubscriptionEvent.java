package org.moodlegateway.order;

import java.time.Instant;
import java.util.Optional;

/**
 * What a shop says of one of its subscriptions.
 *
 * @param id the shop's own key, as orders name it
 * @param updatedAt orders these messages: an older one never overrules a newer one
 * @param replaced what its seats stand in for; null if it says nothing of that
 */
public record SubscriptionEvent(
        String shop, String id, SubscriptionStatus status, Instant updatedAt, Replaces replaced) {
    public Optional<Replaces> replaces() {
        return Optional.ofNullable(replaced);
    }
}
