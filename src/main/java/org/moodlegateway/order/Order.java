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
 * @param paidPresumed whether {@code paid} is only when the shop took the order, which is when it
 *     was paid unless it was seen unpaid
 * @param test whether the shop calls it a test; such an order enrols nobody unless the shop is
 *     configured so
 * @param currency ISO code, empty if unknown
 * @param total decimal text as the shop wrote it, empty if unknown
 * @param subscription id of the subscription this order belongs to, empty if none
 * @param unused answers of the shop's forms that look like people and name nobody
 */
public record Order(
        String shop,
        String id,
        String transaction,
        OrderStatus status,
        Instant updatedAt,
        Instant placed,
        Instant paid,
        boolean paidPresumed,
        boolean test,
        String currency,
        String total,
        String subscription,
        Buyer buyer,
        List<Line> lines,
        List<UnusedAnswer> unused) {
    public Order {
        transaction = transaction.isEmpty() ? shop + ":" + id : transaction;
        lines = List.copyOf(lines);
        unused = List.copyOf(unused);
    }

    /** An order of which no date is presumed and no answer left over. */
    public Order(
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
        this(
                shop,
                id,
                transaction,
                status,
                updatedAt,
                placed,
                paid,
                false,
                test,
                currency,
                total,
                subscription,
                buyer,
                lines,
                List.of());
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
        return purchasedAt(false);
    }

    /**
     * The same, if this is its first paid event.
     *
     * @param seenUnpaid whether an event before found it unpaid: then it wasn't paid when it was
     *     placed, so unless the shop says when, this event was the payment
     */
    public Optional<Instant> purchasedAt(boolean seenUnpaid) {
        boolean known = paid != null && !(paidPresumed && seenUnpaid);
        Optional<Instant> stated =
                known
                        ? paidAt()
                        : seenUnpaid && status == OrderStatus.PAID
                                ? Optional.of(updatedAt)
                                : placedAt();
        return status == OrderStatus.PAID ? stated.or(() -> Optional.of(updatedAt)) : stated;
    }
}
