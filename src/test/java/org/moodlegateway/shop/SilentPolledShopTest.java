package org.moodlegateway.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.moodlegateway.MovableClock;
import org.moodlegateway.ServingFixture;
import org.moodlegateway.ledger.ShopReadings;
import org.moodlegateway.ledger.ShopReadings.Reading;
import org.moodlegateway.notice.Receiver;

/** A shop that sends nothing, and that one day can't be polled any more. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class SilentPolledShopTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    private final Receiver receiver = new Receiver();
    private ServingFixture gateway;

    @Test
    void it_is_told_once_when_polls_fail_for_long_and_once_when_one_succeeds(
            @TempDir Path directory) {
        MovableClock clock = MovableClock.at("2026-01-15T09:30:00Z");
        try (receiver;
                FakeWooCommerce woo = FakeWooCommerce.start(clock);
                ServingFixture running =
                        ServingFixture.in(
                                directory,
                                Map.of(
                                        "WOO_KEY",
                                        FakeWooCommerce.KEY,
                                        "WOO_SECRET",
                                        FakeWooCommerce.SECRET,
                                        "NOTICE_WEBHOOK",
                                        receiver.url(),
                                        "GATEWAY_HOUSEKEEPING",
                                        "* * * * * ?"),
                                AskedShop.wooCommerce("woo", woo.url(), "silent-after: PT6H"))) {
            gateway = running;
            awaitGood();
            assertThat(shop().path("code").isNull()).isTrue();

            // Polls that find nothing are a sign of life.
            gateway.clock.forward(Duration.ofHours(5));
            awaitGood();
            gateway.clock.forward(Duration.ofHours(5));
            awaitGood();
            Instant good = reading().goodAt();

            // The shop is away: for less than the time that it may be silent, nobody is told.
            woo.trouble(
                    exchange -> {
                        FakeWooCommerce.send(exchange, 503, "");
                        return true;
                    });
            forwardWithFailingPoll(Duration.ofHours(5));
            assertThat(shop().path("code").asText()).isEqualTo(reading().code());
            assertThat(shop().path("failures").asInt()).isPositive();
            assertThat(Instant.parse(shop().path("lastPollAt").asText())).isEqualTo(good);
            await().atMost(LONG)
                    .untilAsserted(
                            () ->
                                    assertThat(gateway.askManagement("/metrics").body())
                                            .contains(
                                                    "gateway_shop_unread_seconds{shop=\"woo\"} 18000.0")
                                            .containsPattern(
                                                    "gateway_shop_failures\\{shop=\"woo\"} [1-9]"));
            assertThat(alerts()).isEmpty();

            forwardWithFailingPoll(Duration.ofHours(2));
            await().atMost(LONG).until(() -> alerts().size() == 1);
            forwardWithFailingPoll(Duration.ofHours(1));
            forwardWithFailingPoll(Duration.ofHours(1));

            woo.trouble(exchange -> false);
            gateway.clock.forward(Duration.ofHours(1));
            awaitGood();
            await().atMost(LONG).until(() -> alerts().size() == 2);

            assertThat(alerts()).containsExactly("alert", "alert-over");
            JsonNode told = receiver.calls().get(0).json();
            assertThat(told.at("/data/alert").asText()).isEqualTo("silent-source");
            assertThat(told.path("text").asText())
                    .startsWith("nothing comes from the shop woo any more")
                    .contains("Code: shop-busy");
            assertThat(gateway.rows()).isZero();
            assertThat(shop().path("code").isNull()).isTrue();
        }
    }

    private List<String> alerts() {
        return receiver.calls().stream().map(call -> call.json().path("type").asText()).toList();
    }

    private Reading reading() {
        return new ShopReadings(gateway.gateway.ledger()).all().get("woo");
    }

    private void awaitGood() {
        Instant now = gateway.clock.instant();
        await().atMost(LONG).until(() -> reading() != null && now.equals(reading().goodAt()));
    }

    private void forwardWithFailingPoll(Duration time) {
        int before = reading().failures();
        gateway.clock.forward(time);
        await().atMost(LONG).until(() -> reading().failures() > before);
    }

    private JsonNode shop() {
        for (JsonNode shop : gateway.ask("/api/shops").json().path("shops")) {
            if (shop.path("shop").asText().equals("woo")) {
                return shop;
            }
        }
        throw new AssertionError("no shop woo");
    }
}
