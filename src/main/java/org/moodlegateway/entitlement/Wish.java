package org.moodlegateway.entitlement;

import java.time.Instant;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.moodlegateway.seat.Period;

/**
 * What Moodle must show for one person in one course now.
 *
 * @param roles short names; one period holds for all of them
 * @param next when a later period takes over; null if none does
 */
public record Wish(SortedSet<String> roles, Period period, Instant next) {
    public Wish {
        roles = new TreeSet<>(roles);
    }

    /** When this must be folded again because a later period, behind a gap, begins to count. */
    public Optional<Instant> foldAgainAt() {
        return Optional.ofNullable(next);
    }
}
