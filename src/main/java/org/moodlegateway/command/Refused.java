package org.moodlegateway.command;

import org.moodlegateway.moodle.Hints;
import org.moodlegateway.moodle.Outcome;

/** The code in an outcome that is not done, and what a person can do about it. */
final class Refused {
    private Refused() {}

    static String code(Outcome outcome) {
        return outcome.code();
    }

    static String hint(Outcome outcome) {
        return Hints.of(code(outcome));
    }
}
