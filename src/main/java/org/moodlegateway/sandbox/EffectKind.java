package org.moodlegateway.sandbox;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What a committed change was. */
public enum EffectKind {
    USER_CREATED,
    USER_UPDATED,
    USER_DELETED,
    /** Moodle mailed a generated password; before 5.x this stands even when the call rolls back. */
    PASSWORD_MAILED,
    ENROLMENT_CREATED,
    ENROLMENT_UPDATED,
    /** An enrolment was sent again as it stands. */
    ENROLMENT_UNCHANGED,
    ENROLMENT_REMOVED,
    ROLE_ASSIGNED,
    ROLE_UNASSIGNED,
    GROUP_CREATED,
    /** A group went, and its memberships with it. */
    GROUP_DELETED,
    MEMBER_ADDED,
    MEMBER_REMOVED,
    MESSAGE_SENT,
    /** The course welcome message of 5.x. */
    WELCOME_SENT,
    COURSE_SAVED;

    @Override
    @JsonValue
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
