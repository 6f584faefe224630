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
 * @param offer what each seat is sold as; null while the product is unknown
 * @param role role short name for participants that name none
 * @param companions what the buyer gets beside the seats: account, support course, supervisor
 * @param waitingFor why no seat of this line can go to Moodle yet, such as {@code product-unknown};
 *     empty if they can
 * @param renewed what it renews instead of buying seats; null if it doesn't
 */
public record LinePlan(
        Line line,
        int seats,
        Offer offer,
        String role,
        List<Companion> companions,
        String waitingFor,
        RenewalPlan renewed) {
    public LinePlan {
        companions = List.copyOf(companions);
    }

    /** For a line whose product can't be planned yet; every one of its quantity may be a seat. */
    public static LinePlan waiting(Line line, String waitingFor) {
        return new LinePlan(line, line.paidQuantity(), null, "", List.of(), waitingFor, null);
    }

    /** For a line of seats. {@code group} is the template by which their group is named. */
    static LinePlan selling(
            Line line,
            int seats,
            Offer offer,
            String role,
            String group,
            List<Companion> companions) {
        Sold sold = Sold.with(line.parameters(), role, group);
        return new LinePlan(
                line,
                seats,
                offer.soldAs(sold),
                role,
                companions.stream().map(companion -> companion.soldAs(sold)).toList(),
                "",
                null);
    }

    /** For a line that buys no seats but more time; {@code renewed} is null if all is refunded. */
    static LinePlan renewing(Line line, RenewalPlan renewed) {
        Line seatless = line.withQuantity(0, 0).withParticipants(List.of());
        return new LinePlan(seatless, 0, null, "", List.of(), "", renewed);
    }

    public Optional<RenewalPlan> renewal() {
        return Optional.ofNullable(renewed);
    }

    public Optional<CourseName> course() {
        return Optional.ofNullable(offer).flatMap(Offer::course);
    }

    /** Null while the product is unknown. */
    public Terms terms() {
        return offer == null ? null : offer.terms();
    }

    /** Name of the group for this order's people, empty for none. */
    public String group() {
        return offer == null ? "" : offer.group();
    }

    /** What is done of this line while it is not paid: no seat, but what the buyer needs to pay. */
    LinePlan beforePayment() {
        List<Companion> early = companions.stream().filter(Companion::beforePayment).toList();
        return new LinePlan(line, 0, offer, role, early, waitingFor, null);
    }
}
