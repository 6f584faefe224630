package org.moodlegateway.seat;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.moodlegateway.catalogue.CourseName;
import org.moodlegateway.catalogue.Product;
import org.moodlegateway.order.Line;
import org.moodlegateway.order.Order;
import org.moodlegateway.order.OrderRejectedException;
import org.moodlegateway.order.OrderStatus;
import org.moodlegateway.order.Problem;
import org.moodlegateway.order.Renews;

/** Plans a line that enrols people in one course, for the handlers that differ in who they are. */
final class CoursePlanner {
    private static final String SUPPORT_ROLE = "student";

    private final ZoneId zone;
    private final Set<String> roles;
    private final Set<Parameter> known;

    /**
     * Makes a planner.
     *
     * @param zone where calendar days are counted
     * @param roles short names of the roles that may be given
     * @param known the parameters a product may have
     */
    CoursePlanner(ZoneId zone, Set<String> roles, Set<Parameter> known) {
        this.zone = zone;
        this.roles = Set.copyOf(roles);
        this.known = Set.copyOf(known);
    }

    /** What is wrong whoever buys it, and whenever. */
    Optional<Problem> check(Product product) {
        try {
            Parameters parameters = Parameters.of(product, known);
            CourseAccess access = new CourseAccess(parameters, roles);
            access.course();
            access.role();
            access.supervisorRole();
            access.supportCourse();
            access.refuseOtherMethods();
            new GroupName(parameters).refuseUnknownPlaceholders();
            new AccessTime(parameters, product, zone).terms(Instant.EPOCH);
            return Optional.empty();
        } catch (OrderRejectedException e) {
            return Optional.of(e.problem());
        }
    }

    /**
     * Plans the seats of a line and what comes with them.
     *
     * @param line one place per quantity, and who sits there
     * @param pointer where the line stands in its order
     */
    LinePlan plan(Order order, Line line, String pointer, Product product, Instant purchasedAt) {
        Parameters parameters = Parameters.of(product, line, pointer, known);
        CourseAccess access = new CourseAccess(parameters, roles);
        access.refuseOtherMethods();
        CourseName course = access.course();
        Terms terms = new AccessTime(parameters, product, zone).terms(purchasedAt);
        String group = new GroupName(parameters).of(order);
        Offer offer =
                Offer.in(course, terms, group, product.onCancel(), product.renewal().orElse(null));
        List<Companion> companions = new ArrayList<>();
        supportStart(order, purchasedAt)
                .flatMap(start -> access.supportCourse().map(name -> support(name, start, product)))
                .ifPresent(companions::add);
        access.supervisorRole()
                .map(role -> new Companion(Companion.Kind.SUPERVISOR, role, offer))
                .ifPresent(companions::add);
        boolean buyerToo = line.paidQuantity() > 0 && !order.buyer().email().isEmpty();
        return LinePlan.selling(
                line.withParticipants(
                        line.participants().stream().map(access::withOwnRole).toList()),
                line.paidQuantity(),
                offer,
                access.role(),
                roles,
                parameters.text(Parameter.GROUP_NAME),
                buyerToo ? companions : List.of());
    }

    /**
     * Plans a line that renews seats of its course, by what the product says one renewal adds.
     * Where quantity means seats, a whole order or subscription is renewed once by it, as it was
     * bought, and further seats are sold for what is paid beyond it; a single seat as often as it
     * is paid for.
     */
    LinePlan renew(Order order, Line line, Product product, Instant purchasedAt) {
        Renews target = line.renews().orElseThrow();
        Parameters parameters = Parameters.of(product, line, order.pointer(line), known);
        CourseAccess access = new CourseAccess(parameters, roles);
        access.refuseOtherMethods();
        Length once = new AccessTime(parameters, product, zone).more(purchasedAt);
        boolean seatBySeat = !product.seats() || target.target() == Renews.Target.SEAT;
        Length all = seatBySeat ? once.times(line.paidQuantity()) : once;
        if (line.paidQuantity() == 0) {
            return LinePlan.renewing(line, null);
        }
        return LinePlan.renewing(
                line,
                seatBySeat
                        ? new RenewalPlan(target, all, access.course())
                        : new RenewalPlan(
                                target,
                                all,
                                access.course(),
                                line.paidQuantity(),
                                plan(order, line, order.pointer(line), product, purchasedAt)));
    }

    /** Refunded places count: who sat on one is still named. */
    static void refuseMoreParticipants(Line line, int places, String pointer) {
        int named = line.participants().size();
        if (named > places) {
            throw new OrderRejectedException(
                    "too-many-participants",
                    pointer + "/participants",
                    "product "
                            + line.product()
                            + ": "
                            + named
                            + " participants are named, but only "
                            + places
                            + (places == 1 ? " seat is" : " seats are")
                            + " sold");
        }
    }

    /**
     * From the day the order was placed, since help may be needed to pay. An order that is not paid
     * and doesn't say when it was placed has none yet.
     */
    private static Optional<Instant> supportStart(Order order, Instant purchasedAt) {
        Optional<Instant> dated = order.placedAt().or(order::paidAt);
        return order.status() == OrderStatus.PAID
                ? dated.or(() -> Optional.of(purchasedAt))
                : dated;
    }

    /** Without end. */
    private static Companion support(CourseName course, Instant start, Product product) {
        Offer offer = Offer.in(course, Terms.unlimitedFrom(start), "", product.onCancel(), null);
        return new Companion(Companion.Kind.SUPPORT, SUPPORT_ROLE, offer);
    }
}
