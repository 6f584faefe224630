package org.moodlegateway.renewal;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does what is due for seats, piece by piece, once it was woken and until nothing is due. It keeps
 * to so many seats a minute, so that a day on which many seats end, or the first hour after an
 * outage, leaves Moodle time for those who buy.
 *
 * <p>All it remembers is that it was woken, and what it did this minute. What is due is found in
 * the ledger.
 */
public final class RenewalRun {
    /** Seats in one transaction. */
    public static final int AT_ONCE = 500;

    private static final Logger LOG = LoggerFactory.getLogger(RenewalRun.class);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Renewals renewals;
    private final Clock clock;
    private final int mostPerMinute;
    private final Runnable bell;
    private final AtomicBoolean awake = new AtomicBoolean();
    private Instant minute = Instant.MIN;
    private int thisMinute;

    /**
     * Makes a run that sleeps.
     *
     * @param mostPerMinute seats
     * @param bell rung when it is woken
     */
    public RenewalRun(Renewals renewals, Clock clock, int mostPerMinute, Runnable bell) {
        this.renewals = renewals;
        this.clock = clock;
        this.mostPerMinute = mostPerMinute;
        this.bell = bell;
    }

    /** Has it look for what is due; as often as one likes. */
    public void wake() {
        awake.set(true);
        bell.run();
    }

    /**
     * Does one piece, if it was woken; false if it sleeps again, or has done enough for this
     * minute.
     */
    public synchronized boolean renewSome() {
        if (!awake.get()) {
            return false;
        }
        int most = Math.min(AT_ONCE, left());
        if (most <= 0) {
            return false;
        }
        awake.set(false);
        RenewalStep step = renewals.step(most);
        if (!step.worked()) {
            return false;
        }
        awake.set(true);
        thisMinute += step.acts().size();
        LOG.info("Renewals done acts={} enrolments={}", step.acts().size(), step.wishes().size());
        return true;
    }

    private int left() {
        Instant now = clock.instant();
        if (!now.isBefore(minute.plus(MINUTE))) {
            minute = now;
            thisMinute = 0;
        }
        return mostPerMinute - thisMinute;
    }
}
