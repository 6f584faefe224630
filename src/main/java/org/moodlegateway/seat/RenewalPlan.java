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
 * @param seats how many seats are paid for, where quantity means seats; 0 where it multiplies time
 * @param further the line as a first purchase, for seats that it pays for beyond those that are
 *     there; null where quantity multiplies time, and of a line that was stored
 */
public record RenewalPlan(
        Renews target, Length extension, CourseName courseName, int seats, LinePlan further) {

    /** For a line whose quantity multiplies time. */
    public RenewalPlan(Renews target, Length extension, CourseName courseName) {
        this(target, extension, courseName, 0, null);
    }

    public Optional<CourseName> course() {
        return Optional.ofNullable(courseName);
    }

    /** Whether another one renews the same, for as long and for as many seats. */
    public boolean buys(RenewalPlan other) {
        return target.equals(other.target)
                && extension.equals(other.extension)
                && course().equals(other.course())
                && seats == other.seats;
    }

    /** Whether another one is about the same seats. */
    public boolean isBeside(RenewalPlan other) {
        return target.equals(other.target) && course().equals(other.course());
    }
}
