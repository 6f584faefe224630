package org.moodlegateway.command;

import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.moodlegateway.catalogue.Catalogue;
import org.moodlegateway.catalogue.CourseName;
import org.moodlegateway.catalogue.Product;
import org.moodlegateway.order.Buyer;
import org.moodlegateway.order.Line;
import org.moodlegateway.order.Order;
import org.moodlegateway.order.OrderStatus;
import org.moodlegateway.seat.Companion;
import org.moodlegateway.seat.Handlers;
import org.moodlegateway.seat.LinePlan;

/**
 * What the catalogue asks of one course.
 *
 * @param roles short names that people may get there
 * @param groups whether products put people into groups there
 */
record CourseNeed(CourseName course, Set<String> roles, boolean groups) {

    /**
     * The needs of all products, found by planning an order of each. Participants may name any role
     * that the settings know.
     */
    static Collection<CourseNeed> of(
            Catalogue catalogue, Handlers handlers, Set<String> configuredRoles) {
        Map<CourseName, CourseNeed> needs = new LinkedHashMap<>();
        for (Product product : catalogue.products()) {
            for (LinePlan line : handlers.plan(orderOf(product), catalogue).lines()) {
                courses(line)
                        .forEach(
                                course ->
                                        add(
                                                needs,
                                                course,
                                                configuredRoles,
                                                !line.group().isEmpty()));
                for (Companion companion : line.companions()) {
                    add(
                            needs,
                            companion.course(),
                            Set.of(companion.role()),
                            !companion.group().isEmpty());
                }
            }
        }
        return needs.values();
    }

    /** The course of its seats, or those of which one is chosen for each. */
    private static List<CourseName> courses(LinePlan line) {
        return line.course()
                .map(List::of)
                .orElseGet(() -> line.offer() == null ? List.of() : line.offer().choices());
    }

    private static void add(
            Map<CourseName, CourseNeed> needs,
            CourseName course,
            Set<String> roles,
            boolean groups) {
        CourseNeed before = needs.getOrDefault(course, new CourseNeed(course, Set.of(), false));
        Set<String> all = new TreeSet<>(before.roles);
        all.addAll(roles);
        needs.put(course, new CourseNeed(course, all, before.groups || groups));
    }

    private static Order orderOf(Product product) {
        Line line = new Line("1", product.code(), 1, 0, Map.of(), null, List.of());
        return new Order(
                "doctor",
                "1",
                "",
                OrderStatus.PAID,
                Instant.EPOCH,
                null,
                Instant.EPOCH,
                false,
                "",
                "",
                "subscription",
                new Buyer("buyer@example.org", "", "", "", ""),
                List.of(line));
    }
}
