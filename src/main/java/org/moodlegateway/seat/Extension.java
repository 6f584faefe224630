package org.moodlegateway.seat;

import java.time.Instant;

/**
 * More time for a seat: its new end is the later of {@code from} and its end so far, plus {@code
 * length}.
 *
 * @param from when it was bought, or the end that the gateway itself moved
 */
public record Extension(Instant from, Length length) {}
