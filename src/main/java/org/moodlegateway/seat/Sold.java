package org.moodlegateway.seat;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * What an order's line itself said when a seat was sold, by which a changed line can be told from
 * an edited catalogue. Says nothing about people.
 *
 * @param parameters fingerprint of the line's own parameters
 * @param role short name of the role of who names none
 * @param group fingerprint of the template by which the group is named
 */
public record Sold(String parameters, String role, String group) {
    private static final int DIGITS = 32;

    static Sold with(Map<String, String> parameters, String role, String groupTemplate) {
        return new Sold(fingerprint(parameters), role, fingerprint(groupTemplate));
    }

    /** The same for two lines that say the same, in whatever sequence. */
    public static String fingerprint(Map<String, String> parameters) {
        return fingerprint(new TreeMap<>(parameters).toString());
    }

    private static String fingerprint(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }
}
