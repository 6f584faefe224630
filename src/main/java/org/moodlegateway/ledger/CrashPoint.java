package org.moodlegateway.ledger;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Named places between two durable effects, where a test can have the process die at once. Does
 * nothing unless the system property {@code gateway.crash-at} names one, as {@code name} or {@code
 * name:n} for the n-th passing.
 */
public final class CrashPoint {
    /** What such a process ends with. */
    public static final int EXIT_CODE = 99;

    private static final String[] ASKED = System.getProperty("gateway.crash-at", "").split(":");
    private static final AtomicInteger LEFT =
            new AtomicInteger(ASKED.length > 1 ? Integer.parseInt(ASKED[1]) : 1);

    private CrashPoint() {}

    /** Passes a point. */
    public static void at(String name) {
        if (ASKED[0].equals(name) && LEFT.decrementAndGet() == 0) {
            Runtime.getRuntime().halt(EXIT_CODE);
        }
    }
}
