package org.moodlegateway.shop;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.util.Locale;

/**
 * Finds the seat that a form's label speaks of. A pattern such as {@code Participant {n} e-mail}
 * fits {@code participant 2 e-mail:} and says 2; one without {@code {n}} says 1. Capital letters
 * and a colon or star at the end don't count.
 */
final class SeatKeys {
    private static final String NUMBER = "{n}";

    private SeatKeys() {}

    /** The number by the first of the patterns that fits, {@code null} if none does. */
    static JsonNode number(JsonNode key, JsonNode patterns) {
        String label = label(Scalars.textOf(key));
        if (label.isEmpty()) {
            return NullNode.getInstance();
        }
        if (!patterns.isArray()) {
            return number(label, patterns);
        }
        for (JsonNode pattern : patterns) {
            JsonNode number = number(label, pattern);
            if (!number.isNull()) {
                return number;
            }
        }
        return NullNode.getInstance();
    }

    private static JsonNode number(String label, JsonNode patternNode) {
        String pattern = label(Scalars.textOf(patternNode));
        int at = pattern.indexOf(NUMBER);
        if (at < 0) {
            return label.equals(pattern) ? IntNode.valueOf(1) : NullNode.getInstance();
        }
        String before = pattern.substring(0, at);
        String after = pattern.substring(at + NUMBER.length());
        boolean fits =
                label.length() > before.length() + after.length()
                        && label.startsWith(before)
                        && label.endsWith(after);
        return fits
                ? seat(label.substring(before.length(), label.length() - after.length()))
                : NullNode.getInstance();
    }

    private static JsonNode seat(String digits) {
        return digits.matches("0*[1-9][0-9]{0,5}")
                ? IntNode.valueOf(Integer.parseInt(digits))
                : NullNode.getInstance();
    }

    private static String label(String text) {
        int end = text.length();
        while (end > 0 && " :*".indexOf(text.charAt(end - 1)) >= 0) {
            end--;
        }
        return text.substring(0, end).toLowerCase(Locale.ROOT);
    }
}
