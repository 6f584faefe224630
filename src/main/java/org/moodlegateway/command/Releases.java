package org.moodlegateway.command;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Releases of Moodle, for remarks only: what a site does is found out by asking. */
final class Releases {
    private static final Pattern NUMBERS = Pattern.compile("^(\\d{1,4})\\.(\\d{1,4})");

    private Releases() {}

    /** Whether manual enrolment may send a welcome message; also if the release can't be read. */
    static boolean mayWelcome(String release) {
        Matcher numbers = NUMBERS.matcher(release);
        if (!numbers.find()) {
            return true;
        }
        int major = Integer.parseInt(numbers.group(1));
        return major > 4 || (major == 4 && Integer.parseInt(numbers.group(2)) >= 4);
    }
}
