package org.moodlegateway.seat;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.moodlegateway.catalogue.CourseName;
import org.moodlegateway.catalogue.Product;
import org.moodlegateway.order.Line;
import org.moodlegateway.order.Order;
import org.moodlegateway.order.OrderRejectedException;
import org.moodlegateway.order.Problem;
import org.moodlegateway.seat.Parameters.Given;

/**
 * Sells seats in packs, on which nobody sits yet: each is assigned later to a person and, if there
 * is a choice, to one of the courses. People whom the line names are not seated.
 *
 * <p>Source: local_shop's handler {@code std_generateseats}.
 */
public final class GenerateSeats implements Handler {
    private static final Set<Parameter> KNOWN =
            EnumSet.of(
                    Parameter.COURSE_LIST,
                    Parameter.PACK_SIZE,
                    Parameter.ROLE,
                    Parameter.ENROL_NAME,
                    Parameter.START_TIME,
                    Parameter.END_TIME,
                    Parameter.DURATION,
                    Parameter.GROUP_NAME,
                    Parameter.NOT_BEFORE_COURSE,
                    Parameter.START_ON_ASSIGN);
    private static final int LONGEST_LIST = 2000;
    private static final int LARGEST_PACK = 1000;

    private final ZoneId zone;
    private final Set<String> roles;

    /**
     * Makes the handler.
     *
     * @param zone where calendar days are counted
     * @param roles short names of the roles that may be given
     */
    public GenerateSeats(ZoneId zone, Set<String> roles) {
        this.zone = zone;
        this.roles = Set.copyOf(roles);
    }

    @Override
    public String name() {
        return "generateseats";
    }

    @Override
    public Set<String> parameters() {
        return Parameter.spellings(KNOWN);
    }

    @Override
    public Optional<Problem> check(Product product) {
        try {
            Parameters parameters = Parameters.of(product, KNOWN);
            CourseAccess access = new CourseAccess(parameters, roles);
            access.role();
            access.refuseOtherMethods();
            courses(parameters);
            packSize(parameters);
            new GroupName(parameters).refuseUnknownPlaceholders();
            new AccessTime(parameters, product.renewable(), zone).terms(Instant.EPOCH);
            return Optional.empty();
        } catch (OrderRejectedException e) {
            return Optional.of(e.problem());
        }
    }

    @Override
    public LinePlan plan(Order order, Line line, Product product, Instant purchasedAt) {
        String pointer = order.pointer(line);
        Parameters parameters = Parameters.of(product, line, pointer, KNOWN);
        CourseAccess access = new CourseAccess(parameters, roles);
        access.refuseOtherMethods();
        List<CourseName> courses = courses(parameters);
        Offer offer =
                new Offer(
                        courses.size() == 1 ? courses.get(0) : null,
                        courses.size() == 1 ? List.of() : courses,
                        new AccessTime(parameters, product.renewable(), zone).terms(purchasedAt),
                        new GroupName(parameters).of(order),
                        product.onCancel(),
                        product.renewal().orElse(null));
        Line packed = packed(line, packSize(parameters)).withParticipants(List.of());
        return LinePlan.selling(
                packed,
                packed.paidQuantity(),
                offer,
                access.role(),
                roles,
                parameters.text(Parameter.GROUP_NAME),
                List.of());
    }

    /** A pack is refunded as a whole. */
    private static Line packed(Line line, int packSize) {
        return line.withQuantity(line.quantity() * packSize, line.refunded() * packSize);
    }

    private static List<CourseName> courses(Parameters parameters) {
        Given list = parameters.find(Parameter.COURSE_LIST).orElseThrow(() -> missing(parameters));
        if (list.value().length() > LONGEST_LIST) {
            throw parameters.invalid(list, "has more than " + LONGEST_LIST + " characters");
        }
        List<CourseName> courses =
                Arrays.stream(list.value().split(","))
                        .map(String::strip)
                        .filter(name -> !name.isEmpty())
                        .distinct()
                        .map(CourseName::shortName)
                        .toList();
        if (courses.isEmpty()) {
            throw parameters.invalid(list, "names no course");
        }
        return courses;
    }

    private static OrderRejectedException missing(Parameters parameters) {
        return parameters.refused(
                "parameter-missing",
                "courselist is missing, the short names of courses with commas between");
    }

    private static int packSize(Parameters parameters) {
        return parameters
                .find(Parameter.PACK_SIZE)
                .map(size -> parameters.wholeNumber(size, 1, LARGEST_PACK))
                .orElse(1);
    }
}
