package org.moodlegateway.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.moodlegateway.catalogue.Catalogue;
import org.moodlegateway.intake.FileOrder;
import org.moodlegateway.intake.Shops;
import org.moodlegateway.order.Order;
import org.moodlegateway.order.OrderJson;
import org.moodlegateway.order.OrderReader;
import org.moodlegateway.order.OrderRejectedException;
import org.moodlegateway.order.OrderSchema;
import org.moodlegateway.order.Problem;
import org.moodlegateway.seat.Handlers;
import org.moodlegateway.seat.LinePlan;
import org.moodlegateway.seat.OrderPlan;
import org.moodlegateway.seat.PlannedSeat;
import org.moodlegateway.seat.SeatSplitter;

/** Plans orders as the gateway would, and finds what would keep their seats waiting. */
final class OrderPlanner {
    private final OrderJson json;
    private final OrderSchema schema = new OrderSchema();
    private final OrderReader reader = new OrderReader(schema);
    private final Handlers handlers;
    private final Catalogue catalogue;
    private final Shops shops;
    private final ZoneId zone;
    private final int batch;
    private final Instant at;

    OrderPlanner(
            OrderJson json,
            Handlers handlers,
            Catalogue catalogue,
            Shops shops,
            ZoneId zone,
            int batch,
            Instant at) {
        this.json = json;
        this.handlers = handlers;
        this.catalogue = catalogue;
        this.shops = shops;
        this.zone = zone;
        this.batch = batch;
        this.at = at;
    }

    /**
     * Plans what was found; an order that can't be read or planned comes back with its problems.
     */
    PlannedOrder plan(FileOrder found, String shop) {
        if (!found.problems().isEmpty()) {
            return refused(found.problems());
        }
        try {
            JsonNode order = json.parse(found.body());
            List<Problem> problems = schema.check(order);
            return problems.isEmpty() ? plan(reader.read(order, shop)) : refused(problems);
        } catch (OrderRejectedException e) {
            return refused(List.of(e.problem()));
        }
    }

    /** What can't be read. */
    PlannedOrder refused(List<Problem> problems) {
        return PlannedOrder.refused(null, zone, problems);
    }

    private PlannedOrder plan(Order order) {
        try {
            OrderPlan plan =
                    new SeatSplitter()
                            .fill(
                                    handlers.plan(
                                            order,
                                            catalogue,
                                            order.purchasedAt().orElse(null),
                                            shops.testOrders(order.shop())));
            return new PlannedOrder(
                    order, plan, zone, CallEstimate.of(plan, zone, batch, at), problems(plan));
        } catch (OrderRejectedException e) {
            return PlannedOrder.refused(order, zone, List.of(e.problem()));
        }
    }

    private static List<Problem> problems(OrderPlan plan) {
        List<Problem> problems = new ArrayList<>();
        for (int line = 0; line < plan.lines().size(); line++) {
            LinePlan planned = plan.lines().get(line);
            if (planned.waitingFor().equals("product-unknown")) {
                problems.add(
                        new Problem(
                                planned.waitingFor(),
                                "/lines/" + line + "/product",
                                "product "
                                        + planned.line().product()
                                        + ": config/products.yaml doesn't have it, so its seats"
                                        + " wait until it does"));
            }
        }
        for (PlannedSeat seat : plan.seats()) {
            if (!seat.reason().isEmpty() && !seat.reason().equals("product-unknown")) {
                problems.add(problem(plan, seat));
            }
        }
        return problems;
    }

    private static Problem problem(OrderPlan plan, PlannedSeat seat) {
        List<LinePlan> lines = plan.lines();
        int line = 0;
        while (!lines.get(line).line().id().equals(seat.line())) {
            line++;
        }
        return new Problem(
                seat.reason(),
                "/lines/" + line + "/participants/" + (seat.number() - 1) + "/email",
                seat.reason().equals("same-person-twice")
                        ? "seat "
                                + seat.number()
                                + ": this person sits on the line already, so it"
                                + " stays unassigned"
                        : "seat "
                                + seat.number()
                                + ": Moodle would not take this e-mail, so it waits for another");
    }
}
