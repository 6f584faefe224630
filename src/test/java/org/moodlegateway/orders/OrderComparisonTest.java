package org.moodlegateway.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.moodlegateway.Orders.GROUPED;
import static org.moodlegateway.Orders.SCI;
import static org.moodlegateway.Orders.order;
import static org.moodlegateway.Orders.product;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.moodlegateway.Orders;
import org.moodlegateway.catalogue.Catalogue;
import org.moodlegateway.catalogue.Ending;
import org.moodlegateway.catalogue.Product;
import org.moodlegateway.ledger.RenewalRow;
import org.moodlegateway.ledger.SeatRow;
import org.moodlegateway.ledger.Sitter;
import org.moodlegateway.order.OrderStatus;
import org.moodlegateway.order.Participant;
import org.moodlegateway.order.Renews;
import org.moodlegateway.order.Renews.Target;
import org.moodlegateway.seat.Companion;
import org.moodlegateway.seat.LinePlan;
import org.moodlegateway.seat.OrderPlan;
import org.moodlegateway.seat.SeatState;

/** In what an order and its seats differ, and what is no difference. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class OrderComparisonTest {
    private static final Product SELF =
            new Product(
                    "SELF",
                    Map.of(),
                    "enrolonecourse",
                    Map.of("coursename", "SCI", "duration", "30"),
                    true,
                    false,
                    Ending.SUSPEND,
                    null);
    private static final Product SUPERVISED =
            product("SUP", "coursename", "SCI", "supervisor", "teacher");
    private static final Product YEARLY =
            product("SCI-180", "coursename", "SCI", "duration", "365");

    /** The seats that an order sells, as if it were followed to the letter. */
    private static List<SeatRow> seats(OrderPlan plan) {
        List<SeatRow> seats = new ArrayList<>();
        plan.seats()
                .forEach(
                        seat ->
                                seats.add(
                                        SeatRow.of(seat)
                                                .referredToAs(seat.line() + "-" + seat.number())));
        for (LinePlan line : plan.lines()) {
            for (Companion companion : line.companions()) {
                seats.add(SeatRow.of(plan.order().buyer(), line.line(), companion));
            }
        }
        return seats;
    }

    private static List<RenewalRow> renewals(OrderPlan plan) {
        return plan.lines().stream()
                .filter(line -> line.renewal().isPresent())
                .map(
                        line ->
                                RenewalRow.of(
                                        plan.order(),
                                        line,
                                        line.renewal().get(),
                                        plan.purchasedAt()))
                .toList();
    }

    /** What the later order says, against what the first one sold. */
    private static List<Difference> between(OrderPlan first, OrderPlan later) {
        return OrderComparison.of(later, seats(first), renewals(first));
    }

    private static List<String> codes(List<Difference> differences) {
        return differences.stream()
                .map(one -> one.line() + " " + one.code() + " " + one.seats())
                .toList();
    }

    private static SeatRow with(SeatRow seat, String email, String by) {
        return seat.seating(new Sitter(email, "First", "Last", by), seat.role());
    }

    @Test
    void an_order_that_was_followed_differs_in_nothing() {
        OrderPlan plan =
                order("A-1")
                        .boughtByOffice()
                        .line(GROUPED, 3, "ana@example.org", "bo@example.org")
                        .line(SCI, 1, "ana@example.org")
                        .plan();

        assertThat(between(plan, plan)).isEmpty();
    }

    @Test
    void somebody_else_is_named() {
        OrderPlan first = order("A-1").line(SCI, 2, "ana@example.org", "jhon@example.org").plan();
        OrderPlan later = order("A-1").line(SCI, 2, "ana@example.org", "john@example.org").plan();

        assertThat(codes(between(first, later))).containsExactly("1 differs:person [1-2]");
    }

    @Test
    void the_same_person_in_other_letters_is_the_same() {
        OrderPlan first = order("A-1").line(SCI, 1, "ana@example.org").plan();
        OrderPlan later = order("A-1").line(SCI, 1, "Ana@Example.org").plan();

        assertThat(between(first, later)).isEmpty();
    }

    @Test
    void two_addresses_of_one_person_are_one_person() {
        OrderPlan first = order("A-1").line(SCI, 1, "ana@old.example.org").plan();
        OrderPlan later = order("A-1").line(SCI, 1, "ana@new.example.org").plan();

        assertThat(OrderComparison.of(later, seats(first), List.of(), key -> key.split("@", 2)[0]))
                .isEmpty();
        assertThat(between(first, later)).hasSize(1);
    }

    @Test
    void whoever_was_put_on_a_seat_that_the_order_leaves_open_has_it_rightly() {
        OrderPlan plan = order("A-1").line(SCI, 2, "ana@example.org").plan();
        List<SeatRow> seats = seats(plan);

        List<SeatRow> given = List.of(seats.get(0), with(seats.get(1), "bo@example.org", "claim"));

        assertThat(OrderComparison.of(plan, given, List.of())).isEmpty();
    }

    @Test
    void who_was_put_on_a_seat_of_somebody_named_differs() {
        OrderPlan plan = order("A-1").line(SCI, 2, "ana@example.org").plan();
        List<SeatRow> seats = seats(plan);

        List<SeatRow> given = List.of(with(seats.get(0), "bo@example.org", "admin"), seats.get(1));

        assertThat(codes(OrderComparison.of(plan, given, List.of())))
                .containsExactly("1 differs:person [1-1]");
    }

    @Test
    void a_seat_that_was_emptied_by_hand_though_the_order_names_somebody_differs() {
        OrderPlan plan = order("A-1").line(SCI, 1, "ana@example.org").plan();

        List<SeatRow> emptied = List.of(seats(plan).get(0).vacated("admin"));

        assertThat(codes(OrderComparison.of(plan, emptied, List.of())))
                .containsExactly("1 differs:person [1-1]");
    }

    @Test
    void who_is_named_no_more_and_sits_still_differs() {
        OrderPlan first = order("A-1").line(SCI, 2, "ana@example.org", "bo@example.org").plan();
        OrderPlan later = order("A-1").line(SCI, 2, "ana@example.org").plan();

        assertThat(codes(between(first, later))).containsExactly("1 differs:person [1-2]");
    }

    @Test
    void a_line_that_names_nobody_any_more_differs_where_somebody_sits() {
        OrderPlan first = order("A-1").line(SCI, 1, "ana@example.org").plan();

        assertThat(between(first, order("A-1").line(SCI, 1).silentOnPeople().plan())).isEmpty();
        assertThat(codes(between(first, order("A-1").line(SCI, 1).plan())))
                .as("an empty list says nobody")
                .containsExactly("1 differs:person [1-1]");
    }

    @Test
    void another_role_is_named() {
        OrderPlan first = order("A-1").line(SCI, 1, "ana@example.org").plan();
        OrderPlan later =
                order("A-1")
                        .line(
                                SCI,
                                Map.of(),
                                new Participant("ana@example.org", "First", "Last", "teacher"))
                        .plan();

        assertThat(codes(between(first, later))).containsExactly("1 differs:role [1-1]");
        assertThat(codes(between(later, first))).containsExactly("1 differs:role [1-1]");
    }

    @Test
    void the_buyers_own_seat_has_another_buyer() {
        Catalogue catalogue = Catalogue.of(SELF);
        OrderPlan first = order("A-1").boughtBy("typo@example.org").line(SELF, 1).plan(catalogue);
        OrderPlan later = order("A-1").boughtBy("right@example.org").line(SELF, 1).plan(catalogue);

        assertThat(codes(between(first, later))).containsExactly("1 differs:buyer [1-1]");
    }

    @Test
    void another_buyer_would_supervise_and_have_the_support_course() {
        Catalogue catalogue = Catalogue.of(SUPERVISED, GROUPED);
        OrderPlan first =
                order("A-1")
                        .boughtBy("typo@example.org")
                        .line(SUPERVISED, 1, "ana@example.org")
                        .line(GROUPED, 1, "ana@example.org")
                        .plan(catalogue);
        OrderPlan later =
                order("A-1")
                        .boughtBy("right@example.org")
                        .line(SUPERVISED, 1, "ana@example.org")
                        .line(GROUPED, 1, "ana@example.org")
                        .plan(catalogue);

        assertThat(codes(between(first, later)))
                .containsExactly("1 differs:supervisor []", "2 differs:support []");
    }

    @Test
    void a_group_that_is_named_by_the_buyer_is_another_one() {
        Product byBuyer = product("SCI-B", "coursename", "SCI", "groupname", "{buyer}");
        Catalogue catalogue = Catalogue.of(byBuyer);
        OrderPlan first =
                order("A-1")
                        .boughtBy("a@example.org")
                        .line(byBuyer, 1, "ana@example.org")
                        .plan(catalogue);
        OrderPlan later =
                order("A-1")
                        .boughtBy("b@example.org")
                        .line(byBuyer, 1, "ana@example.org")
                        .plan(catalogue);

        assertThat(codes(between(first, later))).containsExactly("1 differs:group [1-1]");
    }

    @Test
    void a_group_that_the_catalogue_names_differently_now_is_no_difference() {
        OrderPlan first =
                order("A-1")
                        .line("SCI-G", 1, "ana@example.org")
                        .plan(
                                Catalogue.of(
                                        product("SCI-G", "coursename", "SCI", "groupname", "A")));
        OrderPlan later =
                order("A-1")
                        .line("SCI-G", 1, "ana@example.org")
                        .plan(
                                Catalogue.of(
                                        product("SCI-G", "coursename", "SCI", "groupname", "B")));

        assertThat(between(first, later)).isEmpty();
    }

    @Test
    void a_later_edit_of_the_catalogue_is_no_difference() {
        OrderPlan first = order("A-1").line(SCI, 1, "ana@example.org").plan();
        Product edited =
                product("SCI-180", "coursename", "MATH", "duration", "9", "role", "teacher");

        assertThat(
                        between(
                                first,
                                order("A-1")
                                        .line(SCI, 1, "ana@example.org")
                                        .plan(Catalogue.of(edited))))
                .isEmpty();
    }

    @Test
    void a_product_that_left_the_catalogue_is_no_difference() {
        Catalogue catalogue = Catalogue.of(SELF);
        OrderPlan first = order("A-1").boughtByOffice().line(SELF, 3).plan(catalogue);

        assertThat(between(first, order("A-1").boughtByOffice().line(SELF, 3).plan(Catalogue.of())))
                .isEmpty();
    }

    @Test
    void the_lines_own_parameters_give_another_period_course_and_role() {
        Participant ana = new Participant("ana@example.org", "First", "Last", "");
        OrderPlan first = order("A-1").line(SCI, Map.of(), ana).plan();

        assertThat(
                        codes(
                                between(
                                        first,
                                        order("A-1")
                                                .line(SCI, Map.of("duration", "365"), ana)
                                                .plan())))
                .containsExactly("1 differs:period [1-1]");
        assertThat(
                        codes(
                                between(
                                        first,
                                        order("A-1")
                                                .line(SCI, Map.of("coursename", "MATH"), ana)
                                                .plan())))
                .containsExactly("1 differs:course [1-1]");
        assertThat(
                        codes(
                                between(
                                        first,
                                        order("A-1")
                                                .line(SCI, Map.of("role", "teacher"), ana)
                                                .plan())))
                .containsExactly("1 differs:role [1-1]");
    }

    @Test
    void of_a_seat_from_before_nothing_is_known_but_who_sits_there() {
        OrderPlan first = order("A-1").line(SCI, 1, "ana@example.org").plan();
        SeatRow seat = seats(first).get(0);
        SeatRow before =
                seat.soldAs(
                        new org.moodlegateway.seat.Offer(
                                seat.offer().courseName(),
                                List.of(),
                                seat.offer().terms(),
                                "",
                                Ending.SUSPEND,
                                null));
        Participant ana = new Participant("ana@example.org", "First", "Last", "");

        assertThat(
                        OrderComparison.of(
                                order("A-1")
                                        .line(SCI, Map.of("duration", "365"), ana)
                                        .plan(Catalogue.of(YEARLY)),
                                List.of(before),
                                List.of()))
                .isEmpty();
        assertThat(
                        codes(
                                OrderComparison.of(
                                        order("A-1").line(SCI, 1, "bo@example.org").plan(),
                                        List.of(before),
                                        List.of())))
                .containsExactly("1 differs:person [1-1]");
    }

    @Test
    void another_product_stands_on_the_line() {
        OrderPlan first = order("A-1").line(SCI, 1, "ana@example.org").plan();
        OrderPlan later = order("A-1").line(Orders.TEACH, 1, "ana@example.org").plan();

        assertThat(codes(between(first, later))).containsExactly("1 differs:product [1-1]");
    }

    @Test
    void there_are_fewer_or_more_seats_than_are_paid_for() {
        OrderPlan two = order("A-1").line(SCI, 2).plan();
        OrderPlan three = order("A-1").line(SCI, 3).plan();

        assertThat(codes(between(two, three))).containsExactly("1 differs:quantity [1-1, 1-2]");
        assertThat(codes(between(three, two)))
                .containsExactly("1 differs:quantity [1-1, 1-2, 1-3]");
    }

    @Test
    void a_line_is_gone_and_its_seat_is_not() {
        OrderPlan first =
                order("A-1").line(SCI, 1, "ana@example.org").line(SCI, 1, "bo@example.org").plan();

        assertThat(codes(between(first, order("A-1").line(SCI, 1, "ana@example.org").plan())))
                .containsExactly("2 differs:quantity [2-1]");
    }

    @Test
    void an_order_that_was_called_off_has_seats_still() {
        OrderPlan first = order("A-1").line(SCI, 1, "ana@example.org").plan();
        OrderPlan off =
                order("A-1").status(OrderStatus.CANCELLED).line(SCI, 1, "ana@example.org").plan();

        assertThat(codes(between(first, off))).containsExactly("1 differs:quantity [1-1]");
        assertThat(OrderComparison.of(off, List.of(seats(first).get(0).cancelled()), List.of()))
                .isEmpty();
    }

    @Test
    void somebody_who_was_erased_is_missed_by_nobody() {
        OrderPlan plan = order("A-1").line(SCI, 2, "bo@example.org").plan();
        List<SeatRow> seats = seats(plan);
        SeatRow erased = with(seats.get(1), "erased-0123", "").as(SeatState.CANCELLED, "erased");

        assertThat(OrderComparison.of(plan, List.of(seats.get(0), erased), List.of())).isEmpty();
    }

    @Test
    void a_line_renews_something_else_or_nothing_any_more() {
        OrderPlan first =
                order("R-1").renewing(new Renews(Target.ORDER, "A-1"), "SCI-180", 1, 0).plan();
        OrderPlan other =
                order("R-1").renewing(new Renews(Target.ORDER, "A-2"), "SCI-180", 1, 0).plan();

        assertThat(between(first, first)).isEmpty();
        assertThat(codes(between(first, other))).containsExactly("1 differs:renewal []");
        assertThat(codes(between(first, order("R-1").plan())))
                .containsExactly("1 differs:renewal []");
        assertThat(codes(OrderComparison.of(first, List.of(), List.of())))
                .containsExactly("1 differs:renewal []");
    }

    @Test
    void a_line_renews_by_another_product_from_another_day_or_for_another_time() {
        Catalogue catalogue = Catalogue.of(extending("MORE", "30"), extending("OTHER", "30"));
        Catalogue edited = Catalogue.of(extending("MORE", "90"));
        OrderPlan first = renewing("MORE", Map.of()).plan(catalogue);
        OrderPlan own = renewing("MORE", Map.of("extension", "60")).plan(catalogue);

        assertThat(between(first, first)).isEmpty();
        assertThat(between(first, renewing("MORE", Map.of()).plan(edited))).isEmpty();
        assertThat(codes(between(first, renewing("OTHER", Map.of()).plan(catalogue))))
                .containsExactly("1 differs:renewal []");
        assertThat(
                        codes(
                                between(
                                        first,
                                        renewing("MORE", Map.of())
                                                .paidAt("2026-01-16T00:00:00Z")
                                                .plan(catalogue))))
                .containsExactly("1 differs:renewal []");
        assertThat(between(own, own)).isEmpty();
        assertThat(codes(between(first, own))).containsExactly("1 differs:renewal []");
    }

    private static Product extending(String code, String days) {
        return new Product(
                code,
                Map.of(),
                "extendenrolperiod",
                Map.of("extension", days),
                false,
                false,
                Ending.SUSPEND,
                null);
    }

    private static Orders renewing(String product, Map<String, String> parameters) {
        return order("R-1")
                .renewing(new Renews(Target.ORDER, "A-1"), product, 1, 0)
                .with(parameters);
    }

    @Test
    void a_thousand_seats_are_compared_at_once() {
        String[] people =
                IntStream.range(0, 1000)
                        .mapToObj(i -> "p" + i + "@example.org")
                        .toArray(String[]::new);
        OrderPlan plan = order("A-1").line(SCI, 1000, people).plan();
        Instant from = Instant.now();

        assertThat(between(plan, plan)).isEmpty();
        assertThat(java.time.Duration.between(from, Instant.now()))
                .isLessThan(java.time.Duration.ofSeconds(3));
    }
}
