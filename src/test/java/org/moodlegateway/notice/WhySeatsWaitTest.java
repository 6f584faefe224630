package org.moodlegateway.notice;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.moodlegateway.GatewayFixture;
import org.moodlegateway.claim.ClaimAddresses;
import org.moodlegateway.ledger.ClaimLinks;
import org.moodlegateway.ledger.OrderView;
import org.moodlegateway.ledger.SeatView;
import org.moodlegateway.ledger.Views;
import org.moodlegateway.seat.SeatState;

/** What is said of seats that are not as they were bought, and of orders. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class WhySeatsWaitTest {
    @TempDir private Path directory;
    private GatewayFixture fixture;

    @BeforeEach
    void open() {
        fixture =
                GatewayFixture.in(directory)
                        .with("CLAIM_SECRET", "0123456789012345678901234567890123456789");
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private OrderView take(String status, int minute, String lines) {
        fixture.take(
                """
                {"id":"A-1","status":"%s","updatedAt":"2026-01-15T09:%02d:00Z","paidAt":"2026-01-15T09:00:00Z",
                 "buyer":{"email":"office@example.org"},"lines":[%s]}
                """
                        .formatted(status, minute, lines)
                        .getBytes(UTF_8));
        fixture.work();
        return order();
    }

    private OrderView order() {
        return new Views(fixture.gateway().ledger(), ZoneOffset.UTC)
                .order("web", "A-1")
                .orElseThrow();
    }

    private SeatView seat() {
        return order().seats().stream().filter(SeatView::paid).findFirst().orElseThrow();
    }

    private List<String> alerts() {
        return fixture.list("select name from alert order by name");
    }

    private static String line(String product, int quantity, String people) {
        return "{\"id\":\"1\",\"product\":\"%s\",\"quantity\":%d,\"participants\":[%s]}"
                .formatted(product, quantity, people);
    }

    @Test
    void a_product_that_nobody_knows_is_an_alert_at_once_until_it_is_known() {
        take("paid", 1, line("SCI-18O", 1, "{\"email\":\"ana@example.org\"}"));

        assertThat(seat().reason()).isEqualTo("product-unknown");
        assertThat(seat().hint()).contains("SCI-18O; the nearest is SCI-180");
        assertThat(alerts()).containsExactly("product-unknown SCI-18O");

        take("paid", 2, line("SCI-180", 1, "{\"email\":\"ana@example.org\"}"));
        take("cancelled", 3, "");
        fixture.gateway().camel().getRegistry().lookupByNameAndType("watch", Watch.class).look();
        assertThat(alerts()).doesNotContain("product-unknown SCI-18O");
    }

    @Test
    void nobody_named_and_an_address_that_cannot_be_used_say_what_to_do() {
        take("paid", 1, line("SCI-180", 2, "{\"email\":\"not-an-email\"}"));

        assertThat(order().seats().stream().filter(SeatView::paid))
                .extracting(SeatView::reason)
                .containsExactlyInAnyOrder("email-unusable", "nobody-named");
        assertThat(order().seats().stream().filter(SeatView::paid))
                .allSatisfy(seat -> assertThat(seat.hint()).contains("seats assign"));
    }

    @Test
    void a_seat_that_is_held_after_it_was_shown_says_so() {
        take("paid", 1, line("SCI-180", 1, "{\"email\":\"ana@example.org\"}"));
        assertThat(seat().reason()).isEmpty();

        fixture.gateway()
                .ledger()
                .transaction(handle -> handle.execute("update entitlement set state = 'HELD'"));

        assertThat(seat().state()).isEqualTo(SeatState.ACTIVE);
        assertThat(seat().reason()).isEqualTo("held");
        assertThat(seat().hint()).contains("reconcile");
    }

    @Test
    void an_order_counts_what_is_still_paid_for() {
        take(
                "paid",
                1,
                line(
                        "SCI-180",
                        2,
                        "{\"email\":\"ana@example.org\"},{\"email\":\"bo@example.org\"}"));

        OrderView less = take("paid", 2, line("SCI-180", 1, "{\"email\":\"ana@example.org\"}"));

        assertThat(less.sold()).isEqualTo(1);
        assertThat(less.delivered()).isEqualTo(1);
    }

    @Test
    void a_link_to_an_order_without_seats_is_not_made() {
        take("paid", 1, line("SCI-180", 1, ""));
        ClaimAddresses addresses =
                new ClaimAddresses(fixture.settings(), new ClaimLinks(fixture.gateway().ledger()));
        assertThat(addresses.leadsToNoSeat("web", "A-1")).isFalse();

        take("cancelled", 2, line("SCI-180", 1, ""));

        assertThat(addresses.leadsToNoSeat("web", "A-1")).isTrue();
        assertThat(addresses.leadsToNoSeat("web", "none")).isFalse();
    }
}
