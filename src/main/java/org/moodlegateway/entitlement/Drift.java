package org.moodlegateway.entitlement;

import java.util.Locale;

/** How Moodle differs from what the gateway made it show: somebody changed it by hand. */
public enum Drift {
    /** Moodle has no enrolment any more. */
    REMOVED_BY_HAND("Somebody took this enrolment away in Moodle."),
    /** The enrolment is there, but shut. */
    SUSPENDED_BY_HAND("Somebody suspended this enrolment in Moodle."),
    /** The gateway shut the enrolment, and it is open again. */
    REACTIVATED_BY_HAND("Somebody opened this enrolment again in Moodle."),
    /** A role that the gateway gave is gone. */
    ROLE_REMOVED_BY_HAND("Somebody took this role away in Moodle."),
    /** There is a role that the gateway never gave. */
    ROLE_ADDED_BY_HAND("Somebody gave another role in Moodle. It is theirs: it stays."),
    /** The person is not in a group any more that the gateway put them in. */
    GROUP_LEFT_BY_HAND("Somebody took this person out of the group in Moodle.");

    private final String sentence;

    Drift(String sentence) {
        this.sentence = sentence;
    }

    /** Such as {@code removed-by-hand}: the code under which an entitlement is held. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What it is, and what a person can do about it. */
    public String hint() {
        return this == ROLE_ADDED_BY_HAND
                ? sentence + " Replay the order with --overwrite to go on beside it."
                : sentence + " Leave it, or set it right with reconcile --repair.";
    }

    /**
     * Whether setting it right gives access, takes none: only what the gateway gave is ever taken
     * back, so a role of somebody else's is no business of a repair.
     */
    public boolean repairable() {
        return this != ROLE_ADDED_BY_HAND;
    }

    /** Whether setting it right takes access away. */
    public boolean repairTakes() {
        return this == REACTIVATED_BY_HAND;
    }
}
