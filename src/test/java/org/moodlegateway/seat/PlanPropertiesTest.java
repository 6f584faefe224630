package org.moodlegateway.seat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.moodlegateway.seat.TestOrders.order;
import static org.moodlegateway.seat.TestOrders.person;
import static org.moodlegateway.seat.TestProducts.product;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.moodlegateway.catalogue.Catalogue;
import org.moodlegateway.catalogue.Product;
import org.moodlegateway.order.HandlerParameters;
import org.moodlegateway.order.Order;
import org.moodlegateway.order.OrderRejectedException;
import org.moodlegateway.order.Problem;

class PlanPropertiesTest {
    private static final long YEAR_9000 = 221_845_392_000L;

    /** Every parameter with right and wrong values; an empty one is not given. */
    private static final Map<String, List<String>> VALUES =
            Map.ofEntries(
                    Map.entry("coursename", List.of("SCI", "")),
                    Map.entry("courseidnumber", List.of("", "", "C-1")),
                    Map.entry("role", List.of("", "teacher", "chef")),
                    Map.entry("enrolname", List.of("", "manual", "self")),
                    Map.entry("enrol", List.of("", "manual")),
                    Map.entry("starttime", List.of("", "4102444800", "x")),
                    Map.entry("startdate", List.of("", "", "1771061400")),
                    Map.entry("endtime", List.of("", "+7D +10H", "32503680000", "+7X")),
                    Map.entry("enddate", List.of("", "", "+1H")),
                    Map.entry("duration", List.of("", "180", "0", "abc")),
                    Map.entry("customersupport", List.of("", "HELP")),
                    Map.entry("supervisor", List.of("", "teacher")),
                    Map.entry("groupname", List.of("", "{order}", "{x}")),
                    Map.entry("colour", List.of("", "", "", "red")));

    @Property
    void the_order_of_parameters_does_not_matter(
            @ForAll("parameters") Map<String, String> parameters, @ForAll Random random) {
        List<String> parts = new ArrayList<>();
        parameters.forEach((name, value) -> parts.add(name + "=" + value));
        Object before = outcome(String.join("&", parts));

        Collections.shuffle(parts, random);

        assertThat(outcome(String.join("&", parts))).isEqualTo(before);
    }

    @Property
    void the_same_order_makes_the_same_seats_next_year(
            @ForAll("parameters") Map<String, String> parameters,
            @ForAll @LongRange(max = YEAR_9000) long paidSeconds,
            @ForAll @IntRange(min = 1, max = 5) int quantity) {
        Order order =
                order().paid(Instant.ofEpochSecond(paidSeconds))
                        .line("P", quantity, person("ana@example.org"))
                        .build();

        assertThat(outcome(order, parameters)).isEqualTo(outcome(order, parameters));
    }

    @Property
    void a_period_that_is_planned_has_its_length(
            @ForAll @LongRange(max = YEAR_9000) long paidSeconds,
            @ForAll @IntRange(min = 1, max = 10_000) int days,
            @ForAll @IntRange(min = 0, max = 10_000) int hours,
            @ForAll("zones") ZoneId zone) {
        Instant paid = Instant.ofEpochSecond(paidSeconds);

        Period period = period("coursename=SCI&endtime=+" + days + "D+" + hours + "H", paid, zone);

        assertThat(period.startInclusive()).isEqualTo(paid);
        assertThat(Duration.between(paid, period.endExclusive()))
                .isEqualTo(Duration.ofDays(days).plusHours(hours));
    }

    @Property
    void a_renewable_year_ends_at_the_same_time_of_day_unless_a_clock_jumps_over_it(
            @ForAll @LongRange(max = YEAR_9000) long paidSeconds, @ForAll("zones") ZoneId zone) {
        Instant paid = Instant.ofEpochSecond(paidSeconds);

        Instant end = period("coursename=SCI", paid, zone).endExclusive();

        var wanted = paid.atZone(zone).toLocalDateTime().plusDays(365);
        boolean skipped = zone.getRules().getValidOffsets(wanted).isEmpty();
        assertThat(end.atZone(zone).toLocalDate()).isEqualTo(wanted.toLocalDate());
        assertThat(skipped || end.atZone(zone).toLocalDateTime().equals(wanted)).isTrue();
    }

    private static Period period(String parameters, Instant paid, ZoneId zone) {
        Order order = order().paid(paid).line("P", 1).build();
        Product product = product("P").parameters(parameters).renewable(true).build();
        return new SetupCourseSession(zone, TestProducts.ROLES)
                .plan(order, order.lines().get(0), product, paid)
                .terms()
                .period(zone);
    }

    private static Object outcome(String parameters) {
        return outcome(order().line("P", 2).build(), HandlerParameters.parse(parameters));
    }

    /** The plan, or the problem. */
    private static Object outcome(Order order, Map<String, String> parameters) {
        Map<String, String> given = new LinkedHashMap<>(parameters);
        given.values().removeIf(String::isEmpty);
        Handlers handlers = Handlers.standard(ZoneOffset.UTC, TestProducts.ROLES, 1000);
        Catalogue catalogue = Catalogue.of(product("P").parameters(given).build());
        try {
            return new SeatSplitter().fill(handlers.plan(order, catalogue));
        } catch (OrderRejectedException e) {
            Problem problem = e.problem();
            assertThat(problem.message()).startsWith("product P: ");
            return problem;
        }
    }

    @Provide
    Arbitrary<Map<String, String>> parameters() {
        return Arbitraries.randomValue(
                random -> {
                    Map<String, String> parameters = new LinkedHashMap<>();
                    VALUES.forEach(
                            (name, values) ->
                                    parameters.put(
                                            name, values.get(random.nextInt(values.size()))));
                    return parameters;
                });
    }

    @Provide
    Arbitrary<ZoneId> zones() {
        return Arbitraries.of(
                        "Europe/Paris",
                        "America/New_York",
                        "Australia/Lord_Howe",
                        "Asia/Kolkata",
                        "Pacific/Apia",
                        "UTC")
                .map(ZoneId::of);
    }
}
