package org.moodlegateway.moodle;

import java.util.Optional;
import java.util.function.Function;

/**
 * The outcome of a call with its result, which is there exactly when the outcome is {@link
 * Outcome.Done}.
 */
public record Answer<T>(Outcome outcome, T result) {

    static <T> Answer<T> of(Outcome outcome, Function<Outcome.Done, T> read) {
        if (!(outcome instanceof Outcome.Done done)) {
            return new Answer<>(outcome, null);
        }
        try {
            return new Answer<>(outcome, read.apply(done));
        } catch (UnreadableAnswerException e) {
            return new Answer<>(new Outcome.Unknown("unexpected-answer"), null);
        }
    }

    /** The result, if Moodle did it. */
    public Optional<T> done() {
        return Optional.ofNullable(result);
    }

    /** Moodle's answer has not the shape it should have. */
    static final class UnreadableAnswerException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UnreadableAnswerException(String what) {
            super(what);
        }
    }
}
