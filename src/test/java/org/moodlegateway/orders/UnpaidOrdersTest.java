package org.moodlegateway.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.moodlegateway.Orders.order;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.moodlegateway.GatewayFixture;
import org.moodlegateway.Orders;
import org.moodlegateway.ShippedConfiguration;
import org.moodlegateway.order.OrderStatus;
import org.moodlegateway.sandbox.EffectKind;

/** What an order does in Moodle that is not paid, or no longer, over the shipped routes. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class UnpaidOrdersTest {
    private static final String PRODUCT =
            """
              - code: SUPPORTED
                handler: setupcoursesession
                parameters: coursename=SCI&duration=30&customersupport=HELP
                seats: true
            """;
    private static final Duration QUARTER = Duration.ofMinutes(15);

    @TempDir private Path directory;

    private GatewayFixture fixture;

    @AfterEach
    void stop() {
        fixture.close();
    }

    @Test
    void an_unpaid_order_makes_no_account() throws IOException {
        started();

        fixture.take(placed("1", "robot@example.org").line("SCI-YEAR", 1, "ana@example.org"))
                .work();

        assertThat(accounts()).isZero();
    }

    @Test
    void a_buyer_of_seats_for_others_gets_no_account_either() throws IOException {
        started();

        fixture.take(order("1").boughtByOffice().line("SCI-YEAR", 1, "ana@example.org")).work();

        assertThat(accounts()).isZero();
        assertThat(fixture.list("select person_key from person"))
                .containsExactly("ana@example.org");
    }

    @Test
    void the_support_course_is_opened_before_payment() throws IOException {
        started();

        fixture.take(placed("1", "buyer@example.org").line("SUPPORTED", 1)).work();

        assertThat(fixture.shown("buyer@example.org", "HELP")).startsWith("student ");
    }

    @Test
    void a_product_or_a_shop_may_put_it_behind_the_payment() throws IOException {
        started("    prepay: false\n", "");
        fixture.take(placed("1", "buyer@example.org").line("SUPPORTED", 1)).work();

        assertThat(accounts()).isZero();
        fixture.take(order("1").boughtBy("buyer@example.org").line("SUPPORTED", 1)).work();
        assertThat(fixture.shown("buyer@example.org", "HELP")).startsWith("student ");
    }

    @Test
    void a_shop_may_put_it_behind_the_payment() throws IOException {
        started("", "    prepay: false\n");

        fixture.take(placed("1", "buyer@example.org").line("SUPPORTED", 1)).work();

        assertThat(accounts()).isZero();
    }

    @Test
    void more_unpaid_accounts_than_an_hour_may_make_wait_and_are_alerted() throws IOException {
        started();
        fixture.with("PREPAY_MOST_PER_HOUR", "2");
        fixture.restart();

        for (String one : new String[] {"1", "2", "3"}) {
            fixture.take(placed(one, "robot" + one + "@example.org").line("SUPPORTED", 1)).work();
            fixture.clock.forward(Duration.ofMinutes(1));
        }
        fixture.gateway().parts().notices().watch().look();

        assertThat(accounts()).isEqualTo(2);
        assertThat(fixture.list("select order_id || ' ' || reason from seat where reason <> ''"))
                .containsExactly("3 prepay-limit");
        assertThat(fixture.list("select name from alert")).containsExactly("prepay-limit web");

        fixture.clock.forward(Duration.ofMinutes(58));
        fixture.work();
        assertThat(accounts()).isEqualTo(3);
        fixture.gateway().parts().notices().watch().look();
        assertThat(fixture.list("select name from alert")).isEmpty();
    }

    @Test
    void who_pays_does_not_wait_for_the_hour() throws IOException {
        started();
        fixture.with("PREPAY_MOST_PER_HOUR", "0");
        fixture.restart();
        fixture.take(placed("1", "buyer@example.org").line("SUPPORTED", 1)).work();
        assertThat(accounts()).isZero();

        fixture.take(order("1").boughtBy("buyer@example.org").line("SUPPORTED", 1)).work();

        assertThat(fixture.shown("buyer@example.org", "HELP")).startsWith("student ");
    }

    @Test
    void a_paid_order_that_reads_as_placed_keeps_its_seats_for_a_quarter_of_an_hour()
            throws IOException {
        started();
        fixture.take(order("1").line("SCI-180", 1, "ana@example.org")).work();

        fixture.take(fallen("2026-01-15T10:00:00Z")).work();
        fixture.clock.forward(QUARTER.minusSeconds(1));
        fixture.restart();
        fixture.work();
        assertThat(fixture.shown("ana@example.org", "SCI")).doesNotEndWith("suspended");

        fixture.clock.forward(Duration.ofSeconds(2));
        fixture.work();
        assertThat(fixture.shown("ana@example.org", "SCI")).endsWith("suspended");
    }

    @Test
    void who_is_paid_again_meanwhile_never_notices() throws IOException {
        started();
        fixture.take(order("1").line("SCI-180", 1, "ana@example.org")).work();
        long written = fixture.moodle.calls().of("enrol_manual_enrol_users");

        fixture.take(fallen("2026-01-15T10:00:00Z")).work();
        fixture.take(
                        order("1")
                                .updatedAt("2026-01-15T10:05:00Z")
                                .line("SCI-180", 1, "ana@example.org"))
                .work();
        fixture.clock.forward(QUARTER.multipliedBy(2));
        fixture.work();

        assertThat(fixture.moodle.calls().of("enrol_manual_enrol_users")).isEqualTo(written);
    }

    @Test
    void a_second_fall_does_not_begin_the_wait_anew() throws IOException {
        started();
        fixture.take(order("1").line("SCI-180", 1, "ana@example.org")).work();
        fixture.take(fallen("2026-01-15T10:00:00Z")).work();
        fixture.clock.forward(QUARTER.minusSeconds(1));
        fixture.take(fallen("2026-01-15T10:10:00Z")).work();

        fixture.clock.forward(Duration.ofSeconds(2));
        fixture.work();

        assertThat(fixture.shown("ana@example.org", "SCI")).endsWith("suspended");
    }

    @Test
    void a_cancellation_does_not_wait() throws IOException {
        started();
        fixture.take(order("1").line("SCI-180", 1, "ana@example.org")).work();
        fixture.take(fallen("2026-01-15T10:00:00Z")).work();

        fixture.take(
                        order("1")
                                .status(OrderStatus.CANCELLED)
                                .updatedAt("2026-01-15T10:01:00Z")
                                .line("SCI-180", 1, "ana@example.org"))
                .work();

        assertThat(fixture.shown("ana@example.org", "SCI")).endsWith("suspended");
    }

    private static Orders placed(String id, String buyer) {
        return order(id)
                .status(OrderStatus.PLACED)
                .boughtBy(buyer)
                .placedAt("2026-01-14T08:00:00Z")
                .updatedAt("2026-01-14T08:00:00Z");
    }

    private static Orders fallen(String updatedAt) {
        return order("1")
                .status(OrderStatus.PLACED)
                .updatedAt(updatedAt)
                .line("SCI-180", 1, "ana@example.org");
    }

    private long accounts() {
        return fixture.effects(EffectKind.USER_CREATED);
    }

    private void started() throws IOException {
        started("", "");
    }

    /** With a product that has a support course, and lines added to it and to the shop. */
    private void started(String ofProduct, String ofShop) throws IOException {
        Path config = ShippedConfiguration.copy(directory.resolve("config"));
        Path products = config.resolve("products.yaml");
        Files.writeString(products, Files.readString(products) + "\n" + PRODUCT + ofProduct);
        Path shops = config.resolve("shops.yaml");
        Files.writeString(
                shops, Files.readString(shops).replace("\n  web:\n", "\n  web:\n" + ofShop));
        fixture = GatewayFixture.in(directory).configuredBy(config);
    }
}
