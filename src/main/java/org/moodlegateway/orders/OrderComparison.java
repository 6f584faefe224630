package org.moodlegateway.orders;

import java.util.List;
import org.moodlegateway.ledger.RenewalRow;
import org.moodlegateway.ledger.SeatRow;
import org.moodlegateway.seat.OrderPlan;

/** What the newest event of an order says, against what its seats and renewals are. Pure. */
public final class OrderComparison {
    private OrderComparison() {}

    /**
     * In the order of the lines. Nothing is said of what a later edit of the catalogue changed.
     *
     * @param plan of the order's newest event, with all its seats
     * @param seats every seat of the order, of every kind, cancelled ones included
     * @param renewals every renewal that the order bought, cancelled ones included
     */
    public static List<Difference> of(
            OrderPlan plan, List<SeatRow> seats, List<RenewalRow> renewals) {
        return List.of();
    }
}
