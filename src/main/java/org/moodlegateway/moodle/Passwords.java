package org.moodlegateway.moodle;

import java.security.SecureRandom;

/**
 * Passwords that nobody ever learns: long, random, with one character of each kind that a site's
 * policy may want.
 */
public final class Passwords {
    private static final String LETTERS =
            "abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    private static final int LENGTH = 28;

    private final SecureRandom random = new SecureRandom();

    /** A new one. */
    String random() {
        StringBuilder text = new StringBuilder(LENGTH + 4);
        for (int i = 0; i < LENGTH; i++) {
            text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return text.append("aA7-").toString();
    }
}
