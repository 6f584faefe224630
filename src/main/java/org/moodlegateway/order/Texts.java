package org.moodlegateway.order;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Reads single texts of a {@link PlainJson}. Those that name or rule something are refused where a
 * ledger can't hold them; what is said of a person is read whatever it is, and judged with the
 * seat.
 */
public final class Texts {
    /**
     * Moodle's columns for names hold so many characters; one outside the first plane counts twice.
     */
    private static final int MAX_NAME = 100;

    /** Of what is said of a person, more says nothing. */
    private static final int MOST_SAID = 1000;

    private static final int LONGEST_EMAIL = 320;
    private static final int REPLACEMENT = 0xFFFD;

    private Texts() {}

    /** The value as text without white space around it, empty if there is none. */
    static String text(JsonNode node, String pointer) {
        String text = strip(node.isNumber() ? node.decimalValue().toPlainString() : node.asText());
        refuseUnstorable(text, pointer);
        return text;
    }

    /** The same, never refused: what no ledger holds is a replacement character in it. */
    static String lenient(JsonNode node) {
        String text = strip(node.isNumber() ? node.decimalValue().toPlainString() : node.asText());
        return cut(storable(text), MOST_SAID);
    }

    /** An e-mail address as it was written, never refused. */
    static String email(JsonNode node) {
        return cut(lenient(node), LONGEST_EMAIL);
    }

    /** The first or last name of a person, on one line; never refused. */
    static String name(JsonNode node) {
        String text = node.isNumber() ? node.decimalValue().toPlainString() : node.asText();
        return cut(onOneLine(text), MOST_SAID);
    }

    /** With one space for each run of white space and control characters, and none around it. */
    static String onOneLine(String text) {
        StringBuilder line = new StringBuilder(text.length());
        boolean gap = false;
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (isSpace(character) || Character.isISOControl(character)) {
                gap = line.length() > 0;
            } else {
                if (gap) {
                    line.append(' ');
                }
                gap = false;
                line.append(character);
            }
        }
        return storable(line.toString());
    }

    private static String storable(String text) {
        StringBuilder storable = new StringBuilder(text.length());
        text.codePoints()
                .map(point -> isUnstorable(point) ? REPLACEMENT : point)
                .forEach(storable::appendCodePoint);
        return storable.toString();
    }

    private static boolean isUnstorable(int codePoint) {
        return Character.isISOControl(codePoint)
                || Character.getType(codePoint) == Character.SURROGATE;
    }

    /** So many characters at most, and never half of one. */
    static String cut(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        boolean halved = Character.isHighSurrogate(text.charAt(most - 1));
        return text.substring(0, halved ? most - 1 : most);
    }

    /** A name that surely fits where Moodle and the ledger keep names. */
    public static String fitting(String name) {
        return cut(name, MAX_NAME);
    }

    /**
     * Why Moodle would not take this name: {@code name-too-long}, {@code name-has-tags}, or empty.
     */
    static String wrongWithName(String name) {
        if (name.length() > MAX_NAME) {
            return "name-too-long";
        }
        return hasTag(name) ? "name-has-tags" : "";
    }

    /** The name on one line, as Moodle takes it; refused if it doesn't. */
    static String checkedName(String text, String pointer) {
        String name = onOneLine(text);
        String wrong = wrongWithName(name);
        if (wrong.equals("name-too-long")) {
            throw new OrderRejectedException(
                    wrong, pointer, "a name has more than " + MAX_NAME + " characters");
        }
        if (!wrong.isEmpty()) {
            throw new OrderRejectedException(
                    wrong,
                    pointer,
                    "a name holds an HTML tag, which Moodle refuses; < needs a space after it");
        }
        return name;
    }

    /** Without white space around it, of whatever kind. */
    public static String strip(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && isSpace(text.charAt(start))) {
            start++;
        }
        while (end > start && isSpace(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    /** With the no-break space, which {@link String#strip()} keeps. */
    private static boolean isSpace(char character) {
        return Character.isWhitespace(character) || Character.isSpaceChar(character);
    }

    private static void refuseUnstorable(String text, String pointer) {
        text.codePoints().forEach(codePoint -> refuseUnstorable(codePoint, pointer));
    }

    private static void refuseUnstorable(int codePoint, String pointer) {
        if (Character.isISOControl(codePoint)) {
            throw new OrderRejectedException(
                    "text-control-character", pointer, "a text holds a control character");
        }
        if (Character.getType(codePoint) == Character.SURROGATE) {
            throw new OrderRejectedException(
                    "text-lone-surrogate",
                    pointer,
                    "a text holds half of a character (lone surrogate)");
        }
    }

    /**
     * Whether PHP's {@code strip_tags} would change it, which is how Moodle cleans a name: {@code
     * <} begins a tag unless white space follows.
     */
    private static boolean hasTag(String name) {
        for (int at = name.indexOf('<'); at >= 0; at = name.indexOf('<', at + 1)) {
            boolean last = at + 1 == name.length();
            if (last || !isPhpSpace(name.charAt(at + 1))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isPhpSpace(char character) {
        return character == ' ' || character >= '\t' && character <= '\r';
    }
}
