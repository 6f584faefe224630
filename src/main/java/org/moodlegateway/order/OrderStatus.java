package org.moodlegateway.order;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * What a shop says about an order. The declaration order decides between two events with the same
 * time stamp: placed, then paid, then refunded or cancelled, which are equal.
 */
public enum OrderStatus {
    PLACED(0),
    PAID(1),
    REFUNDED(2),
    CANCELLED(2);

    private final int rank;

    OrderStatus(int rank) {
        this.rank = rank;
    }

    /** The word in a message, such as {@code paid}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<OrderStatus> spelled(String word) {
        return Arrays.stream(values()).filter(status -> status.word().equals(word)).findFirst();
    }

    /** Whether what it sells is still sold: it is neither called off nor paid back as a whole. */
    public boolean isAlive() {
        return this == PLACED || this == PAID;
    }

    /** Higher wins between events of the same instant. */
    public int rank() {
        return rank;
    }
}
