package org.moodlegateway.seat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.TemporalAmount;

/**
 * How long a seat lasts once its start is known. Kept with the seat, because two things can move a
 * start: a course that opens later, and a seat that is assigned later.
 */
public sealed interface Length {

    /** The end for this start; {@link Period#NO_END} for none. */
    Instant endFrom(Instant start, ZoneId zone);

    /**
     * The end for this start in a course that ends itself.
     *
     * @param courseEnd null if the course has no end, or none is known
     */
    default Instant endFrom(Instant start, ZoneId zone, Instant courseEnd) {
        return endFrom(start, zone);
    }

    /** Where this length lets a seat end that renewals would have end later. */
    default Instant atMost(Instant end, Instant courseEnd) {
        return end;
    }

    /** Whether it says anything about the end of the course. */
    default boolean dependsOnCourse() {
        return false;
    }

    /**
     * One line of text that {@link #parse} reads back: an instant, an ISO-8601 duration or period,
     * perhaps with a zone after it, {@code COURSE} for the end of the course, alone or before what
     * it caps, or nothing.
     */
    String text();

    /** So often this length; a fixed end and no end stay what they are. */
    default Length times(int quantity) {
        return this;
    }

    /** Calendar days. */
    static Length days(int days) {
        return new Calendar(java.time.Period.ofDays(days));
    }

    /** What a settings file says as {@code P180D}, {@code P6M} or {@code PT12H}. */
    static Length of(TemporalAmount amount) {
        return amount instanceof Duration duration
                ? new Lasting(duration)
                : new Calendar((java.time.Period) amount);
    }

    /** Ends at a fixed instant, whatever the start. */
    record Until(Instant end) implements Length {
        @Override
        public Instant endFrom(Instant start, ZoneId zone) {
            return end;
        }

        @Override
        public String text() {
            return end.toString();
        }
    }

    /** Days and hours of exact length. */
    record Lasting(Duration duration) implements Length {
        @Override
        public Instant endFrom(Instant start, ZoneId zone) {
            return start.plus(duration);
        }

        @Override
        public String text() {
            return duration.toString();
        }

        @Override
        public Length times(int quantity) {
            return new Lasting(duration.multipliedBy(quantity));
        }
    }

    /**
     * Days, months or years of the calendar in the configured zone: the local time of day stays the
     * same across a clock change.
     */
    record Calendar(java.time.Period period) implements Length {
        @Override
        public Instant endFrom(Instant start, ZoneId zone) {
            return start.atZone(zone).plus(period).toInstant();
        }

        @Override
        public String text() {
            return period.toString();
        }

        @Override
        public Length times(int quantity) {
            return new Calendar(period.multipliedBy(quantity));
        }
    }

    /** The same in a zone of its own, that of the product. */
    record ZonedCalendar(java.time.Period period, ZoneId own) implements Length {
        static final char BEFORE_ZONE = '@';

        @Override
        public Instant endFrom(Instant start, ZoneId zone) {
            return start.atZone(own).plus(period).toInstant();
        }

        @Override
        public String text() {
            return period.toString() + BEFORE_ZONE + own;
        }

        @Override
        public Length times(int quantity) {
            return new ZonedCalendar(period.multipliedBy(quantity), own);
        }
    }

    /** Ends when the course ends; never if that has no end. */
    record UntilCourseEnds() implements Length {
        static final String TEXT = "COURSE";

        @Override
        public Instant endFrom(Instant start, ZoneId zone) {
            return Period.NO_END;
        }

        @Override
        public Instant endFrom(Instant start, ZoneId zone, Instant courseEnd) {
            return courseEnd == null ? Period.NO_END : courseEnd;
        }

        @Override
        public boolean dependsOnCourse() {
            return true;
        }

        @Override
        public String text() {
            return TEXT;
        }
    }

    /** Another length, but never past the end of the course. */
    record NotAfterCourse(Length length) implements Length {
        static final String BEFORE = UntilCourseEnds.TEXT + " ";

        @Override
        public Instant endFrom(Instant start, ZoneId zone) {
            return length.endFrom(start, zone);
        }

        @Override
        public Instant atMost(Instant end, Instant courseEnd) {
            return courseEnd != null && courseEnd.isBefore(end) ? courseEnd : end;
        }

        @Override
        public boolean dependsOnCourse() {
            return true;
        }

        @Override
        public String text() {
            return BEFORE + length.text();
        }

        @Override
        public Length times(int quantity) {
            return new NotAfterCourse(length.times(quantity));
        }
    }

    /** Never ends. */
    record Unlimited() implements Length {
        @Override
        public Instant endFrom(Instant start, ZoneId zone) {
            return Period.NO_END;
        }

        @Override
        public String text() {
            return "";
        }
    }

    /** Reads what {@link #text()} wrote. */
    static Length parse(String text) {
        if (text.isEmpty()) {
            return new Unlimited();
        }
        if (text.equals(UntilCourseEnds.TEXT)) {
            return new UntilCourseEnds();
        }
        if (text.startsWith(NotAfterCourse.BEFORE)) {
            return new NotAfterCourse(parse(text.substring(NotAfterCourse.BEFORE.length())));
        }
        if (text.startsWith("PT")) {
            return new Lasting(Duration.parse(text));
        }
        int zone = text.indexOf(ZonedCalendar.BEFORE_ZONE);
        if (text.startsWith("P") && zone > 0) {
            return new ZonedCalendar(
                    java.time.Period.parse(text.substring(0, zone)),
                    ZoneId.of(text.substring(zone + 1)));
        }
        if (text.startsWith("P")) {
            return new Calendar(java.time.Period.parse(text));
        }
        return new Until(Instant.parse(text));
    }
}
