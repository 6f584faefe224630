package org.moodlegateway.sandbox;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Whether a course has an instance of the manual enrolment plugin, and whether it is enabled. */
public enum ManualEnrolment {
    ENABLED,
    DISABLED,
    NONE;

    /** Reads the lower-case name. */
    @JsonCreator
    public static ManualEnrolment of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }

    @Override
    @JsonValue
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
