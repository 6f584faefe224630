package org.moodlegateway.sandbox;

/**
 * A person's manual enrolment in a course. Times are seconds since 1970, 0 for none, stored as they
 * were sent: an end may lie before the start.
 */
public record MoodleEnrolment(
        long id, long userid, long courseid, long timestart, long timeend, boolean suspended) {

    boolean isActiveAt(long seconds) {
        return !suspended && timestart < seconds && (timeend == 0 || timeend > seconds);
    }

    boolean isExpiredAt(long seconds) {
        return timeend > 0 && timeend < seconds;
    }
}
