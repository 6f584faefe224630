package org.moodlegateway.sandbox;

import static java.util.Objects.requireNonNullElse;

import java.time.Instant;

/**
 * A course and its instance of manual enrolment. {@code id} is 0 until the course is saved; id 1 is
 * the front page. {@code welcome} is the instance's own "send course welcome message".
 */
public record MoodleCourse(
        long id,
        String shortname,
        String idnumber,
        String fullname,
        Instant startdate,
        Instant enddate,
        boolean visible,
        ManualEnrolment manual,
        boolean welcome) {

    static final long FRONT_PAGE = 1;

    public MoodleCourse {
        idnumber = requireNonNullElse(idnumber, "");
        fullname = requireNonNullElse(fullname, shortname);
        startdate = requireNonNullElse(startdate, Instant.EPOCH);
        manual = requireNonNullElse(manual, ManualEnrolment.ENABLED);
    }

    MoodleCourse withId(long newId) {
        return new MoodleCourse(
                newId, shortname, idnumber, fullname, startdate, enddate, visible, manual, welcome);
    }

    /** As Moodle stores it: 0 for no end. */
    long endSeconds() {
        return enddate == null ? 0 : enddate.getEpochSecond();
    }

    /** Contexts and courses share no sequence in Moodle either; only the difference is constant. */
    long contextId() {
        return id + 1000;
    }
}
