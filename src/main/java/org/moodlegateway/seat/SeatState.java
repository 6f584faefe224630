package org.moodlegateway.seat;

/**
 * Where a paid seat is in its life. Seat states are about money; what Moodle shows is the
 * entitlement's state.
 */
public enum SeatState {
    /** Paid, but nobody sits on it yet. */
    UNASSIGNED,
    /** On its way to Moodle, or held up for the reason beside it. */
    WAITING,
    /** Moodle shows it. */
    ACTIVE,
    /** Its period is over. */
    EXPIRED,
    /** Refunded or cancelled. */
    CANCELLED
}
