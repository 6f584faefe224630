package org.moodlegateway.shop;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Paths and queries as text. */
final class AddressText {
    private static final Pattern NEEDS_CODE =
            Pattern.compile("%(?![0-9A-Fa-f]{2})|[^A-Za-z0-9\\-._~!$&'()*+,;=:@/?%]+");
    private static final Pattern SEPARATOR = Pattern.compile("[/\\\\]");

    private AddressText() {}

    /** Percent-encodes what can't stand in an address; what is encoded stays as it is. */
    static String encoded(String text) {
        return NEEDS_CODE
                .matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(percent(found.group())));
    }

    /** Percent-encodes all but letters, digits and a few signs: a name or value of a query. */
    static String percent(String text) {
        return URLEncoder.encode(text, UTF_8).replace("+", "%20");
    }

    /** Whether a server might take this path for one that leads up. */
    static boolean climbs(String rawPath) {
        String path = URLDecoder.decode(rawPath.replace("+", "%2B"), UTF_8);
        return Arrays.asList(SEPARATOR.split(path)).stream()
                .anyMatch(step -> step.equals("..") || step.equals("."));
    }
}
