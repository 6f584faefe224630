package org.moodlegateway.ledger;

import java.time.Instant;
import java.util.List;

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
        List<RejectedMessage> rejected) {
    public OrderView {
        seats = List.copyOf(seats);
        renewals = List.copyOf(renewals);
        rejected = List.copyOf(rejected);
    }
}
