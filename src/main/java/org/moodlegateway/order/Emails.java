package org.moodlegateway.order;

import java.util.regex.Pattern;

/**
 * What an e-mail address must be to become a Moodle account, and when two of them are one person.
 */
public final class Emails {
    /** Moodle's column holds so many characters. */
    private static final int MAX_LENGTH = 100;

    private static final int MAX_LOCAL_PART = 64;

    /**
     * What both of Moodle's checks accept (its own pattern of old, PHP's {@code
     * FILTER_VALIDATE_EMAIL} of late): dotted atoms, an {@code @}, a domain of at least two labels,
     * the last one beginning with a letter. No quoted local parts, no address literals, no
     * comments.
     */
    private static final Pattern ADDRESS =
            Pattern.compile(
                    "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]++(?:\\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]++)*+"
                            + "@(?:(?=[^.]{1,63}\\.)[A-Za-z0-9]++(?:-++[A-Za-z0-9]++)*+\\.)+"
                            + "(?=[^.]{1,63}$)[A-Za-z][A-Za-z0-9]*+(?:-++[A-Za-z0-9]++)*+");

    private Emails() {}

    /** Equal for two spellings of one address: without spaces around it, A to Z in lower case. */
    public static String key(String email) {
        String stripped = Texts.strip(email);
        StringBuilder key = new StringBuilder(stripped.length());
        // Not toLowerCase(): the Kelvin sign would become a k, and one person another.
        for (int i = 0; i < stripped.length(); i++) {
            char character = stripped.charAt(i);
            key.append(character >= 'A' && character <= 'Z' ? (char) (character + 32) : character);
        }
        return key.toString();
    }

    /** Whether Moodle would take it as the address of an account. */
    public static boolean usable(String email) {
        return email.length() <= MAX_LENGTH
                && email.indexOf('@') <= MAX_LOCAL_PART
                && ADDRESS.matcher(email).matches();
    }
}
