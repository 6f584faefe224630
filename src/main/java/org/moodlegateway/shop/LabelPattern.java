package org.moodlegateway.shop;

import java.util.OptionalInt;

/**
 * A label as settings write it, in which {@code {n}} stands for the number of the seat.
 *
 * @param before what comes before the number, compared as {@link Label} says
 * @param after what comes after it
 * @param numbered whether there is one
 */
record LabelPattern(String before, String after, boolean numbered) {
    private static final String NUMBER = "{n}";

    static LabelPattern of(String pattern) {
        int at = pattern.indexOf(NUMBER);
        return at < 0
                ? new LabelPattern(Label.of(pattern).bare(), "", false)
                : new LabelPattern(
                        Label.letters(pattern.substring(0, at)),
                        Label.letters(pattern.substring(at + NUMBER.length())),
                        true);
    }

    /**
     * The seat that the label speaks of, 0 if it says no number; empty if it doesn't fit. A number
     * in brackets at the end counts where the pattern has none.
     */
    OptionalInt seat(Label label) {
        if (!numbered) {
            boolean fits = !before.isEmpty() && label.bare().equals(before);
            return fits ? OptionalInt.of(label.counted()) : OptionalInt.empty();
        }
        OptionalInt whole = seat(label.whole());
        return whole.isPresent() ? whole : seat(label.bare());
    }

    private OptionalInt seat(String label) {
        boolean fits =
                label.length() > before.length() + after.length()
                        && label.startsWith(before)
                        && label.endsWith(after);
        int seat =
                fits
                        ? Label.seat(
                                label.substring(before.length(), label.length() - after.length()))
                        : 0;
        return seat > 0 ? OptionalInt.of(seat) : OptionalInt.empty();
    }
}
