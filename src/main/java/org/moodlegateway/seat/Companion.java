package org.moodlegateway.seat;

import org.moodlegateway.catalogue.CourseName;

/**
 * An enrolment of the buyer that comes with a line without being a seat.
 *
 * @param role role short name
 * @param offer always in a course
 */
public record Companion(Kind kind, String role, Offer offer) {
    /** Why the buyer gets it. */
    public enum Kind {
        /** To get help, also before they paid. */
        SUPPORT,
        SUPERVISOR
    }

    /** The same, with what the line itself says with which it comes. */
    Companion soldAs(Sold sold) {
        return new Companion(kind, role, offer.soldAs(sold));
    }

    /** Whether the buyer may get it before they paid. */
    public boolean beforePayment() {
        return kind == Kind.SUPPORT;
    }

    public CourseName course() {
        return offer.courseName();
    }

    public Terms terms() {
        return offer.terms();
    }

    public String group() {
        return offer.group();
    }
}
