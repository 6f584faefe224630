package org.moodlegateway.seat;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.moodlegateway.catalogue.Catalogue;
import org.moodlegateway.catalogue.Product;
import org.moodlegateway.order.Line;
import org.moodlegateway.order.Order;
import org.moodlegateway.order.OrderRejectedException;
import org.moodlegateway.order.OrderStatus;
import org.moodlegateway.order.Problem;

/**
 * All handlers by name: plans whole orders, line by line, and checks products. Safe for concurrent
 * use.
 */
public final class Handlers {
    public static final int DEFAULT_MAX_SEATS = 1000;

    private static final String LOCAL_SHOP_PREFIX = "std_";
    private static final String PRODUCT_UNKNOWN = "product-unknown";

    private final Map<String, Handler> byName = new HashMap<>();
    private final Set<String> names = new TreeSet<>();
    private final int maxSeatsPerOrder;

    public Handlers(Collection<? extends Handler> handlers, int maxSeatsPerOrder) {
        for (Handler handler : handlers) {
            names.add(handler.name());
            byName.put(handler.name(), handler);
            handler.aliases().forEach(alias -> byName.put(alias, handler));
        }
        this.maxSeatsPerOrder = maxSeatsPerOrder;
    }

    /** Those that come with the gateway. */
    public static Handlers standard(ZoneId zone, Set<String> roles, int maxSeatsPerOrder) {
        return new Handlers(
                List.of(
                        new SetupCourseSession(zone, roles),
                        new EnrolOneCourse(zone, roles),
                        new GenerateSeats(zone, roles),
                        new ExtendEnrolPeriod()),
                maxSeatsPerOrder);
    }

    /** By its own name, another one, or either with {@code std_} before it. */
    public Optional<Handler> find(String name) {
        String bare =
                name.startsWith(LOCAL_SHOP_PREFIX)
                        ? name.substring(LOCAL_SHOP_PREFIX.length())
                        : name;
        return Optional.ofNullable(byName.get(bare));
    }

    /**
     * What is wrong with a product before anyone buys it; its pointer is relative to the product.
     */
    public Optional<Problem> check(Product product) {
        Optional<Handler> handler = find(product.handler());
        return handler.isPresent()
                ? handler.get().check(product)
                : Optional.of(handlerUnknown(product, "/handler"));
    }

    /** Plans an order that is no test, with the purchase date it states itself. */
    public OrderPlan plan(Order order, Catalogue catalogue) {
        return plan(order, catalogue, order.purchasedAt().orElse(null), ShopTerms.USUAL);
    }

    /**
     * Plans all lines of a paid order; of a placed one only what the buyer needs to pay. Any other
     * order buys nothing, so its plan has no lines. The seats are left to {@link SeatSplitter}.
     *
     * @param purchasedAt the purchase date as it was frozen; null only if the order is not paid
     * @param terms what the orders of its shop may buy
     */
    public OrderPlan plan(Order order, Catalogue catalogue, Instant purchasedAt, ShopTerms terms) {
        List<LinePlan> lines = new ArrayList<>();
        if (order.test() && !terms.testOrders()) {
            return new OrderPlan(order, purchasedAt, lines, List.of());
        }
        if (order.status() == OrderStatus.PAID) {
            order.lines().forEach(line -> lines.add(plan(order, line, catalogue, purchasedAt)));
            refuseTooManySeats(lines);
        } else if (order.status() == OrderStatus.PLACED && terms.prepay()) {
            order.lines()
                    .forEach(line -> beforePayment(order, line, catalogue).ifPresent(lines::add));
        }
        return new OrderPlan(order, purchasedAt, lines, List.of());
    }

    /**
     * What a line gives before it is paid: the support course of its product, unless the product
     * says no. What is wrong with a line is said when it is paid; until then it gives nothing.
     */
    private Optional<LinePlan> beforePayment(Order order, Line line, Catalogue catalogue) {
        if (catalogue.find(line.product()).filter(product -> !product.prepay()).isPresent()) {
            return Optional.empty();
        }
        try {
            Instant soFar = order.purchasedAt().orElse(order.updatedAt());
            LinePlan plan = plan(order, line, catalogue, soFar);
            return plan.offer() == null
                    ? Optional.empty()
                    : Optional.of(plan.beforePayment())
                            .filter(early -> !early.companions().isEmpty());
        } catch (OrderRejectedException e) {
            return Optional.empty();
        }
    }

    private LinePlan plan(Order order, Line line, Catalogue catalogue, Instant purchasedAt) {
        Optional<Product> product = catalogue.find(line.product());
        if (product.isPresent()) {
            return plan(order, line, product.get(), purchasedAt);
        }
        Optional<Problem> problem = catalogue.problem(line.product());
        // A refund needs no product, so it is not held up by one that was broken meanwhile.
        if (problem.isPresent() && line.paidQuantity() > 0) {
            throw new OrderRejectedException(
                    problem.get().code(),
                    order.pointer(line) + "/product",
                    problem.get().message());
        }
        CoursePlanner.refuseMoreParticipants(line, line.quantity(), order.pointer(line));
        return LinePlan.waiting(line, PRODUCT_UNKNOWN);
    }

    private LinePlan plan(Order order, Line line, Product product, Instant purchasedAt) {
        Handler handler =
                find(product.handler())
                        .orElseThrow(
                                () ->
                                        new OrderRejectedException(
                                                handlerUnknown(
                                                        product,
                                                        order.pointer(line) + "/product")));
        return handler.plan(order, line, product, purchasedAt);
    }

    private Problem handlerUnknown(Product product, String pointer) {
        return new Problem(
                "handler-unknown",
                pointer,
                "product "
                        + product.code()
                        + ": handler="
                        + product.handler()
                        + " is none of "
                        + String.join(", ", names));
    }

    /** Refunded places count too, since references and numbers run over them. */
    private void refuseTooManySeats(List<LinePlan> lines) {
        long places = lines.stream().mapToLong(plan -> plan.line().quantity()).sum();
        if (places > maxSeatsPerOrder) {
            throw new OrderRejectedException(
                    "too-many-seats",
                    "/lines",
                    "the order has " + places + " seats, more than " + maxSeatsPerOrder);
        }
    }
}
