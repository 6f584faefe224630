package org.moodlegateway.order;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Turns JSON into a {@link SubscriptionEvent}. Refuses with {@link OrderRejectedException}, as
 * {@link OrderReader} does. Safe for concurrent use.
 */
public final class SubscriptionReader {
    private final OrderSchema schema = OrderSchema.ofSubscriptions();

    /** Reads what arrived under the name of a shop. */
    public SubscriptionEvent read(JsonNode json, String shop) {
        schema.check(json).stream()
                .findFirst()
                .ifPresent(
                        problem -> {
                            throw new OrderRejectedException(problem);
                        });
        OrderReader.refuseOtherShop(json, shop);
        JsonPlace subscription = JsonPlace.root(PlainJson.of(json));
        return new SubscriptionEvent(
                shop,
                subscription.text("id"),
                SubscriptionStatus.spelled(subscription.text("status")).orElseThrow(),
                Timestamps.parse(subscription.text("updatedAt")).orElseThrow(),
                subscription.named("replaces", Replaces.Target.class, Replaces::new));
    }
}
