package org.moodlegateway.sandbox;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * How the site behaves apart from its rules; changeable at any time. Calls are served side by side,
 * so latency limits no throughput.
 *
 * @param latencyMillis time each call takes (0), in ms
 * @param rowLatencyMillis time each row of a call takes on top (0), in ms
 * @param maxInputVars PHP's {@code max_input_vars} (1000): variables beyond it vanish without a
 *     word
 * @param maxBodyBytes PHP's {@code post_max_size} (8388608): a longer body arrives empty
 * @param keepAliveMillis an idle connection is closed after this (0: never), in ms
 * @param race whether calls that overlap in time see each other (true): writes about the same
 *     people fail with dmlwriteexception but for the last one; two creates of one e-mail both
 *     succeed; two creates of one user name end in one dmlwriteexception
 * @param raceMillis how long a call that loses such a race takes more (0), in ms
 * @param retryAfterSeconds the Retry-After of command-line maintenance (300)
 * @param seed start of the random numbers for faults with a probability (1)
 * @param faults what goes wrong; the first that strikes wins
 */
public record Dials(
        long latencyMillis,
        long rowLatencyMillis,
        int maxInputVars,
        long maxBodyBytes,
        long keepAliveMillis,
        boolean race,
        long raceMillis,
        int retryAfterSeconds,
        long seed,
        List<Fault> faults) {

    /** A site without latency and faults. */
    public static final Dials DEFAULT =
            new Dials(0, 0, 1000, 8L << 20, 0, true, 0, 300, 1, List.of());

    public Dials {
        faults = List.copyOf(faults);
        if (latencyMillis < 0 || rowLatencyMillis < 0 || keepAliveMillis < 0 || raceMillis < 0) {
            throw new IllegalArgumentException("a dial in ms can't be negative");
        }
        if (maxInputVars < 1) {
            throw new IllegalArgumentException("max-input-vars must be 1 or more");
        }
    }

    @JsonCreator
    static Dials read(
            @JsonProperty("latency-millis") Long latencyMillis,
            @JsonProperty("row-latency-millis") Long rowLatencyMillis,
            @JsonProperty("max-input-vars") Integer maxInputVars,
            @JsonProperty("max-body-bytes") Long maxBodyBytes,
            @JsonProperty("keep-alive-millis") Long keepAliveMillis,
            @JsonProperty("race") Boolean race,
            @JsonProperty("race-millis") Long raceMillis,
            @JsonProperty("retry-after-seconds") Integer retryAfterSeconds,
            @JsonProperty("seed") Long seed,
            @JsonProperty("faults") List<Fault> faults) {
        return new Dials(
                or(latencyMillis, DEFAULT.latencyMillis),
                or(rowLatencyMillis, DEFAULT.rowLatencyMillis),
                or(maxInputVars, DEFAULT.maxInputVars),
                or(maxBodyBytes, DEFAULT.maxBodyBytes),
                or(keepAliveMillis, DEFAULT.keepAliveMillis),
                or(race, DEFAULT.race),
                or(raceMillis, DEFAULT.raceMillis),
                or(retryAfterSeconds, DEFAULT.retryAfterSeconds),
                or(seed, DEFAULT.seed),
                or(faults, DEFAULT.faults));
    }

    /** These dials with exactly these faults. */
    public Dials withFaults(Fault... others) {
        return new Dials(
                latencyMillis,
                rowLatencyMillis,
                maxInputVars,
                maxBodyBytes,
                keepAliveMillis,
                race,
                raceMillis,
                retryAfterSeconds,
                seed,
                List.of(others));
    }

    /** These dials with this time per call and per row, in ms. */
    public Dials withLatency(long callMillis, long rowMillis) {
        return new Dials(
                callMillis,
                rowMillis,
                maxInputVars,
                maxBodyBytes,
                keepAliveMillis,
                race,
                raceMillis,
                retryAfterSeconds,
                seed,
                faults);
    }

    /** These dials with another limit of form variables. */
    public Dials withMaxInputVars(int variables) {
        return new Dials(
                latencyMillis,
                rowLatencyMillis,
                variables,
                maxBodyBytes,
                keepAliveMillis,
                race,
                raceMillis,
                retryAfterSeconds,
                seed,
                faults);
    }

    /** These dials with idle connections closed after so many ms. */
    public Dials withKeepAliveMillis(long millis) {
        return new Dials(
                latencyMillis,
                rowLatencyMillis,
                maxInputVars,
                maxBodyBytes,
                millis,
                race,
                raceMillis,
                retryAfterSeconds,
                seed,
                faults);
    }

    /** These dials with overlapping calls seeing each other or not. */
    public Dials withRace(boolean seen) {
        return new Dials(
                latencyMillis,
                rowLatencyMillis,
                maxInputVars,
                maxBodyBytes,
                keepAliveMillis,
                seen,
                raceMillis,
                retryAfterSeconds,
                seed,
                faults);
    }

    private static <T> T or(T read, T otherwise) {
        return read == null ? otherwise : read;
    }
}
