package org.moodlegateway.ledger;

import java.util.List;

/**
 * Entitlements that one worker holds for one lease, sorted by course and person.
 *
 * @param id names the claim in the ledger
 * @param leaseEndsNanos of {@link System#nanoTime()}: the monotonic time until which nobody else
 *     takes them
 */
public record Claim(String id, long leaseEndsNanos, List<Work> work) {
    public Claim {
        work = List.copyOf(work);
    }

    public boolean isEmpty() {
        return work.isEmpty();
    }
}
