package org.moodlegateway.seat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.moodlegateway.seat.TestOrders.person;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.moodlegateway.catalogue.Catalogue;
import org.moodlegateway.catalogue.CourseName;
import org.moodlegateway.catalogue.Ending;
import org.moodlegateway.catalogue.Product;
import org.moodlegateway.catalogue.RenewalTerms;
import org.moodlegateway.order.Buyer;
import org.moodlegateway.order.HandlerParameters;
import org.moodlegateway.order.Line;
import org.moodlegateway.order.Order;
import org.moodlegateway.order.OrderStatus;
import org.moodlegateway.order.Problem;
import org.moodlegateway.order.Renews;
import org.moodlegateway.order.Renews.Target;

@DisplayNameGeneration(ReplaceUnderscores.class)
class RenewalVectorsTest {
    private static final Renews SEAT = new Renews(Target.SEAT, "MZLM-NWVI-NDIZ-ZJ1V");
    private static final Renews ORDER = new Renews(Target.ORDER, "A-0");
    private static final Handlers HANDLERS =
            Handlers.standard(ZoneId.of("UTC"), TestProducts.ROLES, 1000);

    @TestFactory
    Stream<DynamicTest> vectors() throws IOException {
        try (InputStream source =
                RenewalVectorsTest.class.getResourceAsStream("/spec/renewals.json")) {
            JsonNode vectors = new ObjectMapper().readTree(source);
            return StreamSupport.stream(vectors.spliterator(), false)
                    .map(
                            vector ->
                                    DynamicTest.dynamicTest(
                                            vector.get("name").asText(), () -> check(vector)))
                    .toList()
                    .stream();
        }
    }

    private static void check(JsonNode vector) {
        Product product =
                TestProducts.product("P")
                        .handler(vector.get("handler").asText())
                        .parameters(vector.get("parameters").asText())
                        .build();
        Renews renews = vector.get("handler").asText().contains("generate") ? null : SEAT;
        Order order = order(vector, renews);
        if (vector.has("error")) {
            assertThat(problem(order, product).message())
                    .contains("product P: ", vector.get("error").asText());
            if (vector.get("quantity").asInt() == 1) {
                assertThat(HANDLERS.check(product).orElseThrow().message())
                        .contains(vector.get("error").asText());
            }
            return;
        }
        assertThat(HANDLERS.check(product)).isEmpty();
        OrderPlan plan = new SeatSplitter().fill(HANDLERS.plan(order, Catalogue.of(product)));
        if (renews == null) {
            checkSeats(vector, plan);
        } else {
            checkExtension(vector, plan);
        }
    }

    /** Why the only line fails, which then neither sells a seat that works nor renews one. */
    private static Problem problem(Order order, Product product) {
        OrderPlan plan = new SeatSplitter().fill(HANDLERS.plan(order, Catalogue.of(product)));
        LinePlan line = plan.lines().get(0);
        Problem problem = line.problem().orElseThrow();
        assertThat(line.renewal()).isEmpty();
        assertThat(plan.seats())
                .isNotEmpty()
                .allSatisfy(
                        seat -> {
                            assertThat(seat.state()).isEqualTo(SeatState.WAITING);
                            assertThat(seat.reason()).isEqualTo(problem.code());
                        });
        return problem;
    }

    private static Order order(JsonNode vector, Renews renews) {
        Instant purchasedAt =
                Instant.parse(vector.path("purchasedAt").asText("2026-07-01T00:00:00Z"));
        return order(
                purchasedAt,
                vector.get("quantity").asInt(),
                vector.path("refunded").asInt(0),
                renews);
    }

    private static Order order(Instant purchasedAt, int quantity, int refunded, Renews renews) {
        return order(purchasedAt, quantity, refunded, renews, "");
    }

    private static Order order(
            Instant purchasedAt, int quantity, int refunded, Renews renews, String subscription) {
        Line line =
                new Line(
                        "1",
                        "P",
                        quantity,
                        refunded,
                        Map.of(),
                        renews,
                        List.of(person("ana@example.org")));
        return new Order(
                "web",
                "R-1",
                "TX0002",
                OrderStatus.PAID,
                purchasedAt,
                null,
                purchasedAt,
                false,
                "EUR",
                "1.00",
                subscription,
                new Buyer("office@example.org", "Zoé", "Łukasik", "FR", "fr"),
                List.of(line));
    }

