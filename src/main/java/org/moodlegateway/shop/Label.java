package org.moodlegateway.shop;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a form calls a field, in the spelling that is compared. Only letters and digits count, so
 * {@code _Participant 2 E-Mail: *} is {@code participant2email}; accents, capital letters and what
 * stands in brackets at the end, such as {@code (required)}, don't.
 *
 * @param whole with what stands in brackets
 * @param bare without
 * @param counted the number that stands alone in the last brackets; 0 if there is none
 */
record Label(String whole, String bare, int counted) {
    /** A canonical line names no more participants. */
    private static final int MOST = 1000;

    /** No form asks at more length, and what is longer is compared no better. */
    private static final int LONGEST = 300;

    private static final Pattern MARKS = Pattern.compile("\\p{M}+");
    private static final Pattern BESIDES = Pattern.compile("[^\\p{L}\\p{N}]+");
    private static final Pattern SUFFIX =
            Pattern.compile("^(.*?)\\s*[(\\[{]([^()\\[\\]{}]*)[)\\]}][\\s:*]*$", Pattern.DOTALL);

    static Label of(String label) {
        String text = label.substring(0, Math.min(label.length(), LONGEST));
        String rest = text;
        int counted = 0;
        for (Matcher suffix = SUFFIX.matcher(rest);
                suffix.matches() && !letters(suffix.group(1)).isEmpty();
                suffix = SUFFIX.matcher(rest)) {
            counted = counted == 0 ? seat(suffix.group(2).strip()) : counted;
            rest = suffix.group(1);
        }
        return new Label(letters(text), letters(rest), counted);
    }

    /** The text without what stands in brackets at its end. */
    static String withoutSuffix(String text) {
        Matcher suffix = SUFFIX.matcher(text);
        return suffix.matches() && !letters(suffix.group(1)).isEmpty()
                ? withoutSuffix(suffix.group(1))
                : text;
    }

    /** Small letters without accents. */
    static String folded(String text) {
        return MARKS.matcher(Normalizer.normalize(text, Normalizer.Form.NFKD))
                .replaceAll("")
                .toLowerCase(Locale.ROOT);
    }

    static String letters(String text) {
        return BESIDES.matcher(folded(text)).replaceAll("");
    }

    boolean isEmpty() {
        return whole.isEmpty();
    }

    /** 0 if it is no number of a seat. */
    static int seat(String digits) {
        int seat = digits.matches("[0-9]{1,5}") ? Integer.parseInt(digits) : 0;
        return seat <= MOST ? seat : 0;
    }
}
