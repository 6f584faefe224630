package org.moodlegateway.shop;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Map;

/**
 * Finds what a form's label asks for, and for which seat. The pattern {@code Participant {n}
 * e-mail} fits {@code participant 2 e-mail:} and says 2; one without {@code {n}} says 1. Capital
 * letters and a colon or star at the end don't count.
 */
final class SeatKeys {
    private static final String NUMBER = "{n}";

    /** A canonical line names no more participants. */
    private static final int MOST = 1000;

    private SeatKeys() {}

    /**
     * The seats by field, such as {@code {"email": 2}}; empty if no pattern fits.
     *
     * @param patterns by field, one or a list; the first that fits counts
     */
    static JsonNode fields(JsonNode key, JsonNode patterns) {
        ObjectNode fields = JsonNodeFactory.instance.objectNode();
        String label = label(Scalars.textOf(key));
        if (!label.isEmpty()) {
            for (Map.Entry<String, JsonNode> field : patterns.properties()) {
                int seat = number(label, field.getValue());
                if (seat > 0) {
                    fields.put(field.getKey(), seat);
                }
            }
        }
        return fields;
    }

    private static int number(String label, JsonNode patterns) {
        if (!patterns.isArray()) {
            return number(label, label(Scalars.textOf(patterns)));
        }
        for (JsonNode pattern : patterns) {
            int number = number(label, label(Scalars.textOf(pattern)));
            if (number > 0) {
                return number;
            }
        }
        return 0;
    }

    /** 0 if it doesn't fit. */
    private static int number(String label, String pattern) {
        int at = pattern.indexOf(NUMBER);
        if (at < 0) {
            return label.equals(pattern) ? 1 : 0;
        }
        String before = pattern.substring(0, at);
        String after = pattern.substring(at + NUMBER.length());
        boolean fits =
                label.length() > before.length() + after.length()
                        && label.startsWith(before)
                        && label.endsWith(after);
        return fits ? seat(label.substring(before.length(), label.length() - after.length())) : 0;
    }

    private static int seat(String digits) {
        int seat = digits.matches("[0-9]{1,5}") ? Integer.parseInt(digits) : 0;
        return seat <= MOST ? seat : 0;
    }

    private static String label(String text) {
        int end = text.length();
        while (end > 0 && " :*".indexOf(text.charAt(end - 1)) >= 0) {
            end--;
        }
        return text.substring(0, end).toLowerCase(Locale.ROOT);
    }
}
