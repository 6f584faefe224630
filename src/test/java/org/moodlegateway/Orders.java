package org.moodlegateway;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.moodlegateway.catalogue.Catalogue;
import org.moodlegateway.catalogue.Ending;
import org.moodlegateway.catalogue.Product;
import org.moodlegateway.order.Buyer;
import org.moodlegateway.order.Line;
import org.moodlegateway.order.Order;
import org.moodlegateway.order.OrderStatus;
import org.moodlegateway.order.OrderWriter;
import org.moodlegateway.order.Participant;
import org.moodlegateway.order.Renews;
import org.moodlegateway.order.Replaces;
import org.moodlegateway.orders.OrderPlans;
import org.moodlegateway.seat.Handlers;
import org.moodlegateway.seat.OrderPlan;
import org.moodlegateway.seat.SeatSplitter;
import org.moodlegateway.seat.ShopTerms;

/** Orders with everything they need, so that a test says only what matters to it. */
public final class Orders {
    /** 180 days in SCI. */
    public static final Product SCI = product("SCI-180", "coursename", "SCI", "duration", "180");

    /** Without end, in MATH, as a teacher. */
    public static final Product TEACH = product("MATH-T", "coursename", "MATH", "role", "teacher");

    /** Ten days in SCI, with a group and the support course. */
    public static final Product GROUPED =
            product(
                    "SCI-G",
                    "coursename",
                    "SCI",
                    "duration",
                    "10",
                    "groupname",
                    "{order}",
                    "customersupport",
                    "HELP");

    public static final Catalogue CATALOGUE = Catalogue.of(SCI, TEACH, GROUPED);

    private static final Handlers HANDLERS =
            Handlers.standard(ZoneOffset.UTC, Set.of("student", "teacher", "editingteacher"), 1000);

    private final String id;
    private OrderStatus status = OrderStatus.PAID;
    private Instant updatedAt = Instant.parse("2026-01-15T09:30:02Z");
    private Instant placedAt;
    private Instant paidAt = Instant.parse("2026-01-15T09:30:00Z");
    private Buyer buyer = Buyer.UNKNOWN;
    private String subscription = "";
    private String transaction;
    private final List<Line> lines = new ArrayList<>();
    private boolean silentOnLines;

    private Orders(String id) {
        this.id = id;
        this.transaction = "TX-" + id;
    }

    public static Orders order(String id) {
        return new Orders(id);
    }

    public static Product product(String code, String... parameters) {
        return product(Ending.SUSPEND, code, parameters);
    }

    public static Product product(Ending onCancel, String code, String... parameters) {
        Map<String, String> map = new java.util.LinkedHashMap<>();
        for (int i = 0; i < parameters.length; i += 2) {
            map.put(parameters[i], parameters[i + 1]);
        }
        return new Product(code, Map.of(), "setupcoursesession", map, true, false, onCancel, null);
    }

    public Orders status(OrderStatus newStatus) {
        status = newStatus;
        return this;
    }

    public Orders updatedAt(String instant) {
        updatedAt = Instant.parse(instant);
        return this;
    }

    public Orders placedAt(String instant) {
        placedAt = Instant.parse(instant);
        return this;
    }

    public Orders paidAt(String instant) {
        paidAt = Instant.parse(instant);
        return this;
    }

    /** By somebody who can be reached; other orders name only who sits. */
    public Orders boughtByOffice() {
        buyer = new Buyer("office@example.org", "Zoé", "Łukasik", "FR", "fr");
        return this;
    }

    public Orders boughtBy(String email) {
        buyer = new Buyer(email, "Buyer", "Person", "FR", "fr");
        return this;
    }

    public Orders line(Product product, int quantity, String... emails) {
        return line(product.code(), quantity, emails);
    }

    public Orders line(String product, int quantity, String... emails) {
        List<Participant> people =
                Arrays.stream(emails)
                        .map(email -> new Participant(email, "First", "Last", ""))
                        .toList();
        lines.add(
                new Line(
                        String.valueOf(lines.size() + 1),
                        product,
                        quantity,
                        0,
                        Map.of(),
                        null,
                        people));
        return this;
    }

