package org.moodlegateway.shop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.moodlegateway.Orders.order;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.moodlegateway.GatewayFixture;
import org.moodlegateway.ledger.Arrival;
import org.moodlegateway.ledger.Inbox;

/** Ids that are no longer than they may be, of characters of which H2 counts each as two. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class LongTextsTest {
    private static final String LONG = "\uD83D\uDE00".repeat(200);

    private GatewayFixture fixture;

    @BeforeEach
    void start(@TempDir Path directory) {
        fixture =
                GatewayFixture.in(directory)
                        .configuredBy(
                                AskedShop.configuration(
                                        directory,
                                        AskedShop.wooCommerce("woo", "http://127.0.0.1:1", "")));
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    private List<String> codes() {
        while (fixture.gateway().planSome()) {}
        return fixture.rejected().stream().map(one -> one.problem().code()).toList();
    }

    private void takeFromWooCommerce(String json) {
        new Inbox(fixture.gateway().ledger())
                .keep(
                        List.of(
                                new Arrival(
                                        "woo",
                                        "poll",
                                        "poll",
                                        "",
                                        "woocommerce",
                                        "",
                                        json.getBytes(UTF_8))));
    }

    @Test
    void an_order_is_refused_for_good() {
        fixture.take(order("A-1").ofSubscription(LONG).line("SCI-YEAR", 1, "ana@example.org"));

        assertThat(codes()).containsExactly("value-not-storable");
    }

    @Test
    void what_is_said_of_a_subscription_is_refused_for_good() {
        fixture.take(
                """
                {"type": "subscription.updated", "data": {"id": "%s", "status": "active", "updatedAt": "2026-01-15T09:30:00Z"}}
                """
                        .formatted(LONG)
                        .getBytes(UTF_8));

        assertThat(codes()).containsExactly("value-not-storable");
    }

    @Test
    void a_message_for_which_an_address_too_long_would_have_to_be_asked_is_refused_for_good() {
        takeFromWooCommerce("{\"id\": \"" + LONG + "\"}");

        assertThat(codes()).containsExactly("mapping-failed");
    }
}
