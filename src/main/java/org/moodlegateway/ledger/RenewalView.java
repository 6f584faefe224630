package org.moodlegateway.ledger;

import java.time.Instant;
import org.moodlegateway.seat.Length;

/**
 * A line that buys more time, as people see it.
 *
 * @param target what it renews: {@code seat}, {@code order} or {@code subscription}, a blank, and
 *     its name
 * @param extension what it adds, as {@link Length#text()} has it
 * @param state WAITING, APPLIED or CANCELLED
 * @param reason why it waits: {@code seat-unknown}, {@code seat-cancelled}, {@code seat-replaced}
 *     or {@code course-differs}; else empty
 */
public record RenewalView(
        String shop,
        String order,
        String line,
        String product,
        String target,
        String extension,
        Instant purchasedAt,
        String state,
        String reason) {

    static RenewalView of(RenewalRow row) {
        return new RenewalView(
                row.shop(),
                row.order(),
                row.line(),
                row.product(),
                row.plan().target().toString(),
                row.plan().extension().text(),
                row.purchasedAt(),
                row.state().name(),
                row.reason());
    }

    public boolean live() {
        return !state.equals(RenewalRow.State.CANCELLED.name());
    }

    boolean applied() {
        return state.equals(RenewalRow.State.APPLIED.name());
    }
}