    /** A line with parameters of its own, with a place for each of these people. */
    public Orders line(Product product, Map<String, String> parameters, Participant... people) {
        String id = String.valueOf(lines.size() + 1);
        lines.add(
                new Line(id, product.code(), people.length, 0, parameters, null, List.of(people)));
        return this;
    }

    /** The last line under another id than its place. */
    public Orders as(String lineId) {
        Line last = lines.remove(lines.size() - 1);
        lines.add(
                new Line(
                        lineId,
                        last.product(),
                        last.quantity(),
                        last.refunded(),
                        last.parameters(),
                        last.renewed(),
                        last.participants()));
        return this;
    }

    /** The last line with parameters of its own. */
    public Orders with(Map<String, String> parameters) {
        Line last = lines.remove(lines.size() - 1);
        lines.add(
                new Line(
                        last.id(),
                        last.product(),
                        last.quantity(),
                        last.refunded(),
                        parameters,
                        last.renewed(),
                        last.participants()));
        return this;
    }

    /** Everybody on the last line in this role. */
    public Orders inRole(String role) {
        Line last = lines.remove(lines.size() - 1);
        lines.add(
                last.withParticipants(
                        last.participants().stream()
                                .map(
                                        person ->
                                                new Participant(
                                                        person.email(),
                                                        person.firstName(),
                                                        person.lastName(),
                                                        role))
                                .toList()));
        return this;
    }

    /** So many of the last line's quantity are refunded. */
    public Orders refunded(int places) {
        Line last = lines.remove(lines.size() - 1);
        lines.add(last.withQuantity(last.quantity(), places));
        return this;
    }

    /** The last line doesn't say who sits there. */
    public Orders silentOnPeople() {
        Line last = lines.remove(lines.size() - 1);
        lines.add(last.withParticipants(null));
        return this;
    }

    /** The last line doesn't say how many are refunded. */
    public Orders silentOnRefunds() {
        Line last = lines.remove(lines.size() - 1);
        lines.add(
                new Line(
                        last.id(),
                        last.product(),
                        last.quantity(),
                        null,
                        last.parameters(),
                        last.renewed(),
                        last.named(),
                        last.since()));
        return this;
    }

    /** Only what is said of the order as a whole. */
    public Orders silentOnLines() {
        silentOnLines = true;
        return this;
    }

    /** A line that renews; of its quantity so many are refunded. */
    public Orders renewing(Renews renews, String product, int quantity, int refunded) {
        String line = String.valueOf(lines.size() + 1);
        lines.add(new Line(line, product, quantity, refunded, Map.of(), renews, List.of()));
        return this;
    }

    /** Empty for none. */
    public Orders transaction(String other) {
        transaction = other;
        return this;
    }

    /** A line that renews, with those whom it names. */
    public Orders renewingFor(Renews renews, String product, int quantity, String... emails) {
        line(product, quantity, emails);
        Line last = lines.remove(lines.size() - 1);
        lines.add(new Line(last.id(), product, quantity, 0, Map.of(), renews, last.participants()));
        return this;
    }

    /** The seats of the last line stand in for others. */
    public Orders replacing(Replaces.Target target, String value) {
        Line last = lines.remove(lines.size() - 1);
        lines.add(last.replacing(new Replaces(target, value)));
        return this;
    }

    public Orders ofSubscription(String subscriptionId) {
        subscription = subscriptionId;
        return this;
    }

    public Order build() {
        return new Order(
                "web",
                id,
                transaction,
                status,
                updatedAt,
                placedAt,
                paidAt,
                false,
                "EUR",
                "1.00",
                subscription,
                buyer,
                silentOnLines ? null : lines);
    }

    /** As the shop would send it. */
    public byte[] json() {
        return new OrderWriter()
                .write(build())
                .toString()
                .getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }

    /** What plans stored orders by a catalogue, as {@link #plan(Catalogue)} does. */
    public static OrderPlans plans(Catalogue catalogue) {
        return new OrderPlans(HANDLERS, () -> catalogue, shop -> ShopTerms.USUAL);
    }

    public OrderPlan plan() {
        return plan(CATALOGUE);
    }

    public OrderPlan plan(Catalogue catalogue) {
        Order order = build();
        return new SeatSplitter()
                .fill(
                        HANDLERS.plan(
                                order,
                                catalogue,
                                order.purchasedAt().orElse(null),
                                ShopTerms.USUAL));
    }
}
