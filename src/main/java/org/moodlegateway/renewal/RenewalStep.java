package org.moodlegateway.renewal;

import java.time.Instant;
import java.util.List;
import java.util.SortedSet;
import org.moodlegateway.seat.Due;

/**
 * What one transaction of the renewal run did.
 *
 * @param worked whether there was anything to do; more may be due
 * @param acts by the time at which they fell due
 * @param wishes what changed for Moodle, one an entitlement
 */
public record RenewalStep(boolean worked, List<Act> acts, List<Wish> wishes) {
    static final RenewalStep NOTHING = new RenewalStep(false, List.of(), List.of());

    /** Only renewals that had been bought before were applied, or replacements woken. */
    static final RenewalStep ORDERED = new RenewalStep(true, List.of(), List.of());

    public RenewalStep {
        acts = List.copyOf(acts);
        wishes = List.copyOf(wishes);
    }

    /**
     * One thing that was due for a seat, and done.
     *
     * @param reference empty for what a buyer gets beside his seats
     * @param person e-mail
     * @param course empty while none is chosen
     * @param end of the seat, once it was done
     */
    public record Act(
            String shop,
            String order,
            String reference,
            String person,
            String course,
            Due due,
            Instant end) {}

    /**
     * An enrolment that Moodle must be told of.
     *
     * @param course by which it is known to products
     * @param roles short names of what Moodle must show
     * @param rolesToTake short names of what it must show no more
     * @param absent whether Moodle must have no enrolment
     */
    public record Wish(
            long entitlement,
            String course,
            SortedSet<String> roles,
            SortedSet<String> rolesToTake,
            boolean absent) {}
}
