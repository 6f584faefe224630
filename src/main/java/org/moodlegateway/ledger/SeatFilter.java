package org.moodlegateway.ledger;

import static java.util.Objects.requireNonNull;

/**
 * Which seats to list, in the order of their ids. An empty text asks for all.
 *
 * @param state name of a {@link org.moodlegateway.seat.SeatState}
 * @param most at least 1
 * @param after the id of the last seat of the page before; 0 for the first page
 */
public record SeatFilter(String shop, String order, String state, int most, long after) {
    public SeatFilter {
        requireNonNull(shop, "shop");
        requireNonNull(order, "order");
        requireNonNull(state, "state");
        if (most < 1) {
            throw new IllegalArgumentException("most must be at least 1");
        }
    }

    /** All seats of one order. */
    static SeatFilter ofOrder(String shop, String order) {
        return new SeatFilter(shop, order, "", Integer.MAX_VALUE, 0);
    }
}
