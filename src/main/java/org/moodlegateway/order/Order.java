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
 * @param linesAsSaid null if nothing was ever said of lines, which only a cancelled or refunded
 *     order may leave out
 * @param linesFrom the earlier event that the lines stem from; null if from this one, or from none
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
        List<Line> linesAsSaid,
        EventStamp linesFrom) {
    public Order {
        transaction = transaction.isEmpty() ? shop + ":" + id : transaction;
        linesAsSaid = linesAsSaid == null ? null : List.copyOf(linesAsSaid);
    }

    /** An event that says which lines there are; {@code lines} is null if it doesn't. */
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
                test,
                currency,
                total,
                subscription,
                buyer,
                lines,
                null);
    }

    /** Its lines, none if nothing is said of them. */
    public List<Line> lines() {
        return linesAsSaid == null ? List.of() : linesAsSaid;
    }

    /** Where this event stands among the events of its order. */
    public EventStamp stamp() {
        return new EventStamp(updatedAt, status);
    }

    /**
     * What the order is once this event is known too, whether it is newer than all that were known
     * or older: the newest event, with the lines of the newest that had any, and what these leave
     * out as the events before them said it. Events give the same in whatever sequence they come,
     * but for those whose stamps are equal.
     *
     * @param known the order from the events before; what it is itself if there were none
     */
    public Order completedFrom(Order known) {
        return Completion.of(known, this);
    }

    Order withLines(List<Line> lines, EventStamp from) {
        return new Order(
                shop,
                id,
                transaction,
                status,
                updatedAt,
                placed,
                paid,
                test,
                currency,
                total,
                subscription,
                buyer,
                lines,
                from);
    }

    public Optional<Instant> placedAt() {
        return Optional.ofNullable(placed);
    }

    public Optional<Instant> paidAt() {
        return Optional.ofNullable(paid);
    }

    /** The JSON pointer of one of its lines. */
    public String pointer(Line line) {
        return "/lines/" + lines().indexOf(line);
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
