package org.moodlegateway.shop;

/**
 * Counts what a mapping does to one message, so that none goes on for ever: calls of jq's functions
 * and what they give. Counted, not timed, so that the same message always ends the same.
 */
final class Steps {
    /** An order of 1,000 lines with all that shops add takes about a tenth. */
    private static final int MOST = 5_000_000;

    private static final ThreadLocal<Steps> CURRENT = new ThreadLocal<>();

    private int left = MOST;

    static void begin() {
        CURRENT.set(new Steps());
    }

    static void end() {
        CURRENT.remove();
    }

    static void count() {
        Steps steps = CURRENT.get();
        if (steps != null && --steps.left < 0) {
            throw new TooManyException();
        }
    }

    /** Unchecked, for jq's own {@code try} must not catch it. */
    static final class TooManyException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooManyException() {
            super("too many steps", null, false, false);
        }
    }
}
