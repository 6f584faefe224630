package org.moodlegateway.seat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.moodlegateway.seat.TestOrders.PAID_AT;
import static org.moodlegateway.seat.TestOrders.order;
import static org.moodlegateway.seat.TestOrders.person;
import static org.moodlegateway.seat.TestProducts.product;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.moodlegateway.catalogue.BuyerLearns;
import org.moodlegateway.catalogue.Catalogue;
import org.moodlegateway.catalogue.CatalogueProblem;
import org.moodlegateway.order.Order;
import org.moodlegateway.order.OrderStatus;
import org.moodlegateway.order.Problem;

@DisplayNameGeneration(ReplaceUnderscores.class)
class HandlersTest {
    private static final int MAX_SEATS = 10;

    private final Handlers handlers =
            Handlers.standard(ZoneOffset.UTC, TestProducts.ROLES, MAX_SEATS);
    private final Catalogue catalogue =
            Catalogue.of(
                    product("SCI").build(),
                    product("SELF").handler("enrolonecourse").withoutSeats().build());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "setupcoursesession",
                "std_setupcoursesession",
                "setuponecoursesession",
                "std_setuponecoursesession",
            })
    void a_handler_has_several_names(String name) {
        assertThat(handlers.find(name)).containsInstanceOf(SetupCourseSession.class);
    }

    @Test
    void other_names_are_unknown() {
        assertThat(handlers.find("std_enrolonecourse")).containsInstanceOf(EnrolOneCourse.class);
        assertThat(handlers.find("std_")).isEmpty();
        assertThat(handlers.find("std_std_enrolonecourse")).isEmpty();
    }

    @Test
    void every_line_of_a_paid_order_is_planned() {
        Order order = order().line("SCI", 2).line("SELF", 1).build();

        OrderPlan plan = handlers.plan(order, catalogue);

        assertThat(plan.purchasedAt()).isEqualTo(PAID_AT);
        assertThat(plan.lines()).extracting(LinePlan::seats).containsExactly(2, 1);
        assertThat(plan.seats()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            names = {"PAID", "PLACED"},
            mode = EnumSource.Mode.EXCLUDE)
    void an_order_that_is_not_paid_buys_nothing(OrderStatus status) {
        Order order = order().status(status).line("SCI", 2).line("NONE", 1).build();

        assertThat(handlers.plan(order, catalogue).lines()).isEmpty();
    }

    @Test
    void a_placed_order_without_support_course_gives_nothing() {
        Order order = order().status(OrderStatus.PLACED).line("SCI", 2).line("NONE", 1).build();

        assertThat(handlers.plan(order, catalogue).lines()).isEmpty();
    }

    @Test
    void a_test_buys_nothing_unless_tests_count() {
        Order order = order().test().line("SCI", 2).build();

        assertThat(handlers.plan(order, catalogue).lines()).isEmpty();
        assertThat(handlers.plan(order, catalogue, PAID_AT, new ShopTerms(true, true)).lines())
                .hasSize(1);
    }

    @Test
    void the_frozen_purchase_date_wins() {
        Instant frozen = Instant.parse("2025-12-31T23:59:59Z");

        OrderPlan plan =
                handlers.plan(order().line("SCI", 1).build(), catalogue, frozen, ShopTerms.USUAL);

        assertThat(plan.purchasedAt()).isEqualTo(frozen);
        assertThat(plan.lines().get(0).terms().start()).isEqualTo(frozen);
    }

    @Test
    void an_unknown_product_waits_with_every_paid_seat() {
        Order order = order().line("NONE", 3, 1, "").build();

        LinePlan line = handlers.plan(order, catalogue).lines().get(0);

        assertThat(line.waitingFor()).isEqualTo("product-unknown");
        assertThat(line.seats()).isEqualTo(2);
        assertThat(line.course()).isEmpty();
        assertThat(line.terms()).isNull();
    }

    @Test
    void a_bad_product_is_refused_where_the_order_names_it() {
        Order order = order().line("SCI", 1).line("BAD", 1).build();

        assertThat(refusal(order, withBadProduct()))
                .isEqualTo(
                        new Problem(
                                "parameter-invalid",
                                "/lines/1/product",
                                "product BAD: duration=abc is not a whole number of days"));
    }

    @Test
    void a_refund_is_not_held_up_by_a_bad_product() {
        Order order = order().line("SCI", 1).line("BAD", 2, 2, "").build();

        assertThat(handlers.plan(order, withBadProduct()).lines())
                .extracting(LinePlan::seats)
                .containsExactly(1, 0);
    }

    private static Catalogue withBadProduct() {
        Problem problem =
                new Problem(
                        "parameter-invalid",
                        "/products/1/parameters/duration",
                        "product BAD: duration=abc is not a whole number of days");
        return new Catalogue(
                List.of(product("SCI").build()),
                List.of(new CatalogueProblem("products.yaml", 7, "BAD", problem)));
    }

    @Test
    void a_product_with_an_unknown_handler_is_refused() {
        Catalogue dancing = Catalogue.of(product("P").handler("dance").build());

        assertThat(refusal(order().line("P", 1).build(), dancing))
                .isEqualTo(
                        new Problem(
                                "handler-unknown",
                                "/lines/0/product",
                                "product P: handler=dance is none of enrolonecourse,"
                                        + " extendenrolperiod, generateseats, setupcoursesession"));
    }

    @Test
    void an_order_has_at_most_so_many_seats() {
        assertThat(handlers.plan(order().line("SCI", 6).line("NONE", 4).build(), catalogue).lines())
                .hasSize(2);
        assertThat(problems(order().line("NONE", 5).line("SCI", 6)))
                .containsExactly("too-many-seats", "");
        assertThat(problems(order().line("SCI", 11, 10, "").line("SCI", 10)))
                .containsExactly("too-many-seats", "");
    }

    private List<String> problems(TestOrders order) {
        return handlers.plan(order.build(), catalogue).lines().stream()
                .map(line -> line.problem().map(Problem::code).orElse(""))
                .toList();
    }

    @Test
    void a_quantity_that_means_no_seats_is_not_limited() {
        assertThat(handlers.plan(order().line("SELF", 1_000_000).build(), catalogue).lines())
                .extracting(LinePlan::seats)
                .containsExactly(1);
        assertThat(problems(order().line("SELF", 1_000_000, 0, "colour=red")))
                .containsExactly("parameter-unknown");
    }

    @Test
    void an_unknown_product_waits_however_wrong_its_line_is() {
        LinePlan line =
                handlers.plan(
                                order().line(
                                                "NONE",
                                                1,
                                                person("a@example.org"),
                                                person("b@example.org"))
                                        .build(),
                                catalogue)
                        .lines()
                        .get(0);

        assertThat(line.waitingFor()).isEqualTo("product-unknown");
        assertThat(line.seats()).isOne();
    }

    @Test
    void a_line_that_can_t_be_planned_fails_alone() {
        assertThat(
                        problems(
                                order().line("SCI", 2, 0, "endtime=1600000000")
                                        .line("SCI", 2, 0, "colour=red")
                                        .line("SCI", 1, 1, "colour=red")
                                        .line("SCI", 2)))
                .containsExactly("parameter-invalid", "parameter-unknown", "", "");
    }

    @Test
    void only_a_product_of_seats_may_have_its_buyer_learn() {
        assertThat(handlers.check(product("A").buyerLearns(BuyerLearns.ALONE).build())).isEmpty();
        assertThat(
                        handlers.check(
                                        product("A")
                                                .handler("enrolonecourse")
                                                .withoutSeats()
                                                .buyerLearns(BuyerLearns.ALONE)
                                                .build())
                                .orElseThrow()
                                .pointer())
                .isEqualTo("/buyer-learns");
    }

    private Problem refusal(Order order, Catalogue products) {
        return handlers.plan(order, products).lines().stream()
                .flatMap(line -> line.problem().stream())
                .findFirst()
                .orElseThrow();
    }
}
