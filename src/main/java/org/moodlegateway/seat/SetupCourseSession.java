package org.moodlegateway.seat;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.moodlegateway.catalogue.BuyerLearns;
import org.moodlegateway.catalogue.Product;
import org.moodlegateway.order.Line;
import org.moodlegateway.order.Order;
import org.moodlegateway.order.OrderRejectedException;
import org.moodlegateway.order.Problem;

/**
 * Enrols a set of people in a course, learners and teachers mixed: quantity n is n seats, the named
 * participants sit on the first of them. A line that renews is more time for seats that are there.
 *
 * <p>Source: local_shop's handler {@code std_setuponecoursesession}.
 */
public final class SetupCourseSession implements Handler {
    static final String NAME = "setupcoursesession";

    private final CoursePlanner planner;

    /**
     * Makes the handler.
     *
     * @param zone where calendar days are counted
     * @param roles short names of the roles that may be given
     */
    public SetupCourseSession(ZoneId zone, Set<String> roles) {
        this.planner = new CoursePlanner(zone, roles, Parameter.ENROLLING);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Set<String> aliases() {
        return Set.of("setuponecoursesession");
    }

    @Override
    public Set<String> parameters() {
        return Parameter.spellings(Parameter.ENROLLING);
    }

    @Override
    public Optional<Problem> check(Product product) {
        return product.seats()
                ? planner.check(product)
                : Optional.of(needsSeats(product, "/seats"));
    }

    @Override
    public LinePlan plan(Order order, Line line, Product product, Instant purchasedAt) {
        String pointer = order.pointer(line);
        if (!product.seats()) {
            throw new OrderRejectedException(needsSeats(product, pointer + "/product"));
        }
        if (line.renews().isPresent()) {
            return planner.renew(order, line, product, purchasedAt);
        }
        CoursePlanner.refuseMoreParticipants(line, line.quantity(), pointer);
        return planner.plan(order, learning(order, line, product), pointer, product, purchasedAt);
    }

    /** With the buyer on the only seat, if the product is for them while nobody is named. */
    private static Line learning(Order order, Line line, Product product) {
        boolean alone =
                product.buyerLearns() == BuyerLearns.ALONE
                        && line.participants().isEmpty()
                        && places(order, line.product()) == 1;
        return alone && !order.buyer().email().isEmpty()
                ? line.withParticipants(List.of(order.buyer().asParticipant()))
                : line;
    }

    /** On all lines of the order, so that two single seats are two to give away. */
    private static long places(Order order, String product) {
        return order.lines().stream()
                .filter(line -> line.product().equals(product) && line.renews().isEmpty())
                .mapToLong(Line::quantity)
                .sum();
    }

    private static Problem needsSeats(Product product, String pointer) {
        return new Problem(
                "product-needs-seats",
                pointer,
                "product " + product.code() + ": handler setupcoursesession needs seats: true");
    }
}
