package org.moodlegateway.renewal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.moodlegateway.Orders.order;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.moodlegateway.GatewayFixture;
import org.moodlegateway.Orders;
import org.moodlegateway.order.OrderStatus;
import org.moodlegateway.order.Renews;
import org.moodlegateway.order.Replaces.Target;

/** Seats that stand in for others, over the shipped routes. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class ReplacementsTest {
    private static final String OLD = "SCI-180";
    private static final String NEW = "MATH-WEEK";

    @TempDir private Path directory;

    private GatewayFixture fixture;

    @BeforeEach
    void start() {
        fixture = GatewayFixture.in(directory);
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    @Test
    void the_old_seat_is_suspended_when_the_new_one_is_in_whatever_comes_again() {
        fixture.take(old("ana@x.org")).work();

        fixture.take(replacing(Target.ORDER, "1")).work();
        fixture.take(replacing(Target.ORDER, "1"), old("ana@x.org").updatedAt(at(9))).work();

        assertThat(fixture.shown("ana@x.org", "SCI")).endsWith(" suspended");
        assertThat(fixture.shown("ana@x.org", "MATH")).doesNotContain("suspended", "none");
        assertThat(seats()).containsExactly("1 EXPIRED replaced", "2 ACTIVE ");
        assertThat(differences()).isEmpty();
    }

    @Test
    void a_product_names_what_the_same_buyer_bought_of_it_before() {
        fixture.take(old("ana@x.org"), order("7").boughtBy("other@x.org").line(OLD, 1, "cy@x.org"))
                .work();

        fixture.take(replacing(Target.PRODUCT, OLD)).work();
        fixture.take(
                        order("8")
                                .boughtByOffice()
                                .paidAt(at(6))
                                .updatedAt(at(6))
                                .line(OLD, 1, "ana@x.org"))
                .work();
        fixture.take(replacing(Target.PRODUCT, OLD).updatedAt(at(7))).work();

        assertThat(seats())
                .containsExactly("1 EXPIRED replaced", "2 ACTIVE ", "7 ACTIVE ", "8 ACTIVE ");
    }

    @Test
    void of_more_seats_of_a_product_than_are_new_only_those_of_the_same_people_end() {
        fixture.take(order("1").boughtByOffice().line(OLD, 3, "ana@x.org", "bo@x.org", "cy@x.org"))
                .work();

        fixture.take(replacing(Target.PRODUCT, OLD)).work();

        assertThat(fixture.shown("ana@x.org", "SCI")).endsWith(" suspended");
        assertThat(fixture.shown("bo@x.org", "SCI")).doesNotContain("suspended");
        assertThat(differences()).containsExactly("2 differs:replaces-fewer");
    }

    @Test
    void a_seat_and_a_subscription_are_named_as_renewals_name_them() {
        fixture.take(
                        old("ana@x.org"),
                        order("3").boughtByOffice().ofSubscription("S-1").line(OLD, 1, "bo@x.org"))
                .work();
        String reference =
                fixture.list("select reference from seat where order_id = '1' and kind = 'PAID'")
                        .get(0);

        fixture.take(
                        replacing(Target.SEAT, reference),
                        order("4")
                                .boughtByOffice()
                                .paidAt(at(5))
                                .updatedAt(at(5))
                                .ofSubscription("S-1")
                                .line(NEW, 1, "bo@x.org")
                                .replacing(Target.SUBSCRIPTION, "S-1"))
                .work();

        assertThat(seats())
                .containsExactly(
                        "1 EXPIRED replaced", "2 ACTIVE ", "3 EXPIRED replaced", "4 ACTIVE ");
    }

    @Test
    void nobody_ends_what_somebody_else_bought() {
        fixture.take(order("1").boughtBy("other@x.org").line(OLD, 1, "ana@x.org")).work();

        fixture.take(replacing(Target.ORDER, "1")).work();

        assertThat(fixture.shown("ana@x.org", "SCI")).doesNotContain("suspended");
        assertThat(differences()).containsExactly("2 differs:replaces-buyer");
    }

    @Test
    void what_is_not_there_yet_is_said_and_ends_when_it_comes() {
        fixture.take(replacing(Target.ORDER, "1")).work();
        assertThat(differences()).containsExactly("2 differs:replaces");

        fixture.take(old("ana@x.org")).work();

        assertThat(seats()).containsExactly("1 EXPIRED replaced", "2 ACTIVE ");
        assertThat(differences()).isEmpty();
    }

    @Test
    void an_order_that_is_not_paid_ends_nothing() {
        fixture.take(old("ana@x.org")).work();

        fixture.take(replacing(Target.ORDER, "1").status(OrderStatus.PLACED)).work();

        assertThat(seats()).containsExactly("1 ACTIVE ");
        assertThat(fixture.shown("ana@x.org", "SCI")).doesNotContain("suspended");
    }

    @Test
    void what_is_refunded_or_says_so_no_more_lets_the_old_seats_go_on() {
        fixture.take(old("ana@x.org")).work();
        fixture.take(replacing(Target.ORDER, "1")).work();

        fixture.take(replacing(Target.ORDER, "1").refunded(1).updatedAt(at(8))).work();

        assertThat(seats()).containsExactly("1 ACTIVE ", "2 CANCELLED ");
        assertThat(fixture.shown("ana@x.org", "SCI")).doesNotContain("suspended");
    }

    @Test
    void the_old_seats_end_on_the_day_the_new_ones_start() {
        fixture.take(old("ana@x.org")).work();

        fixture.take(
                        replacing(Target.ORDER, "1")
                                .with(Map.of("starttime", "2026-03-01"))
                                .replacing(Target.ORDER, "1"))
                .work();
        assertThat(seats()).contains("1 ACTIVE ");

        fixture.clock.setTo("2026-03-01T00:01:00Z");
        fixture.gateway().renew();
        fixture.work();

        assertThat(fixture.shown("ana@x.org", "SCI")).endsWith(" suspended");
        assertThat(seats()).contains("1 EXPIRED replaced");
    }

    @Test
    void a_subscription_says_what_its_seats_replace() {
        fixture.take(old("ana@x.org")).work();
        fixture.take(
                """
                {"type": "subscription.updated", "data": {"id": "S-2", "status": "active",
                 "updatedAt": "2026-01-20T00:00:00Z", "replaces": {"order": "1"}}}
                """
                        .getBytes(StandardCharsets.UTF_8));
        fixture.work();
        assertThat(seats()).containsExactly("1 ACTIVE ");

        fixture.take(
                        order("2")
                                .boughtByOffice()
                                .paidAt(at(5))
                                .updatedAt(at(5))
                                .ofSubscription("S-2")
                                .line(NEW, 1, "ana@x.org"))
                .work();

        assertThat(seats()).containsExactly("1 EXPIRED replaced", "2 ACTIVE ");
    }

    @Test
    void a_renewal_of_what_was_replaced_waits_in_sight() {
        fixture.take(old("ana@x.org")).work();
        fixture.take(replacing(Target.ORDER, "1")).work();

        fixture.take(
                        order("5")
                                .boughtByOffice()
                                .paidAt(at(7))
                                .updatedAt(at(7))
                                .renewing(new Renews(Renews.Target.ORDER, "1"), OLD, 1, 0))
                .work();

        assertThat(fixture.list("select state || ' ' || reason from renewal"))
                .containsExactly("WAITING seat-replaced");
        assertThat(fixture.shown("ana@x.org", "SCI")).endsWith(" suspended");
    }

    @Test
    void the_guard_knows_by_which_order_a_seat_ended() {
        fixture.take(old("ana@x.org")).work();
        fixture.take(replacing(Target.ORDER, "1")).work();

        assertThat(fixture.list("select taken_by from entitlement where taken_by <> ''"))
                .containsExactly("order web/2");
    }

    private static String at(int day) {
        return "2026-01-2" + day + "T00:00:00Z";
    }

    private static Orders old(String... people) {
        return order("1").boughtByOffice().line(OLD, people.length, people);
    }

    private static Orders replacing(Target target, String value) {
        return order("2")
                .boughtByOffice()
                .paidAt(at(5))
                .updatedAt(at(5))
                .line(NEW, 1, "ana@x.org")
                .replacing(target, value);
    }

    private List<String> seats() {
        return fixture.list(
                "select order_id || ' ' || state || ' ' || reason from seat where kind = 'PAID'"
                        + " order by order_id, line_id, number");
    }

    private List<String> differences() {
        return fixture.list(
                "select order_id || ' ' || code from difference order by order_id, code");
    }
}
