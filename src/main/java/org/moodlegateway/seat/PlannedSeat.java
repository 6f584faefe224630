package org.moodlegateway.seat;

import java.util.Optional;
import org.moodlegateway.catalogue.CourseName;
import org.moodlegateway.order.Participant;

/**
 * One paid place as its order describes it: what the Splitter makes out of a {@link LinePlan}.
 *
 * @param number from 1 within the line
 * @param seated null while nobody is named
 * @param offer what it is sold as; null while the product is unknown
 * @param state {@link SeatState#UNASSIGNED} or {@link SeatState#WAITING}
 * @param reason why it can't go to Moodle yet, such as {@code email-unusable} or {@code
 *     same-person-twice}; empty if it can
 */
public record PlannedSeat(
        String line,
        int number,
        String product,
        Participant seated,
        Offer offer,
        String role,
        SeatState state,
        String reason) {

    public Optional<Participant> participant() {
        return Optional.ofNullable(seated);
    }

    public Optional<CourseName> course() {
        return Optional.ofNullable(offer).flatMap(Offer::course);
    }

    /** Null while the product is unknown. */
    public Terms terms() {
        return offer == null ? null : offer.terms();
    }

    /** Name of the group for this order's people, empty for none. */
    public String group() {
        return offer == null ? "" : offer.group();
    }
}
