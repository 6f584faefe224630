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
    /** The enrolment stays with its roles, and is suspended. */
    SUSPEND,
    /** The enrolment stays and is suspended. All roles go, by whomever they were given. */
    SUSPEND_NO_ROLES,
    /** The enrolment goes, with roles and group memberships. */
    UNENROL;

    /** Reads the name in lower case with hyphens. */
    @JsonCreator
    public static ExpiredAction of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    @Override
    @JsonValue
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
