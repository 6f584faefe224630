package org.moodlegateway.seat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.moodlegateway.order.Buyer;
import org.moodlegateway.order.HandlerParameters;
import org.moodlegateway.order.Line;
import org.moodlegateway.order.Order;
import org.moodlegateway.order.OrderStatus;
import org.moodlegateway.order.Participant;

/** Paid orders with valid defaults, so that a test shows only what matters to it. */
final class TestOrders {
    static final Instant PAID_AT = Instant.parse("2026-01-15T09:30:00Z");

    private OrderStatus status = OrderStatus.PAID;
    private Instant placedAt;
    private Instant paidAt = PAID_AT;
    private boolean test;
    private Buyer buyer = new Buyer("office@example.org", "Zoé", "Łukasik", "FR", "fr");
    private final List<Line> lines = new ArrayList<>();

    static TestOrders order() {
        return new TestOrders();
    }

    static Participant person(String email) {
        return new Participant(email, "Ana", "Silva", "");
    }

    TestOrders status(OrderStatus value) {
        status = value;
        return this;
    }

    TestOrders placed(Instant instant) {
        placedAt = instant;
        return this;
    }

    TestOrders paid(Instant instant) {
        paidAt = instant;
        return this;
    }

    TestOrders test() {
        test = true;
        return this;
    }

    TestOrders buyer(Buyer value) {
        buyer = value;
        return this;
    }

    TestOrders line(String product, int quantity, Participant... participants) {
        return line(product, quantity, 0, "", participants);
    }

    TestOrders line(
            String product,
            int quantity,
            int refunded,
            String parameters,
            Participant... participants) {
        Map<String, String> map = HandlerParameters.parse(parameters);
        String id = String.valueOf(lines.size() + 1);
        lines.add(
                new Line(id, product, quantity, refunded, map, null, Arrays.asList(participants)));
        return this;
    }

    Order build() {
        return new Order(
                "web", "A-1001", "TX0001", status, PAID_AT, placedAt, paidAt, test, "EUR", "180.00",
                "", buyer, lines);
    }
}
