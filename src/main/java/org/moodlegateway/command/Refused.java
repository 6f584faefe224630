package org.moodlegateway.command;

import org.moodlegateway.moodle.Hints;
import org.moodlegateway.moodle.Outcome;

/** The code in an outcome that is not done, and what a person can do about it. */
final class Refused {
    private Refused() {}

    static String code(Outcome outcome) {
        if (outcome instanceof Outcome.ItemRefused refused) {
            return refused.errorcode();
        }
        if (outcome instanceof Outcome.SiteRefused refused) {
            return refused.errorcode();
        }
        if (outcome instanceof Outcome.NotSent notSent) {
            return notSent.reason();
        }
        return outcome instanceof Outcome.Unknown unknown ? unknown.reason() : "done";
    }

    static String hint(Outcome outcome) {
        return Hints.of(code(outcome));
    }
}
