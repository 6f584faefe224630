package org.moodlegateway.ledger;

import java.util.Optional;
import org.moodlegateway.catalogue.CourseName;
import org.moodlegateway.catalogue.Ending;
import org.moodlegateway.order.Buyer;
import org.moodlegateway.order.Line;
import org.moodlegateway.order.Texts;
import org.moodlegateway.seat.Companion;
import org.moodlegateway.seat.Offer;
import org.moodlegateway.seat.PlannedSeat;
import org.moodlegateway.seat.SeatState;

/**
 * A row of the seat table, as far as planning and assigning touch it.
 *
 * @param id 0 for a seat that is not stored yet
 * @param offer what it was sold as; null while the product is unknown
 * @param sent whether the seat may have reached Moodle; by a newer event such a seat is only given
 *     to somebody else once Moodle was asked
 */
public record SeatRow(
        long id,
        String line,
        Kind kind,
        int number,
        String reference,
        String product,
        Sitter sitter,
        Offer offer,
        String role,
        SeatState state,
        String reason,
        boolean sent) {

    /** The reason of a cancelled seat whose access was left as it was. */
    public static final String KEPT = "kept";

    /** The reason of a seat that is over since another stands in for it, in {@code replaced_by}. */
    public static final String REPLACED = "replaced";

    /** The same of one whose access was left as it was. */
    public static final String REPLACED_KEPT = "replaced-kept";

    /** The reason of what an unpaid order would bring, but for the limit of an hour. */
    public static final String PREPAY_LIMIT = "prepay-limit";

    /**
     * What a row stands for: a paid place, what the buyer gets beside the paid ones, or an
     * enrolment that was there before the gateway.
     */
    public enum Kind {
        PAID,
        ACCOUNT,
        SUPPORT,
        SUPERVISOR,
        ADOPTED
    }

    public static SeatRow of(PlannedSeat seat) {
        return new SeatRow(
                0,
                seat.line(),
                Kind.PAID,
                seat.number(),
                "",
                seat.product(),
                seat.participant()
                        .map(
                                person ->
                                        new Sitter(
                                                person.email(),
                                                Texts.fitting(person.firstName()),
                                                Texts.fitting(person.lastName()),
                                                ""))
                        .orElse(Sitter.NOBODY),
                seat.offer(),
                seat.role(),
                seat.state(),
                seat.reason(),
                false);
    }

    /** What the buyer gets beside the seats of a line. */
    public static SeatRow of(Buyer buyer, Line line, Companion companion) {
        return new SeatRow(
                0,
                line.id(),
                kind(companion),
                1,
                "",
                line.product(),
                new Sitter(
                        buyer.email(),
                        Texts.fitting(buyer.firstName()),
                        Texts.fitting(buyer.lastName()),
                        ""),
                companion.offer(),
                companion.role(),
                SeatState.WAITING,
                buyer.asParticipant().wrong(),
                false);
    }

    public static Kind kind(Companion companion) {
        return Kind.valueOf(companion.kind().name());
    }

    /** Whether it is there for the order: also one whose person was erased, though it is over. */
    public boolean live() {
        return state != SeatState.CANCELLED || erased();
    }

    /** Whether it is over since its person was erased. */
    public boolean erased() {
        return reason.equals(SeatErasure.REASON);
    }

    /** Whether it is over since another stands in for it. */
    public boolean replaced() {
        return isReplaced(reason);
    }

    /** Whether a seat with this reason is over since another stands in for it. */
    public static boolean isReplaced(String reason) {
        return reason.equals(REPLACED) || reason.equals(REPLACED_KEPT);
    }

    public boolean named() {
        return sitter.isSomebody();
    }

    /** The person's key, empty while nobody is named. */
    public String personKey() {
        return sitter.key();
    }

    /**
     * Whether a newer event of the order may want somebody else here, though it is not free: who
     * sits there was named by the order, and may have been let into the course.
     */
    public boolean correctable() {
        return live() && sent && !erased() && named() && sitter.assignedBy().isEmpty();
    }

    /** Whether somebody else may be put here by a newer event of the order at once. */
    public boolean free() {
        return live() && !sent && !erased() && !replaced() && sitter.assignedBy().isEmpty();
    }

    public Optional<CourseName> course() {
        return Optional.ofNullable(offer).flatMap(Offer::course);
    }

    public String group() {
        return offer == null ? "" : offer.group();
    }

    /** The same, cancelled; what may have reached Moodle is left there if it was sold so. */
    public SeatRow cancelled() {
        boolean kept = sent && offer != null && offer.onCancel() == Ending.KEEP;
        return as(SeatState.CANCELLED, kept ? KEPT : "");
    }

    public SeatRow as(SeatState newState, String newReason) {
        return new SeatRow(
                id, line, kind, number, reference, product, sitter, offer, role, newState,
                newReason, sent);
    }

    /**
     * The same place with what a newer plan says of it; what was planned with a known product stays
     * what it was sold as.
     */
    public SeatRow plannedAs(SeatRow planned) {
        return new SeatRow(
                id,
                line,
                kind,
                number,
                reference,
                offer == null ? planned.product : product,
                planned.sitter,
                offer == null ? planned.offer : offer,
                planned.role,
                planned.state,
                planned.reason,
                sent);
    }

    public SeatRow referredToAs(String newReference) {
        return new SeatRow(
                id,
                line,
                kind,
                number,
                newReference,
                product,
                sitter,
                offer,
                role,
                state,
                reason,
                sent);
    }

    /** The same seat at another place: its line was numbered anew, or it is new itself. */
    public SeatRow at(String newLine, int newNumber) {
        return new SeatRow(
                id, newLine, kind, newNumber, reference, product, sitter, offer, role, state,
                reason, sent);
    }

    /** The same place sold as something else, such as in a course that was chosen now. */
    public SeatRow soldAs(Offer newOffer) {
        return new SeatRow(
                id, line, kind, number, reference, product, sitter, newOffer, role, state, reason,
                sent);
    }

    /** The same place with somebody on it, on his way to Moodle. */
    public SeatRow seating(Sitter newSitter, String newRole) {
        return new SeatRow(
                id,
                line,
                kind,
                number,
                reference,
                product,
                newSitter,
                offer,
                newRole,
                SeatState.WAITING,
                "",
                sent);
    }

    /** The same place, emptied by somebody: a newer event of the order doesn't fill it. */
    public SeatRow vacated(String by) {
        return new SeatRow(
                id,
                line,
                kind,
                number,
                reference,
                product,
                new Sitter("", "", "", by),
                offer,
                role,
                SeatState.UNASSIGNED,
                "",
                sent);
    }

    /** The same place with nobody on it. */
    public SeatRow empty() {
        boolean known = offer != null;
        return new SeatRow(
                id,
                line,
                kind,
                number,
                reference,
                product,
                Sitter.NOBODY,
                offer,
                role,
                known ? SeatState.UNASSIGNED : state,
                known ? "" : reason,
                sent);
    }
}
