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
 * @param linesAsSaid null if nothing was ever said of lines, which only a cancelled or refunded
 *     order may leave out
 * @param linesFrom the earlier event that the lines stem from; null if from this one, or from none
 * @param unused answers of the shop's forms that look like people and were not used, of the event
 *     that the lines are from
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
        List<Line> linesAsSaid,
        EventStamp linesFrom,
        List<UnusedAnswer> unused) {
    public Order {
        transaction = transaction.isEmpty() ? shop + ":" + id : transaction;
        linesAsSaid = linesAsSaid == null ? null : List.copyOf(linesAsSaid);
        unused = List.copyOf(unused);
    }

    /**
     * An event that says which lines there are, presumes no date and left no answer over; {@code
     * lines} is null if it doesn't say which.
     */
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
                null,
                List.of());
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
        return withLines(lines, from, unused);
    }

    Order withLines(List<Line> lines, EventStamp from, List<UnusedAnswer> leftOver) {
        return new Order(
                shop,
                id,
                transaction,
                status,
                updatedAt,
                placed,
                paid,
                paidPresumed,
                test,
                currency,
                total,
                subscription,
                buyer,
                lines,
                from,
                leftOver);
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
