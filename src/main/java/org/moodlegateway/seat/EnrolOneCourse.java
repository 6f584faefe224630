package org.moodlegateway.seat;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.moodlegateway.catalogue.Product;
import org.moodlegateway.order.Emails;
import org.moodlegateway.order.Line;
import org.moodlegateway.order.Order;
import org.moodlegateway.order.Participant;
import org.moodlegateway.order.Problem;

/**
 * Enrols the buyer in a course: one seat, whatever the quantity. A buyer without e-mail leaves the
 * seat to the one participant the line may name.
 */
public final class EnrolOneCourse implements Handler {
    private static final Set<Parameter> KNOWN =
            Parameter.ENROLLING.stream()
                    .filter(
                            parameter ->
                                    parameter != Parameter.SUPERVISOR
                                            && parameter != Parameter.START_ON_ASSIGN)
                    .collect(Collectors.toUnmodifiableSet());

    private final CoursePlanner planner;

    /**
     * Makes the handler.
     *
     * @param zone where calendar days are counted
     * @param roles short names of the roles that may be given
     */
    public EnrolOneCourse(ZoneId zone, Set<String> roles) {
        this.planner = new CoursePlanner(zone, roles, KNOWN);
    }

    @Override
    public String name() {
        return "enrolonecourse";
    }

    @Override
    public Set<String> parameters() {
        return Parameter.spellings(KNOWN);
    }

    @Override
    public Optional<Problem> check(Product product) {
        return planner.check(product);
    }

    @Override
    public LinePlan plan(Order order, Line line, Product product, Instant purchasedAt) {
        String pointer = order.pointer(line);
        if (line.renews().isPresent()) {
            return planner.renew(order, line, product, purchasedAt);
        }
        CoursePlanner.refuseMoreParticipants(line, 1, pointer);
        return planner.plan(order, oneSeat(order, line), pointer, product, purchasedAt);
    }

    private static Line oneSeat(Order order, Line line) {
        int refunded = line.paidQuantity() == 0 ? 1 : 0;
        List<Participant> seated =
                order.buyer().email().isEmpty()
                        ? line.participants()
                        : List.of(buyer(order, line.participants()));
        return line.withQuantity(1, refunded).withParticipants(seated);
    }

    /** The buyer, with the role he has as a participant if he is named as one. */
    private static Participant buyer(Order order, List<Participant> participants) {
        String key = Emails.key(order.buyer().email());
        return participants.stream()
                .filter(participant -> Emails.key(participant.email()).equals(key))
                .findFirst()
                .orElse(order.buyer().asParticipant());
    }
}
