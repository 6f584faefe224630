package org.moodlegateway.entitlement;

/** How far Moodle is from showing an entitlement. */
public enum EntitlementState {
    /** Moodle shows the wish. */
    CLEAN,
    /** To be sent when due. */
    DIRTY,
    /** Claimed by a worker; the call may be under way. */
    SENDING,
    /**
     * Nobody knows whether the last call took effect; sent again once Moodle can't be working on it
     * any more.
     */
    UNKNOWN,
    /** Moodle refuses this one; a person must act. */
    PARKED,
    /**
     * Somebody changed Moodle by hand, or gave access the ledger knows nothing of; a person must
     * decide.
     */
    HELD
}
