package org.moodlegateway.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
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
import org.moodlegateway.shop.Language;
import org.moodlegateway.shop.Translation;

/** Plans orders as the gateway would, and finds what would keep their seats waiting. */
final class OrderPlanner {
    private static final Map<String, String> SAID_OF_PEOPLE =
            Map.of(
                    "same-person-twice",
                    "this person sits on the line already, so it stays unassigned",
                    "email-missing",
                    "somebody is named without an e-mail, so it is free until that is known",
                    "email-unusable",
                    "Moodle would not take this e-mail, so it waits for another",
                    "name-too-long",
                    "a name has more than 100 characters, so it waits for a shorter one",
                    "name-has-tags",
                    "a name holds an HTML tag, which Moodle refuses, so it waits for another",
                    "role-unknown",
                    "moodle.roles has no such role, so it waits for another");

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
            return shops.language(shop)
                    .map(language -> plan(raw(found.body(), shop, language), shop))
                    .orElseGet(() -> plan(json.parse(found.body()), shop));
        } catch (OrderRejectedException e) {
            return refused(List.of(e.problem()));
        }
    }

    private PlannedOrder plan(JsonNode order, String shop) {
        List<Problem> problems = schema.check(order);
        return problems.isEmpty() ? plan(reader.read(order, shop)) : refused(problems);
    }

    /**
     * What a shop says in its own language; a file may hold what the shop was asked for as well.
     */
    private Translation raw(byte[] body, String shop, Language language) {
        JsonNode whole = json.whole(body);
        JsonNode message = whole.path("message").isObject() ? whole.get("message") : whole;
        ObjectNode parts = whole.path("parts") instanceof ObjectNode asked ? asked : Json.object();
        return language.translate(shop, message, whole.path("topic").asText(), "file", parts);
    }

    private PlannedOrder plan(Translation translation, String shop) {
        if (translation instanceof Translation.Canonical order) {
            return order.sellsNothing()
                    ? refused(List.of(new Problem("no-order", "", "nothing of it is sold here")))
                    : plan(order.order(), shop);
        }
        if (translation instanceof Translation.Refused refused) {
            return refused(List.of(refused.problem()));
        }
        if (translation instanceof Translation.Fetch fetch) {
            return refused(
                    fetch.paths().entrySet().stream()
                            .map(
                                    part ->
                                            new Problem(
                                                    "part-missing",
                                                    "/parts/" + part.getKey(),
                                                    "the shop would be asked for "
                                                            + part.getValue()
                                                            + "; put its answer into the file:"
                                                            + " {\"message\": …, \"parts\": {\""
                                                            + part.getKey()
                                                            + "\": {\"status\": 200, \"body\": …}}}"))
                            .toList());
        }
        String sentence =
                translation instanceof Translation.Ignored ignored
                        ? ignored.why()
                        : "it says how a subscription stands, and is no order";
        return refused(List.of(new Problem("no-order", "", sentence)));
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
                                            shops.terms(order.shop())));
            return new PlannedOrder(
                    order,
                    withoutFailing(plan),
                    zone,
                    CallEstimate.of(plan, zone, batch, at),
                    problems(plan));
        } catch (OrderRejectedException e) {
            return PlannedOrder.refused(order, zone, List.of(e.problem()));
        }
    }

    /** Lines that fail give problems and no seats. */
    private static OrderPlan withoutFailing(OrderPlan plan) {
        Set<String> failing =
                plan.lines().stream()
                        .filter(line -> line.problem().isPresent())
                        .filter(line -> !line.waitingFor().equals("product-unknown"))
                        .map(line -> line.line().id())
                        .collect(Collectors.toSet());
        return new OrderPlan(
                plan.order(),
                plan.purchasedAt(),
                plan.lines(),
                plan.seats().stream().filter(seat -> !failing.contains(seat.line())).toList());
    }

    private static List<Problem> problems(OrderPlan plan) {
        List<Problem> problems = new ArrayList<>();
        for (int line = 0; line < plan.lines().size(); line++) {
            LinePlan planned = plan.lines().get(line);
            boolean unknown = planned.waitingFor().equals("product-unknown");
            if (unknown) {
                problems.add(
                        new Problem(
                                planned.waitingFor(),
                                "/lines/" + line + "/product",
                                "product "
                                        + planned.line().product()
                                        + ": config/products.yaml doesn't have it, so its seats"
                                        + " wait until it does"));
            }
            planned.problem().filter(problem -> !unknown).ifPresent(problems::add);
        }
        for (PlannedSeat seat : plan.seats()) {
            if (SAID_OF_PEOPLE.containsKey(seat.reason()) && seat.offer() != null) {
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
        String field =
                seat.reason().startsWith("name-")
                        ? ""
                        : seat.reason().equals("role-unknown") ? "/role" : "/email";
        return new Problem(
                seat.reason(),
                "/lines/" + line + "/participants/" + (seat.number() - 1) + field,
                "seat " + seat.number() + ": " + SAID_OF_PEOPLE.get(seat.reason()));
    }
}
