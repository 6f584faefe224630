package org.moodlegateway.sandbox;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/**
 * What Moodle's cron does with a manual enrolment whose end has passed: the site setting {@code
 * enrol_manual | expiredaction}, by default {@code keep}.
 */
public enum ExpiredAction {
    /** The enrolment stays, without access. */
    KEEP,
    /** The enrolment stays and is suspended, and its roles go. */
    SUSPEND,
    /** The enrolment goes, with roles and group memberships. */
    UNENROL;

    /** Reads the lower-case name. */
    @JsonCreator
    public static ExpiredAction of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }

    @Override
    @JsonValue
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
