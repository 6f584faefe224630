package org.moodlegateway.seat;

import java.time.Instant;

/**
 * Time a seat may be used, in whole seconds. No end is {@link Instant#MAX}, so the later of two
 * ends is always right.
 *
 * @param endExclusive the learner is shut out from this second on
 */
public record Period(Instant startInclusive, Instant endExclusive) {
    public static final Instant NO_END = Instant.MAX;

    public Period {
        if (!startInclusive.isBefore(endExclusive)) {
            throw new IllegalArgumentException(
                    "period ends at " + endExclusive + ", not after " + startInclusive);
        }
    }

    public boolean hasEnd() {
        return !endExclusive.equals(NO_END);
    }

    public boolean contains(Instant instant) {
        return !instant.isBefore(startInclusive) && instant.isBefore(endExclusive);
    }

    /** Whether the two share time or follow each other without a gap. */
    public boolean touches(Period other) {
        return !startInclusive.isAfter(other.endExclusive)
                && !other.startInclusive.isAfter(endExclusive);
    }

    /** From the earlier start to the later end. */
    public Period span(Period other) {
        return new Period(
                startInclusive.isBefore(other.startInclusive)
                        ? startInclusive
                        : other.startInclusive,
                endExclusive.isAfter(other.endExclusive) ? endExclusive : other.endExclusive);
    }
}
