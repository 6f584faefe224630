package org.moodlegateway.seat;

import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;

/**
 * When a seat starts and how long it lasts, as its order and product say.
 *
 * @param start the stated start, or the purchase date
 * @param notBeforeCourse whether a course that opens later raises the start (and, with it, a length
 *     that is counted)
 * @param startOnAssign whether a seat that was sold without a name starts when it gets one
 */
public record Terms(Instant start, Length length, boolean notBeforeCourse, boolean startOnAssign) {

    /** From this second on, without end. */
    public static Terms unlimitedFrom(Instant start) {
        return new Terms(
                start.truncatedTo(ChronoUnit.SECONDS), new Length.Unlimited(), false, false);
    }

    /** The period before Moodle was asked for the course's own start. */
    public Period period(ZoneId zone) {
        return new Period(start, length.endFrom(start, zone));
    }
}
