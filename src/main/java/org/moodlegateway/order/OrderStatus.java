package org.moodlegateway.order;

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

    /** Higher wins between events of the same instant. */
    public int rank() {
        return rank;
    }
}
