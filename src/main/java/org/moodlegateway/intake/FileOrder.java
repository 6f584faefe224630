package org.moodlegateway.intake;

import java.util.List;
import org.moodlegateway.order.Problem;

/**
 * One order as it stands in a file, or why it can't be read.
 *
 * @param order its id, empty if it couldn't be read
 * @param place where it stands, for people: {@code rows 2 to 4}
 * @param eventId the same for the same content; empty to have the body say it
 * @param body canonical JSON, empty if there are problems
 */
public record FileOrder(
        String order, String place, String eventId, byte[] body, List<Problem> problems) {
    public FileOrder {
        problems = List.copyOf(problems);
    }

    static FileOrder of(String order, String place, String eventId, byte[] body) {
        return new FileOrder(order, place, eventId, body, List.of());
    }

    static FileOrder refused(String order, String place, List<Problem> problems) {
        return new FileOrder(order, place, "", new byte[0], problems);
    }
}