    private static void checkSeats(JsonNode vector, OrderPlan plan) {
        assertThat(plan.seats()).hasSize(vector.get("seats").asInt());
        List<String> courses =
                StreamSupport.stream(vector.get("courses").spliterator(), false)
                        .map(JsonNode::asText)
                        .toList();
        assertThat(plan.seats())
                .allSatisfy(
                        seat -> {
                            assertThat(seat.state()).isEqualTo(SeatState.UNASSIGNED);
                            assertThat(seat.participant()).isEmpty();
                            assertThat(seat.course().stream().map(CourseName::value).toList())
                                    .isEqualTo(courses.size() == 1 ? courses : List.of());
                            assertThat(seat.offer().choices())
                                    .extracting(CourseName::value)
                                    .isEqualTo(courses.size() == 1 ? List.of() : courses);
                        });
    }

    private static void checkExtension(JsonNode vector, OrderPlan plan) {
        assertThat(plan.seats()).isEmpty();
        RenewalPlan renewal = plan.lines().get(0).renewal().orElseThrow();
        assertThat(renewal.target()).isEqualTo(SEAT);
        Instant end = end(vector.get("end").asLong());
        Extension extension = new Extension(plan.purchasedAt(), renewal.extension());

        assertThat(Extensions.end(end, List.of(extension), ZoneId.of(vector.get("zone").asText())))
                .isEqualTo(end(vector.get("newEnd").asLong()));
    }

    private static Instant end(long seconds) {
        return seconds == 0 ? Period.NO_END : Instant.ofEpochSecond(seconds);
    }

    @Test
    void a_renewal_that_names_nothing_is_for_the_subscription_of_its_order_or_refused() {
        Product more =
                TestProducts.product("P")
                        .handler("extendenrolperiod")
                        .parameters("extension=1")
                        .build();
        Instant now = Instant.parse("2026-07-01T00:00:00Z");

        assertThat(problem(order(now, 1, 0, null), more).message()).contains("renews is missing");
        assertThat(plan(order(now, 1, 0, null, "S-1"), more).orElseThrow().target())
                .isEqualTo(new Renews(Target.SUBSCRIPTION, "S-1"));
    }

    @Test
    void what_is_refunded_as_a_whole_renews_nothing() {
        Product more =
                TestProducts.product("P")
                        .handler("extendenrolperiod")
                        .parameters("extension=1")
                        .build();

        assertThat(plan(order(Instant.parse("2026-07-01T00:00:00Z"), 2, 2, SEAT), more)).isEmpty();
    }

    @Test
    void a_product_that_enrols_renews_by_its_period_else_by_the_length_that_it_sells() {
        Instant now = Instant.parse("2026-07-01T00:00:00Z");
        RenewalTerms monthly = RenewalTerms.parse("on_order;P1M;P7D;;keep;P0D");

        assertThat(length(product("coursename=SCI&duration=30", true, monthly), now, SEAT, 2))
                .isEqualTo("P2M");
        assertThat(length(product("coursename=SCI&duration=30", true, null), now, SEAT, 1))
                .isEqualTo("PT720H");
        assertThat(length(product("coursename=SCI", true, null), now, SEAT, 1)).isEqualTo("P365D");
        assertThat(length(product("coursename=SCI", false, null), now, SEAT, 1)).isEmpty();
    }

    @Test
    void where_quantity_means_seats_a_whole_order_is_renewed_once_by_it() {
        Instant now = Instant.parse("2026-07-01T00:00:00Z");

        assertThat(length(product("coursename=SCI&duration=30", true, null), now, ORDER, 3))
                .isEqualTo("PT720H");
        assertThat(length(product("coursename=SCI&duration=30", true, null), now, SEAT, 3))
                .isEqualTo("PT2160H");
    }

    private static String length(Product product, Instant now, Renews renews, int quantity) {
        return plan(order(now, quantity, 0, renews), product).orElseThrow().extension().text();
    }

    private static Optional<RenewalPlan> plan(Order order, Product product) {
        OrderPlan plan = HANDLERS.plan(order, Catalogue.of(product));
        assertThat(new SeatSplitter().fill(plan).seats()).isEmpty();
        return plan.lines().get(0).renewal();
    }

    private static Product product(String parameters, boolean renewable, RenewalTerms terms) {
        return new Product(
                "P",
                Map.of(),
                "setupcoursesession",
                HandlerParameters.parse(parameters),
                true,
                renewable,
                Ending.SUSPEND,
                terms);
    }
}
