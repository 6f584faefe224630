package org.moodlegateway.ledger;

import java.time.Instant;
import java.util.List;
import org.moodlegateway.seat.SeatState;

/**
 * A seat as people see it.
 *
 * @param id for paging
 * @param kind PAID, or SUPPORT and SUPERVISOR for what the buyer gets beside the paid ones
 * @param number from 1 within line and kind
 * @param reference empty for what is not paid
 * @param email of the participant as written, empty while nobody is named
 * @param accountId the person's id in Moodle, null while unknown
 * @param course short name or idnumber of the course, empty while the product is unknown or none is
 *     chosen yet
 * @param courses those of which one is chosen with the participant, as {@code course} writes them;
 *     empty if there is no choice
 * @param courseId Moodle's id of the course, null while unknown
 * @param start null while unknown
 * @param end null for no end, and while the start is unknown
 * @param reason why it is not ACTIVE, as {@link SeatReason} says; empty if nothing is to be said
 * @param hint a sentence about the reason, empty if there is none
 */
public record SeatView(
        long id,
        String shop,
        String order,
        String line,
        String kind,
        int number,
        String reference,
        String product,
        String email,
        String firstName,
        String lastName,
        Long accountId,
        String course,
        List<String> courses,
        Long courseId,
        String role,
        String group,
        Instant start,
        Instant end,
        SeatState state,
        String reason,
        String hint,
        Instant changedAt) {
    public SeatView {
        courses = List.copyOf(courses);
    }

    /** Whether it is one of the places that were bought. */
    public boolean paid() {
        return kind.equals(SeatRow.Kind.PAID.name());
    }

    /** Whether it is still paid for. */
    public boolean live() {
        return state != SeatState.CANCELLED;
    }

    /** Whether Moodle shows it, or did for its whole period. */
    public boolean delivered() {
        return state == SeatState.ACTIVE || state == SeatState.EXPIRED;
    }

    /**
     * Whether nothing is left to do for it now: it is delivered, or will be by itself once the
     * period before it is over.
     */
    public boolean ready() {
        return delivered() || (state == SeatState.WAITING && reason.equals(SeatReason.LATER));
    }

    /** Whether it goes on only when a person acts on this very seat. */
    public boolean stuck() {
        return state == SeatState.WAITING && SeatReason.needsPerson(reason);
    }
}
