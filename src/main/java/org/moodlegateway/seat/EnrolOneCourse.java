package org.moodlegateway.seat;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.moodlegateway.catalogue.Product;
import org.moodlegateway.order.Buyer;
import org.moodlegateway.order.Line;
import org.moodlegateway.order.Order;
import org.moodlegateway.order.Participant;
import org.moodlegateway.order.Problem;

/**
 * Enrols one person in a course: one seat, whatever the quantity. It is for the one participant
 * whom the line may name, such as a friend who is given it; for the buyer if it names nobody.
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
        return line.withQuantity(1, refunded).withParticipants(learner(order.buyer(), line));
    }

    /** Whom the line names, with their role; else the buyer, who may be unknown. */
    private static List<Participant> learner(Buyer buyer, Line line) {
        if (buyer.email().isEmpty()) {
            return line.participants();
        }
        return line.participants().isEmpty()
                ? List.of(buyer.asParticipant())
                : List.of(withEmail(line.participants().get(0), buyer));
    }

    /** A name alone that is the buyer's is the buyer, any other is somebody whose e-mail lacks. */
    private static Participant withEmail(Participant named, Buyer buyer) {
        boolean nameAlone =
                named.email().isEmpty()
                        && named.firstName().equalsIgnoreCase(buyer.firstName())
                        && named.lastName().equalsIgnoreCase(buyer.lastName());
        return nameAlone
                ? new Participant(buyer.email(), buyer.firstName(), buyer.lastName(), named.role())
                : named;
    }
}
