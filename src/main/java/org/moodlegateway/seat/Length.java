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
     * One line of text that {@link #parse} reads back: an instant, an ISO-8601 duration or period,
     * or nothing.
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
            return new Calendar(java.time.Period.parse(text));
        }
        return new Until(Instant.parse(text));
    }
}
