package org.moodlegateway.orders;

import java.time.Duration;

/**
 * How orders are treated that are not paid, or no longer.
 *
 * @param prepaidPerHour so many accounts at most are made in an hour for buyers of one shop who
 *     have not paid
 * @param revokeAfter how long seats stay as they are when an order that was paid reads as placed
 */
public record OrderRules(int prepaidPerHour, Duration revokeAfter) {
    /** What holds where nothing is set. */
    public static final OrderRules USUAL = new OrderRules(60, Duration.ofMinutes(15));
}
