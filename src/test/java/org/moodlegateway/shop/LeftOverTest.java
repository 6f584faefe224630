package org.moodlegateway.shop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.moodlegateway.ServingFixture;
import org.moodlegateway.ledger.Arrival;
import org.moodlegateway.ledger.Inbox;

/** What shops say and nobody uses is seen: answers that look like people, and events by type. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class LeftOverTest {
    private static final String ORDER =
            """
            {"id": 7100200300400500, "email": "office@example.org", "financial_status": "paid", "cancelled_at": null,
             "created_at": "2026-01-15T09:30:00Z", "processed_at": "2026-01-15T09:30:00Z", "updated_at": "2026-01-15T09:30:00Z",
             "note_attributes": [{"name": "Gift for", "value": "cy@example.org"}],
             "line_items": [{"id": 1, "sku": "COURSE-SCI", "quantity": 2, "current_quantity": 2,
                             "properties": [{"name": "Participant", "value": "ana@example.org"},
                                            {"name": "Who else?", "value": "bo@example.org"}]}]}
            """;

    private ServingFixture gateway;

    @BeforeEach
    void start(@TempDir Path directory) {
        gateway = ServingFixture.in(directory);
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void answers_that_were_not_used_are_named_at_the_order_without_what_they_say() {
        take("shopify", "spruce", ORDER);

        JsonNode order = gateway.ask("/api/orders/spruce/7100200300400500").json();

        assertThat(order.path("unused").findValuesAsText("label"))
                .containsExactly("Gift for", "Who else?");
        assertThat(order.at("/unused/0/line").isNull()).isTrue();
        assertThat(order.at("/unused/1/line").asText()).isEqualTo("1");
        assertThat(order.at("/unused/1/hint").asText())
                .startsWith("line 1: the answer to \"Who else?\" looks like a person")
                .contains("settings.participants of shop spruce");
        assertThat(order.toString()).doesNotContain("bo@example.org", "cy@example.org");
        assertThat(gateway.list("select snapshot from orders").toString())
                .contains("Who else?")
                .doesNotContain("bo@example.org", "cy@example.org");
    }

    @Test
    void what_is_ignored_is_counted_by_type() {
        for (int i = 0; i < 3; i++) {
            take("stripe", "cashier", event(i, "payout.paid"));
        }
        take("stripe", "cashier", event(7, "customer.created"));
        topic("shopify", "spruce", "products/update", "{\"id\": 5}");

        JsonNode shops = gateway.ask("/api/shops").json().path("shops");

        assertThat(ignored(shops, "cashier"))
                .isEqualTo(
                        "[{\"type\":\"customer.created\",\"count\":1},{\"type\":\"payout.paid\",\"count\":3}]");
        assertThat(ignored(shops, "spruce"))
                .isEqualTo("[{\"type\":\"products/update\",\"count\":1}]");
        assertThat(ignored(shops, "web")).isEqualTo("[]");
    }

    private static String ignored(JsonNode shops, String name) {
        for (JsonNode shop : shops) {
            if (shop.path("shop").asText().equals(name)) {
                return shop.path("ignored").toString();
            }
        }
        return "no such shop";
    }

    private static String event(int id, String type) {
        return """
            {"id": "evt_%d", "object": "event", "type": "%s", "created": 1768469400, "livemode": true, "data": {"object": {"id": "x%d"}}}
            """
                .formatted(id, type, id);
    }

    private void take(String kind, String shop, String body) {
        topic(kind, shop, "", body);
    }

    private void topic(String kind, String shop, String topic, String body) {
        new Inbox(gateway.gateway.ledger())
                .keep(
                        new Arrival(
                                shop,
                                "webhook",
                                "secret 1",
                                "",
                                kind,
                                topic,
                                body.getBytes(UTF_8)));
        await().until(() -> gateway.list("select state from inbox where state = 'NEW'").isEmpty());
    }
}
