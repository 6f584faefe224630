package org.moodlegateway.intake;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Text in which HTML's special characters may be written as entities. */
final class HtmlText {
    private static final Pattern ENTITY =
            Pattern.compile("&(amp|lt|gt|quot|apos|#0*3[49]|#x2[27]);");
    private static final Map<String, String> CHARACTERS =
            Map.of("amp", "&", "lt", "<", "gt", ">", "quot", "\"", "apos", "'");

    private HtmlText() {}

    /** The same with the characters themselves, decoded once. */
    static String decode(String text) {
        return ENTITY.matcher(text).replaceAll(HtmlText::character);
    }

    private static String character(java.util.regex.MatchResult entity) {
        String name = entity.group(1);
        String quote = name.endsWith("4") || name.equals("#x22") ? "\"" : "'";
        return Matcher.quoteReplacement(CHARACTERS.getOrDefault(name, quote));
    }
}
