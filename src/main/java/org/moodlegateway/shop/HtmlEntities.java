package org.moodlegateway.shop;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Texts that a shop has written for a web page: {@code O&#039;Brien}, {@code Andr&eacute;}. */
final class HtmlEntities {
    private static final Pattern ENTITY =
            Pattern.compile(
                    "&(?:#([0-9]{1,7})|#[xX]([0-9a-fA-F]{1,6})|([A-Za-z]{2,8}[1-4]{0,2}));");

    /** Latin-1 from 160 on, as HTML names it. */
    private static final String LATIN =
            "nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg"
                    + " plusmn sup2 sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12"
                    + " frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute"
                    + " Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml"
                    + " times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc"
                    + " atilde auml aring aelig ccedil egrave eacute ecirc euml igrave iacute icirc"
                    + " iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute"
                    + " ucirc uuml yacute thorn yuml";

    private static final Map<String, Integer> NAMED = named();

    private HtmlEntities() {}

    private static Map<String, Integer> named() {
        Map<String, Integer> named = new HashMap<>();
        int next = 160;
        for (String name : LATIN.split(" ")) {
            named.put(name, next++);
        }
        Map.of("amp", '&', "lt", '<', "gt", '>', "quot", '"', "apos", '\'')
                .forEach((name, character) -> named.put(name, (int) character));
        named.put("ndash", 0x2013);
        named.put("mdash", 0x2014);
        named.put("lsquo", 0x2018);
        named.put("rsquo", 0x2019);
        named.put("ldquo", 0x201C);
        named.put("rdquo", 0x201D);
        named.put("OElig", 0x152);
        named.put("oelig", 0x153);
        named.put("Scaron", 0x160);
        named.put("scaron", 0x161);
        named.put("Yuml", 0x178);
        return Map.copyOf(named);
    }

    /** A text without entities, also if it was escaped twice; anything else as it is. */
    static JsonNode decoded(JsonNode value) {
        if (!value.isTextual() || value.textValue().indexOf('&') < 0) {
            return value;
        }
        String once = decode(value.textValue());
        return TextNode.valueOf(decode(once));
    }

    private static String decode(String text) {
        return ENTITY.matcher(text).replaceAll(HtmlEntities::character);
    }

    private static String character(MatchResult entity) {
        int character =
                entity.group(1) != null
                        ? Integer.parseInt(entity.group(1))
                        : entity.group(2) != null
                                ? Integer.parseInt(entity.group(2), 16)
                                : NAMED.getOrDefault(entity.group(3), 0);
        boolean readable =
                character > 0
                        && Character.isValidCodePoint(character)
                        && Character.getType(character) != Character.SURROGATE;
        return Matcher.quoteReplacement(readable ? Character.toString(character) : entity.group());
    }
}
