package org.moodlegateway.seat;

import java.util.List;
import java.util.Optional;
import org.moodlegateway.catalogue.CourseName;
import org.moodlegateway.catalogue.Ending;
import org.moodlegateway.catalogue.RenewalTerms;

/**
 * What a seat was sold as. Written down when it is first planned with a known product, and kept: a
 * changed catalogue changes nothing that was sold.
 *
 * @param courseName null while a course is still to be chosen from {@code choices}
 * @param choices courses of which one is chosen when the seat is assigned; empty if there is
 *     nothing to choose
 * @param group name of the group in the course for this order's people, empty for none
 * @param onCancel what becomes of an enrolment that nothing else covers, once this is cancelled
 * @param renewal null if the seat is not renewed, reminded of or ended by anything but its end
 * @param sold what its line itself said; null if that is not known
 */
public record Offer(
        CourseName courseName,
        List<CourseName> choices,
        Terms terms,
        String group,
        Ending onCancel,
        RenewalTerms renewal,
        Sold sold) {
    public Offer {
        choices = List.copyOf(choices);
    }

    /** One of which is not known what its line itself said. */
    public Offer(
            CourseName courseName,
            List<CourseName> choices,
            Terms terms,
            String group,
            Ending onCancel,
            RenewalTerms renewal) {
        this(courseName, choices, terms, group, onCancel, renewal, null);
    }

    /** In one course, whoever sits there. */
    public static Offer in(
            CourseName course, Terms terms, String group, Ending onCancel, RenewalTerms renewal) {
        return new Offer(course, List.of(), terms, group, onCancel, renewal);
    }

    public Optional<CourseName> course() {
        return Optional.ofNullable(courseName);
    }

    public Optional<RenewalTerms> renewed() {
        return Optional.ofNullable(renewal);
    }

    /** The same in a course that was chosen. */
    public Offer in(CourseName chosen) {
        return new Offer(chosen, choices, terms, group, onCancel, renewal, sold);
    }

    /** The same from another start on. */
    public Offer startingAt(java.time.Instant start) {
        return over(
                new Terms(start, terms.length(), terms.notBeforeCourse(), terms.startOnAssign()));
    }

    /** The same for another time. */
    public Offer over(Terms others) {
        return new Offer(courseName, choices, others, group, onCancel, renewal, sold);
    }

    /** The same, with what its line itself says. */
    Offer soldAs(Sold said) {
        return new Offer(courseName, choices, terms, group, onCancel, renewal, said);
    }
}
