package org.moodlegateway.order;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Reads single texts of a {@link PlainJson}, and refuses those that a ledger or Moodle can't hold.
 */
public final class Texts {
    /** Moodle's columns for names hold so many characters. */
    private static final int MAX_NAME = 100;

    private Texts() {}

    /** The value as text without white space around it, empty if there is none. */
    static String text(JsonNode node, String pointer) {
        String text = strip(node.isNumber() ? node.decimalValue().toPlainString() : node.asText());
        refuseUnstorable(text, pointer);
        return text;
    }

    /** The first or last name of a person, as Moodle takes it. */
    static String name(JsonNode node, String pointer) {
        return name(text(node, pointer), pointer);
    }

    /** The same of a text that was read already. */
    static String name(String text, String pointer) {
        String name = strip(text);
        refuseUnstorable(name, pointer);
        if (name.codePointCount(0, name.length()) > MAX_NAME) {
            throw new OrderRejectedException(
                    "name-too-long", pointer, "a name has more than " + MAX_NAME + " characters");
        }
        if (hasTag(name)) {
            throw new OrderRejectedException(
                    "name-has-tags",
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
