package org.moodlegateway.ledger;

import java.util.List;
import java.util.function.Predicate;
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
    /** Every seat that is still paid for is shown in Moodle, or was until its period was over. */
    FULFILLED,
    /** Some seats are shown; others wait, or have nobody on them. */
    PARTIAL,
    /**
     * No seat is shown, and each needs a person: it is parked or held, or its e-mail address can't
     * be used. Also an order of which every message was rejected.
     */
    FAILED,
    /** The shop called it off. */
    CANCELLED,
    /** The shop gave the money back, as a whole or seat by seat. */
    REFUNDED;

    /** {@code seats} are all seats of the order. */
    static OrderState of(OrderStatus shopSays, List<SeatView> seats) {
        return switch (shopSays) {
            case PLACED -> PLACED;
            case CANCELLED -> CANCELLED;
            case REFUNDED -> REFUNDED;
            case PAID -> ofPaid(seats.stream().filter(SeatView::paid).toList());
        };
    }

    private static OrderState ofPaid(List<SeatView> all) {
        List<SeatView> live = all.stream().filter(SeatView::live).toList();
        if (live.isEmpty()) {
            return all.isEmpty() ? PAID : REFUNDED;
        }
        Predicate<SeatView> delivered = SeatView::delivered;
        if (live.stream().allMatch(delivered)) {
            return FULFILLED;
        }
        if (live.stream().anyMatch(delivered)) {
            return PARTIAL;
        }
        return live.stream().allMatch(SeatView::stuck) ? FAILED : PAID;
    }
}
