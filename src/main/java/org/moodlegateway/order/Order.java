package org.moodlegateway.order;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The canonical order: one event of one order of one shop, as every shop adapter writes it. {@code
 * config/}'s JSON schema describes its wire form.
 *
 * @param shop name of the shop in {@code config/shops.yaml}
 * @param id the shop's own key of the order, opaque
 * @param transaction the payment's id, {@code shop:id} if the shop gives none
 * @param updatedAt orders the events of one order: an older one never overrules a newer one
 * @param placed null if unknown
 * @param paid null if unknown
 * @param test whether the shop calls it a test; such an order enrols nobody unless the shop is
 *     configured so
 * @param currency ISO code, empty if unknown
 * @param total decimal text as the shop wrote it, empty if unknown
 * @param subscription id of the subscription this order belongs to, empty if none
 */
public record Order(
        String shop,
        String id,
        String transaction,
        OrderStatus status,
        Instant updatedAt,
        Instant placed,
        Instant paid,
        boolean test,
        String currency,
        String total,
        String subscription,
        Buyer buyer,
        List<Line> lines) {
    public Order {
        transaction = transaction.isEmpty() ? shop + ":" + id : transaction;
        lines = List.copyOf(lines);
    }

    public Optional<Instant> placedAt() {
        return Optional.ofNullable(placed);
    }

    public Optional<Instant> paidAt() {
        return Optional.ofNullable(paid);
    }

    /** The JSON pointer of one of its lines. */
    public String pointer(Line line) {
        return "/lines/" + lines.indexOf(line);
    }

    /**
     * When this order was bought, as far as this event knows: paid, else placed, else the event
     * itself once it is paid.
     */
    public Optional<Instant> purchasedAt() {
        Optional<Instant> stated = paidAt().or(this::placedAt);
        return status == OrderStatus.PAID ? stated.or(() -> Optional.of(updatedAt)) : stated;
    }
}
