package org.moodlegateway.seat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;

/**
 * How long a seat lasts once its start is known. Kept with the seat, because two things can move a
 * start: a course that opens later, and a seat that is assigned later.
 */
public sealed interface Length {

    /** The end for this start; {@link Period#NO_END} for none. */
    Instant endFrom(Instant start, ZoneId zone);

    /**
     * One line of text that {@link #parse} reads back: an instant, an ISO-8601 duration or period,
     * or nothing.
     */
    String text();

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
    }

    /**
     * Calendar days in the configured zone: the local time of day stays the same across a clock
     * change.
     */
    record CalendarDays(int days) implements Length {
        @Override
        public Instant endFrom(Instant start, ZoneId zone) {
            return start.atZone(zone).plusDays(days).toInstant();
        }

        @Override
        public String text() {
            return "P" + days + "D";
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
        if (text.startsWith("PT")) {
            return new Lasting(Duration.parse(text));
        }
        if (text.startsWith("P")) {
            return new CalendarDays(java.time.Period.parse(text).getDays());
        }
        return new Until(Instant.parse(text));
    }
}
