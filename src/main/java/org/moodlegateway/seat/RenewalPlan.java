package org.moodlegateway.seat;

import java.util.Optional;
import org.moodlegateway.catalogue.CourseName;
import org.moodlegateway.order.Renews;

/**
 * What a line means that buys more time for seats that are there, or will be.
 *
 * @param target which seats
 * @param extension what each of them gets for the whole paid quantity
 * @param courseName only seats of this course; null for any
 */
public record RenewalPlan(Renews target, Length extension, CourseName courseName) {

    public Optional<CourseName> course() {
        return Optional.ofNullable(courseName);
    }
}
