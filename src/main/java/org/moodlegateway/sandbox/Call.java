package org.moodlegateway.sandbox;

import java.time.Instant;

/** One call of a function: what was asked, by whom and when, and the rows it works on. */
record Call(
        SandboxSettings settings,
        Tables tables,
        Transaction transaction,
        Caller caller,
        MoodleUser self,
        Arguments arguments,
        Instant at,
        String siteUrl) {

    Behaviour behaviour() {
        return settings.behaviour();
    }

    EnrolmentPlugin manual() {
        return new EnrolmentPlugin(settings, tables, transaction);
    }

    /** The time that list queries compare with: Moodle rounds it to 100 s for its caches. */
    long listSeconds() {
        long seconds = at.getEpochSecond();
        return settings.roundClock() ? Math.floorDiv(seconds + 50, 100) * 100 : seconds;
    }

    /** Enters the course as the caller, else requireloginerror. */
    void enter(MoodleCourse course) {
        if (!caller.mayEnter(course)) {
            throw MoodleError.requireLogin();
        }
    }

    /** Enters the course as the caller, else errorcoursecontextnotvalid. */
    MoodleCourse enterContext(long courseid) {
        return tables.courses()
                .find(courseid)
                .filter(caller::mayEnter)
                .orElseThrow(MoodleError::courseContext);
    }

    void require(String capability) {
        if (!caller.can(capability)) {
            throw MoodleError.capability(capability);
        }
    }

    void require(String capability, MoodleCourse course) {
        if (!caller.canIn(course, capability)) {
            throw MoodleError.capability(capability);
        }
    }

    /** Needed to see who is in a course. */
    boolean seesParticipants(MoodleCourse course) {
        return caller.canIn(course, Capabilities.VIEW_PARTICIPANTS)
                || caller.canIn(course, Capabilities.ENROL_REVIEW);
    }

    MoodleRole role(long id) {
        return settings.roles().stream()
                .filter(role -> role.id() == id)
                .findFirst()
                .orElse(new MoodleRole(id, "", "", false));
    }
}
