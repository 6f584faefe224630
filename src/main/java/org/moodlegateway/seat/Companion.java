package org.moodlegateway.seat;

import org.moodlegateway.catalogue.CourseName;

/**
 * An enrolment of the buyer that comes with a line without being a seat.
 *
 * @param role role short name
 * @param group name of the group he joins, empty for none
 */
public record Companion(Kind kind, CourseName course, String role, Terms terms, String group) {
    /** Why the buyer gets it. */
    public enum Kind {
        SUPPORT,
        SUPERVISOR
    }
}
