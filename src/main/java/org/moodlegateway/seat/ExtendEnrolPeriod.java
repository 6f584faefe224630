package org.moodlegateway.seat;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.moodlegateway.catalogue.CourseName;
import org.moodlegateway.catalogue.Product;
import org.moodlegateway.order.Line;
import org.moodlegateway.order.Order;
import org.moodlegateway.order.OrderRejectedException;
import org.moodlegateway.order.Problem;
import org.moodlegateway.order.Renews;
import org.moodlegateway.seat.Parameters.Given;

/**
 * Sells more time for seats that are there: {@code extension} days times the quantity, for the seat
 * or the order that the line names, or the subscription that its order belongs to.
 *
 * <p>Source: local_shop's handlers {@code std_extendenrolperiod} and {@code std_prorogate}.
 */
public final class ExtendEnrolPeriod implements Handler {
    private static final Set<Parameter> KNOWN =
            EnumSet.of(
                    Parameter.EXTENSION,
                    Parameter.COURSE_NAME,
                    Parameter.COURSE_ID_NUMBER,
                    Parameter.ENROL_NAME);
    private static final int MOST_DAYS = 1_000_000;

    @Override
    public String name() {
        return "extendenrolperiod";
    }

    @Override
    public Set<String> aliases() {
        return Set.of("prorogate");
    }

    @Override
    public Set<String> parameters() {
        return Parameter.spellings(KNOWN);
    }

    @Override
    public Optional<Problem> check(Product product) {
        try {
            Parameters parameters = Parameters.of(product, KNOWN);
            CourseAccess access = new CourseAccess(parameters, Set.of());
            access.refuseOtherMethods();
            access.courseIfNamed();
            days(parameters);
            return Optional.empty();
        } catch (OrderRejectedException e) {
            return Optional.of(e.problem());
        }
    }

    @Override
    public LinePlan plan(Order order, Line line, Product product, Instant purchasedAt) {
        if (line.paidQuantity() == 0) {
            return LinePlan.renewing(line, null);
        }
        String pointer = order.pointer(line);
        Parameters parameters = Parameters.of(product, line, pointer, KNOWN);
        CourseAccess access = new CourseAccess(parameters, Set.of());
        access.refuseOtherMethods();
        CourseName course = access.courseIfNamed().orElse(null);
        long days = (long) days(parameters) * line.paidQuantity();
        if (days > MOST_DAYS) {
            throw parameters.refusedAt(
                    pointer + "/quantity",
                    "quantity-too-large",
                    days + " days are bought, more than " + MOST_DAYS);
        }
        Length extension = new Length.Lasting(Duration.of(days, ChronoUnit.DAYS));
        return LinePlan.renewing(
                line, new RenewalPlan(target(order, line, parameters), extension, course));
    }

    private static Renews target(Order order, Line line, Parameters parameters) {
        if (line.renews().isPresent()) {
            return line.renews().get();
        }
        if (order.subscription().isEmpty()) {
            throw parameters.refusedAt(
                    order.pointer(line) + "/renews",
                    "renews-missing",
                    "renews is missing, which names a seat by its reference, an order or a"
                            + " subscription");
        }
        return new Renews(Renews.Target.SUBSCRIPTION, order.subscription());
    }

    private static int days(Parameters parameters) {
        Given days =
                parameters
                        .find(Parameter.EXTENSION)
                        .orElseThrow(
                                () ->
                                        parameters.refused(
                                                "parameter-missing",
                                                "extension is missing, the days that it adds"));
        return parameters.wholeNumber(days, 1, MOST_DAYS);
    }
}
