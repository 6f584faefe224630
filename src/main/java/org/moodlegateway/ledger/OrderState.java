package org.moodlegateway.ledger;

import java.util.List;
import org.moodlegateway.order.OrderStatus;

/**
 * How far an order is: computed from what its shop says of it last and from its paid seats, never
 * stored. What the buyer gets beside the paid seats doesn't count.
 */
public enum OrderState {
    /** The shop knows the order; it is not paid. */
    PLACED,
    /**
     * Paid, and no seat is shown in Moodle yet: all are on their way, or nobody is named. Also an
     * order that buys no seat, such as a test.
     */
    PAID,
    /**
     * Every seat that is still paid for is shown in Moodle, or was until its period was over, and
     * every renewal has its seats, and the seats are what the order's newest event says.
     */
    FULFILLED,
    /**
     * Some seats are shown; others wait, or have nobody on them, or something differs from what the
     * order's newest event says.
     */
    PARTIAL,
    /**
     * No seat is shown, and each needs a person: it is parked or held, its line fails, or what the
     * order says of who sits there can't be used. Also an order of which every message was
     * rejected.
     */
    FAILED,
    /** The shop called it off. */
    CANCELLED,
    /** The shop gave the money back, as a whole or seat by seat. */
    REFUNDED;

    /**
     * How far an order is.
     *
     * @param seats all that the order ever bought, and {@code renewals}
     * @param differs whether they are something else than its newest event says
     */
    static OrderState of(
            OrderStatus shopSays,
            List<SeatView> seats,
            List<RenewalView> renewals,
            boolean differs) {
        return switch (shopSays) {
            case PLACED -> PLACED;
            case CANCELLED -> CANCELLED;
            case REFUNDED -> REFUNDED;
            case PAID -> ofPaid(seats.stream().filter(SeatView::paid).toList(), renewals, differs);
        };
    }

    private static OrderState ofPaid(
            List<SeatView> all, List<RenewalView> renewals, boolean differs) {
        List<SeatView> live = all.stream().filter(SeatView::live).toList();
        long bought = live.size() + renewals.stream().filter(RenewalView::live).count();
        if (bought == 0) {
            return all.isEmpty() && renewals.isEmpty() ? PAID : REFUNDED;
        }
        long delivered =
                live.stream().filter(SeatView::delivered).count()
                        + renewals.stream().filter(RenewalView::applied).count();
        if (delivered == bought && !differs) {
            return FULFILLED;
        }
        if (delivered > 0) {
            return PARTIAL;
        }
        boolean stuck = bought == live.size() && live.stream().allMatch(SeatView::stuck);
        return stuck ? FAILED : PAID;
    }
}
