package org.moodlegateway.order;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One product and how many of it.
 *
 * @param quantity as ordered, at least 0
 * @param refunded how many of them were refunded, from 0 to {@code quantity}
 * @param parameters handler parameters that override the product's, key by key; empty if none
 * @param renewed what this line renews; null for a first purchase
 */
public record Line(
        String id,
        String product,
        int quantity,
        int refunded,
        Map<String, String> parameters,
        Renews renewed,
        List<Participant> participants) {
    public Line {
        parameters = Map.copyOf(parameters);
        participants = List.copyOf(participants);
    }

    public Optional<Renews> renews() {
        return Optional.ofNullable(renewed);
    }

    public Line withParticipants(List<Participant> others) {
        return new Line(id, product, quantity, refunded, parameters, renewed, others);
    }

    /** The same line with another quantity, of which so many are refunded. */
    public Line withQuantity(int places, int refundedPlaces) {
        return new Line(id, product, places, refundedPlaces, parameters, renewed, participants);
    }

    /** How many are paid for now. */
    public int paidQuantity() {
        return quantity - refunded;
    }
}
