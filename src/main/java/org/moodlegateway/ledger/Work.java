package org.moodlegateway.ledger;

import java.util.SortedSet;
import java.util.TreeSet;
import org.moodlegateway.seat.Period;

/**
 * One claimed entitlement: what Moodle must be made to show.
 *
 * @param version the desired version this is
 * @param fence grows with every claim; a record with an older one changes nothing
 * @param courseId Moodle's id of the course
 * @param roles short names of what Moodle must show
 * @param rolesToTake short names that Moodle may have from us and that nothing covers any more
 * @param absent whether Moodle must have no enrolment of this person in this course; roles and
 *     period are then those it had
 * @param shown whether Moodle shows this version already, and only roles are left to take
 * @param appliedBefore whether Moodle said yes to an earlier version of it
 * @param asked whether Moodle was asked for an enrolment that the ledger doesn't know
 * @param unknowns how often in a row nobody knew what became of it
 * @param newSeats whether seats count for it of which Moodle was never told, not only more time for
 *     those that it shows
 */
public record Work(
        long entitlementId,
        long version,
        long fence,
        PersonRow person,
        long courseId,
        String courseName,
        SortedSet<String> roles,
        SortedSet<String> rolesToTake,
        Period period,
        boolean suspended,
        boolean absent,
        boolean shown,
        boolean appliedBefore,
        boolean asked,
        int attempts,
        int unknowns,
        boolean newSeats) {
    public Work {
        roles = new TreeSet<>(roles);
        rolesToTake = new TreeSet<>(rolesToTake);
        shown = shown && !rolesToTake.isEmpty();
    }

    /** Whether its course is the site itself: the person needs an account and nothing else. */
    public boolean onlyAccount() {
        return courseId == 0;
    }

    /** Whether it only takes access away: nobody needs an account for that. */
    public boolean takesAway() {
        return absent || suspended;
    }

    /** The same work for a person whose account is known now. */
    public Work of(PersonRow known) {
        return new Work(
                entitlementId,
                version,
                fence,
                known,
                courseId,
                courseName,
                roles,
                rolesToTake,
                period,
                suspended,
                absent,
                shown,
                appliedBefore,
                asked,
                attempts,
                unknowns,
                newSeats);
    }
}
