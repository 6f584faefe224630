package org.moodlegateway.seat;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.moodlegateway.catalogue.CourseName;
import org.moodlegateway.order.Line;
import org.moodlegateway.order.Participant;
import org.moodlegateway.order.Problem;

/**
 * What one paid line means, before it is split into seats. Computed by a {@link Handler} from the
 * order and the catalogue alone, so that it is the same whenever it is computed.
 *
 * @param line the order's line as its handler reads it: quantity is its number of seats, refunded
 *     ones included, the participants are those who sit there
 * @param seats how many seats are paid for
 * @param offer what each seat is sold as; null while the product is unknown
 * @param role role short name for participants that name none
 * @param roles short names of the roles that its participants may have
 * @param companions what the buyer gets beside the seats: account, support course, supervisor
 * @param waitingFor why no seat of this line can go to Moodle yet, such as {@code product-unknown};
 *     empty if they can
 * @param wrong why it fails, so that what an earlier event of the order gave by it stays as it is;
 *     null if it doesn't
 * @param renewed what it renews instead of buying seats; null if it doesn't
 */
public record LinePlan(
        Line line,
        int seats,
        Offer offer,
        String role,
        Set<String> roles,
        List<Companion> companions,
        String waitingFor,
        Problem wrong,
        RenewalPlan renewed) {
    public LinePlan {
        roles = Set.copyOf(roles);
        companions = List.copyOf(companions);
    }

    /** For a line whose product can't be planned yet; every one of its quantity may be a seat. */
    public static LinePlan waiting(Line line, String waitingFor) {
        return waiting(line, line.paidQuantity(), waitingFor, null);
    }

    private static LinePlan waiting(Line line, int seats, String waitingFor, Problem wrong) {
        return new LinePlan(line, seats, null, "", Set.of(), List.of(), waitingFor, wrong, null);
    }

    /** For a line of which nothing can be made; {@code places} seats stand for it and wait. */
    static LinePlan failing(Line line, int places, Problem wrong) {
        return waiting(line, places, wrong.code(), wrong);
    }

    /** For a line of seats. {@code group} is the template by which their group is named. */
    static LinePlan selling(
            Line line,
            int seats,
            Offer offer,
            String role,
            Set<String> roles,
            String group,
            List<Companion> companions) {
        Sold sold = Sold.with(line.parameters(), role, group);
        return new LinePlan(
                line,
                seats,
                offer.soldAs(sold),
                role,
                roles,
                companions.stream().map(companion -> companion.soldAs(sold)).toList(),
                "",
                null,
                null);
    }

    /** For a line that buys no seats but more time; {@code renewed} is null if all is refunded. */
    static LinePlan renewing(Line line, RenewalPlan renewed) {
        Line seatless = line.withQuantity(0, 0).withParticipants(List.of());
        return new LinePlan(seatless, 0, null, "", Set.of(), List.of(), "", null, renewed);
    }

    /**
     * The same renewal, which also sells seats: what it pays for beyond the seats that are there.
     *
     * @param people who are to sit there, as many as there are seats at most
     */
    public LinePlan selling(int further, List<Participant> people) {
        LinePlan sold = renewed.further();
        return new LinePlan(
                sold.line.withQuantity(further, 0).withParticipants(people),
                further,
                sold.offer,
                sold.role,
                sold.roles,
                List.of(),
                "",
                null,
                renewed);
    }

    /** Why it fails; empty if it doesn't. */
    public Optional<Problem> problem() {
        return Optional.ofNullable(wrong);
    }

    public Optional<RenewalPlan> renewal() {
        return Optional.ofNullable(renewed);
    }

    /** Whether the line itself says how much time it adds, so that no catalogue changes that. */
    public boolean saysExtension() {
        return Parameter.EXTENSION.spellings().stream().anyMatch(line.parameters()::containsKey);
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
        return new LinePlan(line, 0, offer, role, roles, early, waitingFor, null, null);
    }
}
