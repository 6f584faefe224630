package org.moodlegateway.seat;

import java.time.Instant;
import org.moodlegateway.catalogue.CourseName;
import org.moodlegateway.catalogue.Ending;

/**
 * An enrolment of the buyer that comes with a line without being a seat.
 *
 * @param role role short name
 * @param offer always in a course, or in {@link CourseName#ACCOUNT}
 */
public record Companion(Kind kind, String role, Offer offer) {
    /** Stands for a role where there is none to give. */
    public static final String NO_ROLE = "account";

    /** Why the buyer gets it. */
    public enum Kind {
        /** He needs an account, whatever he bought. */
        ACCOUNT,
        SUPPORT,
        SUPERVISOR
    }

    /** An account, once for everything the buyer ever buys. */
    public static Companion account() {
        return new Companion(
                Kind.ACCOUNT,
                NO_ROLE,
                Offer.in(
                        CourseName.ACCOUNT,
                        Terms.unlimitedFrom(Instant.EPOCH),
                        "",
                        Ending.KEEP,
                        null));
    }

    /** The same, with what the line itself says with which it comes. */
    Companion soldAs(Sold sold) {
        return new Companion(kind, role, offer.soldAs(sold));
    }

    /** Whether the buyer gets it before he has paid. */
    public boolean beforePayment() {
        return kind != Kind.SUPERVISOR;
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
