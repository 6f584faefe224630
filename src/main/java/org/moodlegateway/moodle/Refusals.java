package org.moodlegateway.moodle;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.moodlegateway.ledger.Result;
import org.moodlegateway.ledger.Work;

/** Turns a call's outcome into what becomes of the work in it. */
public final class Refusals {
    /** Tries before a single row that the database refuses is parked. */
    static final int TRIES = 3;

    /** Times in a row that a row sent alone may get no answer before it is parked. */
    private static final int UNANSWERED = 5;

    private static final Duration PAUSED = Duration.ofSeconds(15);
    private static final int SOON_MILLIS = 2000;

    /**
     * What a call that isn't done means for everything in it, when nothing is wrong with the work
     * itself.
     */
    private Result notDone(Outcome outcome) {
        if (outcome instanceof Outcome.Unknown unknown) {
            return new Result.Unknown(unknown.reason());
        }
        if (outcome instanceof Outcome.NotSent notSent) {
            return later(notSent.reason());
        }
        if (outcome instanceof Outcome.SiteRefused refused) {
            return later(refused.errorcode());
        }
        if (outcome instanceof Outcome.ItemRefused refused) {
            return soon(refused.errorcode());
        }
        throw new IllegalStateException("done");
    }

    /**
     * The same for each piece of work in it; one that Moodle never answers is parked in the end.
     */
    Map<Work, Result> notDone(List<Work> part, Outcome outcome) {
        Result result = notDone(outcome);
        Map<Work, Result> results = new LinkedHashMap<>();
        part.forEach(work -> results.put(work, last(work, outcome, result)));
        return results;
    }

    private Result last(Work work, Outcome outcome, Result result) {
        if (neverAnswered(work, result)) {
            return park("never-answered");
        }
        boolean refusedAgain = outcome instanceof Outcome.ItemRefused && work.attempts() >= TRIES;
        return refusedAgain ? park(result.code()) : result;
    }

    private static boolean neverAnswered(Work work, Result result) {
        return result instanceof Result.Unknown && work.unknowns() >= UNANSWERED;
    }

    /** Waits without burning an attempt: nothing is wrong with this work. */
    Result later(String code) {
        return new Result.Later(code, Hints.of(code), PAUSED, false);
    }

    /** Waits a moment, and counts. */
    Result soon(String code) {
        Duration wait = Duration.ofMillis(ThreadLocalRandom.current().nextInt(SOON_MILLIS));
        return new Result.Later(code, Hints.of(code), wait, true);
    }

    /** At once, and counts: with what was known of it forgotten. */
    Result anew(String code) {
        return new Result.Later(code, Hints.of(code), Duration.ZERO, true);
    }

    /** At once, and doesn't count: what the ledger knew was put right. */
    Result again(String code) {
        return new Result.Later(code, Hints.of(code), Duration.ZERO, false);
    }

    Result park(String code) {
        return new Result.Parked(code, Hints.of(code));
    }
}
