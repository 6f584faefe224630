package org.moodlegateway.order;

import static java.util.Objects.requireNonNull;

/**
 * Something wrong in an order or in a configuration file, in the form every answer, report and
 * table shows it.
 *
 * @param code a stable kebab-case word to look up, such as {@code parameter-invalid}
 * @param pointer the JSON pointer of the place, empty for the whole document
 * @param message one sentence for a person; holds no secret and no control character
 */
public record Problem(String code, String pointer, String message) {
    public Problem {
        requireNonNull(code, "code");
        requireNonNull(pointer, "pointer");
        message = printable(message);
    }

    private static String printable(String text) {
        StringBuilder safe = new StringBuilder(Math.min(text.length(), 500));
        text.codePoints().limit(500).map(Problem::printable).forEach(safe::appendCodePoint);
        return safe.toString();
    }

    private static int printable(int codePoint) {
        boolean surrogate =
                codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
        return surrogate || Character.isISOControl(codePoint) ? '\uFFFD' : codePoint;
    }
}
