package org.moodlegateway.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.ZoneId;
import java.util.List;
import org.moodlegateway.catalogue.CourseName;
import org.moodlegateway.order.Line;
import org.moodlegateway.order.Order;
import org.moodlegateway.order.OrderStatus;
import org.moodlegateway.order.OrderWriter;
import org.moodlegateway.order.Participant;
import org.moodlegateway.order.Problem;
import org.moodlegateway.seat.LinePlan;
import org.moodlegateway.seat.OrderPlan;
import org.moodlegateway.seat.Period;
import org.moodlegateway.seat.PlannedSeat;
import org.moodlegateway.seat.RenewalPlan;
import org.moodlegateway.seat.SeatReferences;

/**
 * What an order would become.
 *
 * @param order null if it can't be read
 * @param plan null if it can't be planned
 */
record PlannedOrder(
        Order order, OrderPlan plan, ZoneId zone, List<Call> calls, List<Problem> problems) {

    static PlannedOrder refused(Order order, ZoneId zone, List<Problem> problems) {
        return new PlannedOrder(order, null, zone, List.of(), problems);
    }

    boolean isGood() {
        return problems.isEmpty();
    }

    List<PlannedSeat> seats() {
        return plan == null ? List.of() : plan.seats();
    }

    /** Lines that buy more time instead of seats. */
    List<LinePlan> renewals() {
        return plan == null
                ? List.of()
                : plan.lines().stream().filter(line -> line.renewal().isPresent()).toList();
    }

    /** Paid lines whose seats stand in for others. */
    List<Line> replacing() {
        return plan == null || plan.lines().isEmpty() || order.status() != OrderStatus.PAID
                ? List.of()
                : order.lines().stream()
                        .filter(line -> line.replaces().isPresent() && line.paidQuantity() > 0)
                        .toList();
    }

    /** One per seat. */
    List<String> references() {
        return plan == null ? List.of() : SeatReferences.of(plan);
    }

    /** Null while the product is unknown. */
    Period period(PlannedSeat seat) {
        return seat.terms() == null ? null : seat.terms().period(zone);
    }

    /** One order is an object, several are a list. */
    static JsonNode json(List<PlannedOrder> orders) {
        if (orders.size() == 1) {
            return orders.get(0).json();
        }
        ArrayNode all = Json.array();
        orders.forEach(order -> all.add(order.json()));
        return all;
    }

    private ObjectNode json() {
        ObjectNode json = Json.object();
        json.set("order", order == null ? null : new OrderWriter().write(order));
        ArrayNode seats = json.putArray("seats");
        List<String> references = references();
        for (int i = 0; i < references.size(); i++) {
            seats.add(json(seats().get(i), references.get(i)));
        }
        if (!renewals().isEmpty()) {
            ArrayNode more = json.putArray("renewals");
            renewals().forEach(line -> more.add(json(line)));
        }
        if (!replacing().isEmpty()) {
            ArrayNode more = json.putArray("replaces");
            replacing()
                    .forEach(
                            line ->
                                    more.addObject()
                                            .put("line", line.id())
                                            .put("ends", line.replaces().orElseThrow().toString()));
        }
        ArrayNode costs = json.putArray("calls");
        calls.forEach(
                call ->
                        costs.addObject()
                                .put("function", call.function().moodleName())
                                .put("rows", call.rows()));
        ArrayNode wrong = json.putArray("problems");
        problems.forEach(problem -> wrong.add(Json.of(problem)));
        return json;
    }

    private static ObjectNode json(LinePlan line) {
        RenewalPlan renewal = line.renewal().orElseThrow();
        return Json.object()
                .put("line", line.line().id())
                .put("for", renewal.target().toString())
                .put("extension", renewal.extension().text());
    }

    private ObjectNode json(PlannedSeat seat, String reference) {
        Period period = period(seat);
        return Json.object()
                .put("line", seat.line())
                .put("number", seat.number())
                .put("reference", reference)
                .put("person", seat.participant().map(Participant::email).orElse(null))
                .put("course", seat.course().map(CourseName::value).orElse(null))
                .put("role", seat.role())
                .put("start", period == null ? null : Json.seconds(period.startInclusive()))
                .put("end", period == null ? null : Json.seconds(period.endExclusive()))
                .put("state", seat.state().name());
    }
}
