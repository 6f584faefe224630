package org.moodlegateway.seat;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.moodlegateway.catalogue.BuyerLearns;
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
        if (handler.isEmpty()) {
            return Optional.of(handlerUnknown(product, "/handler"));
        }
        boolean seatsBuyer =
                product.seats() && handler.get().name().equals(SetupCourseSession.NAME);
        if (product.buyerLearns() != BuyerLearns.NEVER && !seatsBuyer) {
            return Optional.of(
                    new Problem(
                            "value-invalid",
                            "/buyer-learns",
                            "product "
                                    + product.code()
                                    + ": buyer-learns needs handler "
                                    + SetupCourseSession.NAME
                                    + " and seats: true"));
        }
        return handler.get().check(product);
    }

    /** Plans an order that is no test, with the purchase date it states itself. */
    public OrderPlan plan(Order order, Catalogue catalogue) {
        return plan(order, catalogue, order.purchasedAt().orElse(null), ShopTerms.USUAL);
    }

    /**
     * Plans all lines of a paid order; of a placed one only what the buyer needs to pay. Any other
     * order buys nothing, so its plan has no lines. A line that can't be planned fails alone. The
     * seats are left to {@link SeatSplitter}.
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
            return new OrderPlan(order, purchasedAt, withinLimit(order, lines), List.of());
        }
        if (order.status() == OrderStatus.PLACED && terms.prepay()) {
            order.lines()
                    .forEach(line -> beforePayment(order, line, catalogue).ifPresent(lines::add));
        }
        return new OrderPlan(order, purchasedAt, lines, List.of());
    }

    /** Whether the buyer of a product gets anything before they paid. */
    public static boolean opensBeforePayment(Product product) {
        return product.prepay()
                && Parameter.CUSTOMER_SUPPORT.spellings().stream()
                        .anyMatch(product.parameters()::containsKey);
    }

    /**
     * What a line gives before it is paid: the support course of its product, unless the product
     * says no. What is wrong with a line is said when it is paid; until then it gives nothing.
     */
    private Optional<LinePlan> beforePayment(Order order, Line line, Catalogue catalogue) {
        if (catalogue.find(line.product()).filter(product -> !product.prepay()).isPresent()) {
            return Optional.empty();
        }
        Instant soFar = order.purchasedAt().orElse(order.updatedAt());
        LinePlan plan = plan(order, line, catalogue, soFar);
        return plan.offer() == null
                ? Optional.empty()
                : Optional.of(plan.beforePayment()).filter(early -> !early.companions().isEmpty());
    }

    private LinePlan plan(Order order, Line line, Catalogue catalogue, Instant purchasedAt) {
        Optional<Product> product = catalogue.find(line.product());
        Optional<Problem> broken = catalogue.problem(line.product());
        // What nobody sells here matters to nobody, however wrong it is.
        if (product.isEmpty() && broken.isEmpty()) {
            return line.problem().isEmpty()
                    ? LinePlan.waiting(line, PRODUCT_UNKNOWN)
                    : LinePlan.failing(line, 1, productUnknown(order, line));
        }
        if (line.problem().isPresent()) {
            return LinePlan.failing(line, 1, line.problem().get());
        }
        try {
            return plan(
                    order,
                    line,
                    product.orElseThrow(() -> refusedProduct(order, line, broken)),
                    purchasedAt);
        } catch (OrderRejectedException e) {
            return failing(line, product, e.problem());
        }
    }

    private static Problem productUnknown(Order order, Line line) {
        return new Problem(
                PRODUCT_UNKNOWN,
                order.pointer(line) + "/product",
                "product " + line.product() + ": the catalogue doesn't have it");
    }

    private static OrderRejectedException refusedProduct(
            Order order, Line line, Optional<Problem> broken) {
        Problem problem = broken.orElseThrow();
        return new OrderRejectedException(
                problem.code(), order.pointer(line) + "/product", problem.message());
    }

    /** A line that is refunded as a whole needs nothing, so nothing holds that up. */
    private LinePlan failing(Line line, Optional<Product> product, Problem problem) {
        if (line.paidQuantity() == 0) {
            return LinePlan.waiting(line, problem.code());
        }
        boolean seatEach = product.filter(Product::seats).isPresent() && line.renews().isEmpty();
        return seatEach
                ? LinePlan.failing(line, line.paidQuantity(), problem)
                : LinePlan.failing(line.withQuantity(1, 0), 1, problem);
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

    /**
     * Lines that would make it too many seats fail, first those of products that nobody knows.
     * Refunded places count too, since references and numbers run over them.
     */
    private List<LinePlan> withinLimit(Order order, List<LinePlan> lines) {
        Set<LinePlan> left = Collections.newSetFromMap(new IdentityHashMap<>());
        int places = 0;
        for (boolean known : List.of(true, false)) {
            for (LinePlan line : lines) {
                int more = line.seats() == 0 ? 0 : line.line().quantity();
                if (known != (line.offer() == null) && places + (long) more <= maxSeatsPerOrder) {
                    places += more;
                    left.add(line);
                }
            }
        }
        return lines.stream()
                .map(line -> left.contains(line) ? line : tooManySeats(order, line))
                .toList();
    }

    private LinePlan tooManySeats(Order order, LinePlan plan) {
        Line line =
                order.lines().stream()
                        .filter(one -> one.id().equals(plan.line().id()))
                        .findFirst()
                        .orElseThrow();
        return LinePlan.failing(
                line.withQuantity(1, 0),
                1,
                new Problem(
                        "too-many-seats",
                        order.pointer(line) + "/quantity",
                        "the order would have more than " + maxSeatsPerOrder + " seats"));
    }
}
