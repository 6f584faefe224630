package org.moodlegateway.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.moodlegateway.Orders.SCI;
import static org.moodlegateway.Orders.order;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.moodlegateway.Orders;
import org.moodlegateway.order.OrderStatus;

@DisplayNameGeneration(ReplaceUnderscores.class)
class OrderIdentityTest {
    private static final String JANUARY = "2026-01-15T09:00:00Z";
    private static final String MARCH = "2026-03-01T09:00:00Z";

    private final Orders known =
            order("7").boughtBy("ana@example.org").transaction("TX1").placedAt(JANUARY);

    @Test
    void the_same_buyer_pays_again_with_another_transaction() {
        assertSame(order("7").boughtBy("Ana@Example.org").transaction("TX2").placedAt(MARCH));
    }

    @Test
    void a_corrected_buyer_keeps_transaction_or_placing_date() {
        assertSame(order("7").boughtBy("anna@example.org").transaction("TX1"));
        assertSame(order("7").boughtBy("anna@example.org").transaction("TX2").placedAt(JANUARY));
    }

    @Test
    void another_buyer_with_another_transaction_is_another_order() {
        assertOther(order("7").boughtBy("bo@example.org").transaction("TX2"));
    }

    @Test
    void another_buyer_with_another_placing_date_is_another_order() {
        assertOther(order("7").boughtBy("bo@example.org").transaction("").placedAt(MARCH));
    }

    @Test
    void another_buyer_with_other_people_is_another_order_where_nothing_else_tells() {
        Orders first = order("7").boughtBy("ana@example.org").transaction("");

        assertThat(one(first.line(SCI, 1, "cy@example.org"), bo().line(SCI, 1, "di@example.org")))
                .isFalse();
        assertThat(one(first, bo().line(SCI, 2, "cy@example.org", "di@example.org"))).isTrue();
    }

    @Test
    void the_same_people_prove_it_against_a_new_transaction_but_not_against_a_placing_date() {
        known.line(SCI, 1, "cy@example.org");

        assertSame(bo().transaction("TX2").line(SCI, 1, "cy@example.org"));
        assertOther(bo().placedAt(MARCH).line(SCI, 1, "cy@example.org"));
    }

    @Test
    void what_only_one_event_carries_says_nothing() {
        assertSame(bo());
        assertSame(order("7").transaction("TX2").placedAt(MARCH));
    }

    @Test
    void a_refund_has_a_transaction_of_its_own() {
        assertSame(bo().transaction("RF1").status(OrderStatus.REFUNDED));
        assertSame(bo().transaction("RF1").status(OrderStatus.CANCELLED));
        assertOther(bo().placedAt(MARCH).status(OrderStatus.CANCELLED));
    }

    @Test
    void orders_of_one_subscription_are_one_buyer() {
        known.ofSubscription("S1");

        assertSame(bo().transaction("TX2").placedAt(MARCH).ofSubscription("S1"));
    }

    @Test
    void nobody_tells_by_the_stand_in_for_somebody_who_was_erased() {
        Orders erased = order("7").boughtBy("erased 1").transaction("TX1").placedAt(JANUARY);

        assertThat(one(erased, bo().transaction("TX2").placedAt(MARCH))).isTrue();
    }

    private static Orders bo() {
        return order("7").boughtBy("bo@example.org").transaction("");
    }

    private void assertSame(Orders event) {
        assertThat(one(known, event)).isTrue();
    }

    private void assertOther(Orders event) {
        assertThat(one(known, event)).isFalse();
    }

    private static boolean one(Orders before, Orders event) {
        return OrderIdentity.isOneOrder(before.build(), event.build());
    }
}
