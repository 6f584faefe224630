package org.moodlegateway.orders;

import java.time.Instant;
import java.util.List;

/**
 * A difference as people see it.
 *
 * @param code as {@link Difference} has it
 * @param hint what to do, in a sentence
 * @param seats references of the seats concerned, 100 at most
 * @param named e-mail addresses that the order has and the seats have not, as it wrote them
 * @param sits e-mail addresses of those who sit on the seats concerned
 */
public record DifferenceView(
        String line,
        String code,
        String hint,
        List<String> seats,
        List<String> named,
        List<String> sits,
        Instant since) {
    public DifferenceView {
        seats = List.copyOf(seats);
        named = List.copyOf(named);
        sits = List.copyOf(sits);
    }
}
