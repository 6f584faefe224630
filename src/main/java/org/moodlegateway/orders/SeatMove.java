package org.moodlegateway.orders;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.moodlegateway.catalogue.CourseName;
import org.moodlegateway.catalogue.Ending;
import org.moodlegateway.ledger.Audit;
import org.moodlegateway.ledger.SeatRow;
import org.moodlegateway.ledger.Sitter;
import org.moodlegateway.order.Emails;
import org.moodlegateway.order.Participant;
import org.moodlegateway.order.Problem;
import org.moodlegateway.seat.Offer;
import org.moodlegateway.seat.SeatState;
import org.moodlegateway.seat.Terms;

/**
 * Somebody is to sit on a seat, or nobody.
 *
 * @param person null for nobody
 * @param course as it was chosen, empty if nothing was
 * @param actor who wants it
 */
record SeatMove(Participant person, String course, String actor) {

    static SeatMove off(String actor) {
        return new SeatMove(null, "", actor);
    }

    /**
     * What it comes to.
     *
     * @param problem why it can't be; null if it can
     * @param after the seat as it becomes; null if nothing changes
     * @param leaves whether somebody loses his place in a course
     */
    record Outcome(Problem problem, SeatRow after, boolean leaves) {
        private static Outcome refused(String code, String pointer, String sentence) {
            return new Outcome(new Problem(code, pointer, sentence), null, false);
        }

        private static Outcome unchanged() {
            return new Outcome(null, null, false);
        }

        /** The same if the period was used already: it goes on, whoever sits there. */
        SeatRow frozen() {
            Offer offer = after.offer();
            Terms terms = offer.terms();
            return after.soldAs(
                    offer.over(
                            new Terms(
                                    terms.start(),
                                    terms.length(),
                                    terms.notBeforeCourse(),
                                    false)));
        }
    }

    /**
     * Decides, without touching anything.
     *
     * @param order all seats of the order
     * @param end when the seat's period is over if this happens now
     */
    Outcome decide(SeatRow seat, List<SeatRow> order, Instant end, Instant now) {
        if (!seat.live()) {
            return Outcome.refused("seat-cancelled", "", "this seat is cancelled");
        }
        if (person == null && !seat.named()) {
            return Outcome.unchanged();
        }
        if (seat.offer() == null) {
            return seat.reason().equals("product-unknown")
                    ? Outcome.refused(
                            "product-unknown", "", "the seat's product is not in the catalogue yet")
                    : Outcome.refused(
                            "line-failed",
                            "",
                            "the seat's line of the order can't be delivered: " + seat.reason());
        }
        if (seat.state() == SeatState.EXPIRED || !end.isAfter(now)) {
            return Outcome.refused("seat-over", "", "the period of this seat is over");
        }
        return person == null ? emptied(seat) : seated(seat, order, now);
    }

    private Outcome emptied(SeatRow seat) {
        Offer offer = seat.offer();
        boolean choice = !offer.choices().isEmpty();
        return new Outcome(null, seat.soldAs(choice ? offer.in(null) : offer).vacated(actor), true);
    }

    private Outcome seated(SeatRow seat, List<SeatRow> order, Instant now) {
        Optional<CourseName> chosen = chosen(seat.offer());
        if (chosen.isEmpty()) {
            String list = String.join(", ", offered(seat.offer()));
            return course.isEmpty()
                    ? Outcome.refused("course-needed", "/course", "choose one course of " + list)
                    : Outcome.refused(
                            "course-not-offered", "/course", "the seat's courses are " + list);
        }
        boolean same = seat.named() && seat.personKey().equals(Emails.key(person.email()));
        boolean stays = same && seat.course().equals(chosen);
        if (sitsBeside(seat, order, chosen.get())) {
            return Outcome.refused(
                    "same-person-twice", "/email", "this person has another seat of this line");
        }
        String role = person.role().isEmpty() ? seat.role() : person.role();
        Sitter sitter = same ? renamed(seat) : named(seat.sitter());
        if (stays
                && seat.reason().isEmpty()
                && role.equals(seat.role())
                && sitter.equals(seat.sitter())) {
            return Outcome.unchanged();
        }
        boolean leaves = seat.named() && !stays;
        Offer offer = seat.offer().in(chosen.get());
        boolean starts = offer.terms().startOnAssign() && !stays;
        Offer sold = starts ? offer.startingAt(now.truncatedTo(ChronoUnit.SECONDS)) : offer;
        return new Outcome(null, seat.soldAs(sold).seating(sitter, role), leaves);
    }

    private static List<String> offered(Offer offer) {
        List<CourseName> all = new ArrayList<>(offer.choices());
        offer.course().filter(own -> !all.contains(own)).ifPresent(all::add);
        return all.stream().map(CourseName::toString).toList();
    }

    private Optional<CourseName> chosen(Offer offer) {
        if (course.isEmpty()) {
            return offer.course()
                    .or(
                            () ->
                                    offer.choices().size() == 1
                                            ? Optional.of(offer.choices().get(0))
                                            : Optional.empty());
        }
        return offer.choices().stream()
                .filter(this::isMeant)
                .findFirst()
                .or(() -> offer.course().filter(this::isMeant));
    }

    private boolean isMeant(CourseName name) {
        return name.toString().equals(course) || name.value().equals(course);
    }

    /** On the same line, in the same course: one enrolment for two payments. */
    private boolean sitsBeside(SeatRow seat, List<SeatRow> order, CourseName chosen) {
        return order.stream()
                .filter(other -> other.id() != seat.id() && other.live() && other.named())
                .filter(other -> other.line().equals(seat.line()) && other.kind() == seat.kind())
                .filter(other -> other.course().equals(Optional.of(chosen)))
                .anyMatch(other -> other.personKey().equals(Emails.key(person.email())));
    }

    /** Somebody new; a name that the order gave without an e-mail is theirs unless they say one. */
    private Sitter named(Sitter there) {
        boolean nameless = person.firstName().isEmpty() && person.lastName().isEmpty();
        return nameless && !there.isSomebody()
                ? new Sitter(person.email(), there.firstName(), there.lastName(), actor)
                : new Sitter(person.email(), person.firstName(), person.lastName(), actor);
    }

    /** Who sits there already, with corrected names. */
    private Sitter renamed(SeatRow seat) {
        Sitter there = seat.sitter();
        String first = person.firstName().isEmpty() ? there.firstName() : person.firstName();
        String last = person.lastName().isEmpty() ? there.lastName() : person.lastName();
        boolean corrected =
                !seat.reason().isEmpty()
                        || !first.equals(there.firstName())
                        || !last.equals(there.lastName());
        return new Sitter(there.email(), first, last, corrected ? actor : there.assignedBy());
    }

    /** How its place is left: nobody keeps what somebody else sits on now. */
    static Ending ending(SeatRow seat) {
        return seat.offer().onCancel() == Ending.UNENROL ? Ending.UNENROL : Ending.SUSPEND;
    }

    /** Names nobody: people are erased from the ledger, the audit stays. */
    void audit(Handle handle, Instant now, SeatRow before, Outcome outcome, boolean force) {
        String course = outcome.after().course().map(name -> " in " + name).orElse("");
        String what =
                person == null
                        ? "emptied"
                        : (outcome.leaves() ? "given to somebody else" : "given") + course;
        Audit.write(
                handle,
                now,
                actor,
                person == null ? "unassign" : "assign",
                "seat " + before.reference(),
                what + (force ? ", forced" : ""));
    }
}
