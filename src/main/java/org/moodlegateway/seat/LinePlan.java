package org.moodlegateway.seat;

import java.util.List;
import java.util.Optional;
import org.moodlegateway.catalogue.CourseName;
import org.moodlegateway.order.Line;

/**
 * What one paid line means, before it is split into seats. Computed by a {@link Handler} from the
 * order and the catalogue alone, so that it is the same whenever it is computed.
 *
 * @param line the order's line as its handler reads it: quantity is its number of seats, refunded
 *     ones included, the participants are those who sit there, each with a known role or none
 * @param seats how many seats are paid for
 * @param courseName null while the product is unknown
 * @param role role short name for participants that name none
 * @param terms null while the product is unknown
 * @param group name of the group in the course for this order's people, empty for none
 * @param companions what the buyer gets beside the seats: support course, supervisor
 * @param waitingFor why no seat of this line can go to Moodle yet, such as {@code product-unknown};
 *     empty if they can
 */
public record LinePlan(
        Line line,
        int seats,
        CourseName courseName,
        String role,
        Terms terms,
        String group,
        List<Companion> companions,
        String waitingFor) {
    public LinePlan {
        companions = List.copyOf(companions);
    }

    /** For a line whose product can't be planned yet; every one of its quantity may be a seat. */
    public static LinePlan waiting(Line line, String waitingFor) {
        return new LinePlan(line, line.paidQuantity(), null, "", null, "", List.of(), waitingFor);
    }

    public Optional<CourseName> course() {
        return Optional.ofNullable(courseName);
    }
}
