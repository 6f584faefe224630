package org.moodlegateway.moodle;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;

/**
 * What became of one call to Moodle. There are five and no sixth; {@link Outcomes} alone decides
 * which.
 */
public sealed interface Outcome {

    /** The word in metrics. */
    String word();

    /** Why it isn't done: Moodle's errorcode or a word of ours; {@code done} if it is. */
    String code();

    /** The call certainly didn't reach Moodle. */
    record NotSent(String reason) implements Outcome {
        @Override
        public String word() {
            return "not-sent";
        }

        @Override
        public String code() {
            return reason;
        }
    }

    /** Moodle did it. {@code body} is its answer, a JSON null for a function without result. */
    record Done(JsonNode body) implements Outcome {
        @Override
        public String word() {
            return "done";
        }

        @Override
        public String code() {
            return "done";
        }
    }

    /** Moodle refused what was in the call; nothing of it was done. */
    record ItemRefused(String errorcode, Blame blame) implements Outcome {
        @Override
        public String word() {
            return "item-refused";
        }

        @Override
        public String code() {
            return errorcode;
        }
    }

    /**
     * Moodle refuses every such call for now; nothing of it was done.
     *
     * @param functionOnly whether other functions may still work
     * @param retryAfter how long Moodle asks to be left alone; zero if it doesn't say
     */
    record SiteRefused(String errorcode, boolean functionOnly, Duration retryAfter)
            implements Outcome {
        @Override
        public String word() {
            return "site-refused";
        }

        @Override
        public String code() {
            return errorcode;
        }
    }

    /** Nobody knows whether it took effect. */
    record Unknown(String reason) implements Outcome {
        @Override
        public String word() {
            return "unknown";
        }

        @Override
        public String code() {
            return reason;
        }
    }

    /** What an item refusal is about, and so what else must wait. */
    enum Blame {
        /** The course: all its rows are refused alike. */
        COURSE,
        /** The role: all rows with it in that course are refused alike. */
        ROLE,
        /** The account of one row. */
        PERSON,
        /** Some value of one row. */
        ROW,
        /**
         * One row has a value that the database refuses, or two writers met: worth another try
         * before looking for the row.
         */
        DATABASE
    }
}
