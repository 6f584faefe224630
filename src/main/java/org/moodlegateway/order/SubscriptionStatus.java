package org.moodlegateway.order;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a shop says of a subscription, in the words of WooCommerce Subscriptions. */
public enum SubscriptionStatus {
    /** It is charged each period. */
    ACTIVE,
    /** A payment is missing; it may still come. */
    ON_HOLD,
    /** Ended by its buyer; what he paid for is still his. */
    PENDING_CANCEL,
    /** Over before its time. */
    CANCELLED,
    /** Over. */
    EXPIRED;

    /** Whether more payments may come. */
    public boolean goesOn() {
        return this == ACTIVE || this == ON_HOLD;
    }

    /** The word in a message, such as {@code on-hold}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Optional<SubscriptionStatus> spelled(String word) {
        return Arrays.stream(values()).filter(status -> status.word().equals(word)).findFirst();
    }
}
