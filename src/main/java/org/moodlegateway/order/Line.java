package org.moodlegateway.order;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One product and how many of it.
 *
 * @param quantity as ordered, at least 0
 * @param refundedAsSaid how many of them were refunded, from 0; null if the order never said so
 * @param parameters handler parameters that override the product's, key by key; empty if none
 * @param renewed what this line renews; null for a first purchase
 * @param replaced what its seats stand in for; null for nothing
 * @param named everybody whom the order names here, empty if it names nobody; null if it never said
 *     who
 * @param wrong what the order says of it that can't be, so that nothing of it is planned; null if
 *     all can
 * @param since which earlier events the two stem from that an event may leave out
 */
public record Line(
        String id,
        String product,
        int quantity,
        Integer refundedAsSaid,
        Map<String, String> parameters,
        Renews renewed,
        Replaces replaced,
        List<Participant> named,
        Problem wrong,
        Since since) {
    public Line {
        parameters = Map.copyOf(parameters);
        named = named == null ? null : List.copyOf(named);
    }

    /** A line of an event that says how many are refunded and who sits there. */
    public Line(
            String id,
            String product,
            int quantity,
            int refunded,
            Map<String, String> parameters,
            Renews renewed,
            List<Participant> named) {
        this(id, product, quantity, refunded, parameters, renewed, named, Since.THIS_EVENT);
    }

    /** A line of which all can be. */
    public Line(
            String id,
            String product,
            int quantity,
            Integer refundedAsSaid,
            Map<String, String> parameters,
            Renews renewed,
            List<Participant> named,
            Since since) {
        this(id, product, quantity, refundedAsSaid, parameters, renewed, null, named, null, since);
    }

    /**
     * Which earlier events it stems from who sits on a line and how many are refunded, each null if
     * from the order's newest lines. An event that had lines, but not this one, decides too: that
     * nothing is said before it comes back.
     */
    public record Since(EventStamp participants, EventStamp refunded) {
        static final Since THIS_EVENT = new Since(null, null);
    }

    /** Whether it is the same line of the same order: its id and its product are. */
    public boolean isSameAs(Line other) {
        return id.equals(other.id) && product.equals(other.product);
    }

    public Optional<Renews> renews() {
        return Optional.ofNullable(renewed);
    }

    public Optional<Replaces> replaces() {
        return Optional.ofNullable(replaced);
    }

    /** The same line, whose seats stand in for others. */
    public Line replacing(Replaces others) {
        return new Line(
                id,
                product,
                quantity,
                refundedAsSaid,
                parameters,
                renewed,
                others,
                named,
                wrong,
                since);
    }

    /** Why nothing of it can be planned, until a newer event says something else of it. */
    public Optional<Problem> problem() {
        return Optional.ofNullable(wrong);
    }

    /** How many are refunded, from 0 to {@code quantity}. */
    public int refunded() {
        return refundedAsSaid == null ? 0 : Math.min(refundedAsSaid, quantity);
    }

    /** Whether the order ever said who sits here, be it nobody. */
    public boolean saysWho() {
        return named != null;
    }

    /**
     * Who sits here, as far as the order says. Of people whom only an earlier event named there are
     * no more than places: the last ones left when the line shrank.
     */
    public List<Participant> participants() {
        if (named == null) {
            return List.of();
        }
        boolean earlier = since.participants() != null && named.size() > quantity;
        return earlier ? named.subList(0, quantity) : named;
    }

    public Line withParticipants(List<Participant> others) {
        return with(quantity, refundedAsSaid, others, since);
    }

    /** The same line with another quantity, of which so many are refunded. */
    public Line withQuantity(int places, int refundedPlaces) {
        return with(places, refundedPlaces, named, since);
    }

    Line withParticipants(List<Participant> others, EventStamp from) {
        return with(quantity, refundedAsSaid, others, new Since(from, since.refunded()));
    }

    Line withRefunded(Integer other, EventStamp from) {
        return with(quantity, other, named, new Since(since.participants(), from));
    }

    private Line with(
            int places, Integer refundedPlaces, List<Participant> people, Since stemming) {
        return new Line(
                id,
                product,
                places,
                refundedPlaces,
                parameters,
                renewed,
                replaced,
                people,
                wrong,
                stemming);
    }

    /** How many are paid for now. */
    public int paidQuantity() {
        return quantity - refunded();
    }
}
