package org.moodlegateway.ledger;

import java.time.Duration;

/** What became of one claimed entitlement. */
public sealed interface Result {

    /** The word in the attempts table. */
    String outcome();

    /** Moodle's errorcode or ours, empty for none. */
    String code();

    /** Moodle said yes. */
    record Applied() implements Result {
        @Override
        public String outcome() {
            return "DONE";
        }

        @Override
        public String code() {
            return "";
        }
    }

    /**
     * Certainly not done; to be sent again.
     *
     * @param burnsAttempt whether it counts towards parking; what a site, course, role or function
     *     refuses as a whole does not
     */
    record Later(String code, String hint, Duration delay, boolean burnsAttempt) implements Result {
        @Override
        public String outcome() {
            return "NOT_DONE";
        }
    }

    /** Nobody knows; to be sent again once Moodle can't be working on it any more. */
    record Unknown(String code) implements Result {
        @Override
        public String outcome() {
            return "UNKNOWN";
        }
    }

    /** Moodle refuses this one; a person must act. */
    record Parked(String code, String hint) implements Result {
        @Override
        public String outcome() {
            return "PARKED";
        }
    }

    /** Moodle shows access that the ledger knows nothing of; a person must decide. */
    record Held(String code, String hint) implements Result {
        @Override
        public String outcome() {
            return "HELD";
        }
    }
}
