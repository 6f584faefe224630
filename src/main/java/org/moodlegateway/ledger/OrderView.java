package org.moodlegateway.ledger;

import java.time.Instant;
import java.util.List;
import org.moodlegateway.order.UnusedAnswer;

/**
 * An order as people see it.
 *
 * @param state computed, see {@link OrderState}
 * @param shopSays PLACED, PAID, REFUNDED or CANCELLED; empty if no message of it could be applied
 * @param updatedAt the shop's stamp on its newest event; null if no message could be applied
 * @param purchasedAt null while it is not paid
 * @param seats in line order
 * @param renewals lines that buy more time for seats of this or another order
 * @param differs whether its seats or renewals are something else than its newest event says
 * @param rejected messages of this order that could not be applied, the newest first
 * @param unused answers of the shop's forms that look like people and were not used
 */
public record OrderView(
        String shop,
        String id,
        OrderState state,
        String shopSays,
        Instant updatedAt,
        Instant purchasedAt,
        String transaction,
        boolean test,
        String buyerEmail,
        List<SeatView> seats,
        List<RenewalView> renewals,
        boolean differs,
        List<RejectedMessage> rejected,
        List<UnusedAnswer> unused) {
    public OrderView {
        seats = List.copyOf(seats);
        renewals = List.copyOf(renewals);
        rejected = List.copyOf(rejected);
        unused = List.copyOf(unused);
    }

    /** How many of its places are paid for. */
    public long sold() {
        return seats.stream().filter(SeatView::paid).filter(SeatView::live).count();
    }

    /** How many of those Moodle shows, showed, or will show by itself; as its texts count them. */
    public long delivered() {
        return seats.stream()
                .filter(SeatView::paid)
                .filter(SeatView::live)
                .filter(SeatView::ready)
                .count();
    }
}
