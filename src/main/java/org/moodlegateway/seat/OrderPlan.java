package org.moodlegateway.seat;

import java.time.Instant;
import java.util.List;
import org.moodlegateway.order.Order;

/**
 * Everything one order means: the message that the planning route collects and the ledger commits
 * as a whole.
 *
 * @param purchasedAt the frozen purchase date; null while the order is neither paid nor dated
 * @param lines one per line of a paid order; empty when the order buys nothing (yet, or any more)
 * @param seats in line order, then by number
 */
public record OrderPlan(
        Order order, Instant purchasedAt, List<LinePlan> lines, List<PlannedSeat> seats) {
    public OrderPlan {
        lines = List.copyOf(lines);
        seats = List.copyOf(seats);
    }
}
