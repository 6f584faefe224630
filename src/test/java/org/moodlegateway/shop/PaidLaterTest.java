package org.moodlegateway.shop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.moodlegateway.GatewayFixture;
import org.moodlegateway.ledger.Arrival;
import org.moodlegateway.ledger.Inbox;

/** An order that waits for its payment is bought when it is paid, not when it was placed. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class PaidLaterTest {
    private static final String SHOPS =
            """
              boutique:
                kind: shopify
                products: { COURSE-SCI: SCI-180 }
              magasin:
                kind: magento
                products: { COURSE-SCI: SCI-180 }
            """;
    private static final String PLACED = "2026-01-01T09:00:00Z";
    private static final String PAID = "2026-01-29T09:30:00Z";

    private GatewayFixture fixture;

    @BeforeEach
    void start(@TempDir Path directory) {
        fixture =
                GatewayFixture.in(directory)
                        .configuredBy(AskedShop.configuration(directory, SHOPS));
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    @Test
    void an_order_of_shopify_that_was_pending_runs_from_its_first_paid_event() {
        shopify("pending", "2026-01-01T09:00:05Z");
        shopify("paid", PAID);

        assertThat(shown()).isEqualTo(PAID + " 180");
        assertThat(frozen()).isEqualTo(PAID);
    }

    @Test
    void an_order_of_shopify_that_was_never_seen_unpaid_runs_from_when_it_was_taken() {
        shopify("paid", PAID);

        assertThat(shown()).isEqualTo(PLACED + " 180");
    }

    @Test
    void what_comes_after_the_first_paid_event_moves_nothing() {
        shopify("pending", "2026-01-01T09:00:05Z");
        shopify("paid", PAID);
        shopify("pending", "2026-01-02T09:00:00Z");
        shopify("paid", "2026-01-30T10:00:00Z");
        shopify("partially_refunded", "2026-02-01T10:00:00Z");

        assertThat(shown()).isEqualTo(PAID + " 180");
    }

    @Test
    void an_unpaid_event_that_comes_late_moves_no_frozen_date() {
        shopify("paid", PAID);
        shopify("pending", "2026-01-01T09:00:05Z");
        shopify("paid", "2026-01-30T10:00:00Z");

        assertThat(shown()).isEqualTo(PLACED + " 180");
    }

    @Test
    void an_order_that_was_given_up_and_paid_after_all_was_unpaid_too() {
        shopify("voided", "2026-01-15T09:00:00Z");
        shopify("pending", "2026-01-01T09:00:05Z");
        shopify("paid", PAID);

        assertThat(shown()).isEqualTo(PAID + " 180");
    }

    @Test
    void magento_without_a_history_is_the_same() {
        magento("new", 180, "", "2026-01-01 09:00:05");
        magento("processing", 0, "", "2026-01-29 09:30:00");

        assertThat(shown()).isEqualTo(PAID + " 180");
    }

    @Test
    void a_history_row_says_when_magento_was_paid() {
        magento("new", 180, "", "2026-01-01 09:00:05");
        magento(
                "processing",
                0,
                "{\"status\": \"processing\", \"created_at\": \"2026-01-20 10:00:00\"}",
                "2026-01-29 09:30:00");

        assertThat(shown()).isEqualTo("2026-01-20T10:00:00Z 180");
    }

    @Test
    void an_order_of_the_gateways_own_that_says_no_date_of_payment_is_the_same() {
        String order =
                """
                {"id": "A-1", "status": "%s", "updatedAt": "%s", "placedAt": "%s",
                 "lines": [{"id": "1", "product": "SCI-180", "quantity": 1,
                            "participants": [{"email": "ana@example.org"}]}]}
                """;
        fixture.take(order.formatted("placed", "2026-01-01T09:00:05Z", PLACED).getBytes(UTF_8));
        fixture.take(order.formatted("paid", PAID, PLACED).getBytes(UTF_8));
        fixture.work();

        assertThat(shown()).isEqualTo(PAID + " 180");
    }

    private void shopify(String status, String updatedAt) {
        take(
                "shopify",
                "boutique",
                """
                {"id": 7100200300400500, "email": "office@example.org", "financial_status": "%s", "cancelled_at": null,
                 "created_at": "%s", "processed_at": "%s", "updated_at": "%s",
                 "line_items": [{"id": 1, "sku": "COURSE-SCI", "quantity": 1, "current_quantity": 1,
                                 "properties": [{"name": "Participant", "value": "ana@example.org"}]}]}
                """
                        .formatted(status, PLACED, PLACED, updatedAt));
    }

    private void magento(String state, int due, String history, String updatedAt) {
        take(
                "magento",
                "magasin",
                """
                {"entity_id": 7, "state": "%s", "status": "%s", "grand_total": 180, "total_due": %d, "customer_email": "office@example.org",
                 "created_at": "2026-01-01 09:00:00", "updated_at": "%s", "status_histories": [%s],
                 "items": [{"item_id": 1, "sku": "COURSE-SCI", "qty_ordered": 1, "product_option": {"extension_attributes":
                     {"custom_options": [{"option_id": "3", "option_value": "ana@example.org"}]}}}]}
                """
                        .formatted(state, state, due, updatedAt, history));
    }

    private void take(String kind, String shop, String body) {
        new Inbox(fixture.gateway().ledger())
                .keep(new Arrival(shop, "poll", "poll", "", kind, "", body.getBytes(UTF_8)));
        fixture.work();
        assertThat(fixture.rejected()).isEmpty();
    }

    /** The start of the enrolment, and its days. */
    private String shown() {
        return fixture.moodle
                .enrolment("ana@example.org", "SCI")
                .map(
                        row ->
                                Instant.ofEpochSecond(row.timestart())
                                        + " "
                                        + (row.timeend() - row.timestart()) / 86_400)
                .orElse("none");
    }

    private String frozen() {
        return fixture.gateway()
                .ledger()
                .read(
                        handle ->
                                handle.select("select purchased_at from orders")
                                        .mapTo(Instant.class)
                                        .one())
                .toString();
    }
}
