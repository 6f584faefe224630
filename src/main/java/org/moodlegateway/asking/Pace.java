package org.moodlegateway.asking;

import java.time.Duration;

/** How long to wait before asking again: the longer, the more often it was in vain. */
enum Pace {
    /** For the shop as a whole. */
    SHOP(Duration.ofSeconds(5), Duration.ofMinutes(10)),
    /** For one of its messages. */
    MESSAGE(Duration.ofSeconds(30), Duration.ofHours(1));

    private static final int MOST_DOUBLINGS = 16;

    private final Duration first;
    private final Duration longest;

    Pace(Duration first, Duration longest) {
        this.first = first;
        this.longest = longest;
    }

    Duration after(int failures) {
        Duration pause = first.multipliedBy(1L << Math.min(failures, MOST_DOUBLINGS));
        return pause.compareTo(longest) < 0 ? pause : longest;
    }
}
