package org.moodlegateway.shop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.moodlegateway.MovableClock;

/** A Shopify of which not every webhook comes, beside a poll, before a gateway that serves. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class ShopifyPollTest {
    private static final int ORDERS = FakeShop.ORDERS;

    private final MovableClock clock = MovableClock.at("2026-01-15T09:30:00Z");
    private final Random random = new Random(42);
    private final FakeShopify shopify = FakeShopify.start(clock);
    private ServedShop<FakeShopify> served;

    @BeforeEach
    void start(@TempDir Path directory) {
        served =
                ServedShop.in(
                        directory,
                        clock,
                        shopify,
                        Map.of(
                                "SHOPIFY_TOKEN", FakeShopify.TOKEN,
                                "SHOPIFY_SECRET", FakeShopify.WEBHOOK_SECRET),
                        """
                          spruces:
                            kind: shopify
                            secrets: [ "{{env:SHOPIFY_SECRET}}" ]
                            api: { url: "%s", token: "{{env:SHOPIFY_TOKEN}}" }
                            poll: PT5M
                            products: { COURSE-SCI: SCI-180 }
                            settings: { domains: [spruces.myshopify.com] }
                        """
                                .formatted(shopify.url()));
    }

    @AfterEach
    void stop() {
        served.close();
    }

    private int sent(byte[] body, String topic, String delivery) {
        return served.send(
                "/webhooks/spruces",
                body,
                "X-Shopify-Hmac-SHA256",
                FakeShopify.signature(body),
                "X-Shopify-Topic",
                topic,
                "X-Shopify-Webhook-Id",
                delivery,
                "X-Shopify-Shop-Domain",
                "spruces.myshopify.com");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 50})
    void orders_all_arrive_by_poll_whatever_became_of_their_webhooks(int percent) {
        for (int number = 1; number <= ORDERS; number++) {
            Duration ago = Duration.ofMinutes(10 + random.nextInt(1200));
            shopify.order(number, "paid", clock.instant().minus(ago));
        }
        List<Integer> numbers = new ArrayList<>(IntStream.rangeClosed(1, ORDERS).boxed().toList());
        Collections.shuffle(numbers, random);
        List<Integer> delivered = numbers.subList(0, ORDERS * percent / 100);
        for (int times = 1; times <= 2; times++) {
            delivered.stream()
                    .limit(times == 1 ? ORDERS : 50)
                    .forEach(
                            number ->
                                    assertThat(
                                                    sent(
                                                            shopify.body(number),
                                                            "orders/updated",
                                                            "delivery " + number))
                                            .isEqualTo(200));
        }
        served.shop.whileAskedFor(
                "page_info",
                () -> {
                    for (int number = 1; number <= 20; number++) {
                        shopify.order(number * (ORDERS / 27), "paid");
                        shopify.order(ORDERS + number, "paid");
                    }
                });
        long before = shopify.pages();

        served.pollAgain();
        served.pollAgain();

        assertThat(served.seats("ACTIVE")).isEqualTo((ORDERS + 20) / FakeShop.NAMED);
        assertThat(served.seats("UNASSIGNED")).isEqualTo((ORDERS + 20) * 9 / FakeShop.NAMED);
        int needed = (ORDERS + 249) / 250 + 1;
        assertThat(shopify.pages() - before).isBetween((long) needed, needed * 11L / 10);
        assertThat(shopify.calls()).hasSize((int) shopify.pages());
        assertThat(served.fixture.rejectedCodes()).isEmpty();
    }

    @Test
    void refunds_and_cancellations_come_by_poll_too_and_older_webhooks_change_nothing() {
        List<byte[]> older = new ArrayList<>();
        for (int number = 1; number <= 30; number++) {
            shopify.order(number, "paid");
            older.add(shopify.body(number));
        }
        served.pollAgain();
        assertThat(served.seats("ACTIVE")).isEqualTo(3);
        for (int number = 1; number <= 10; number++) {
            shopify.order(number, "refunded");
            shopify.cancel(number + 10);
        }
        shopify.order(30, "refunded");

        assertThat(sent(shopify.refundBody(30), "refunds/create", "refund")).isEqualTo(200);
        for (int number = 30; number >= 1; number--) {
            assertThat(sent(older.get(number - 1), "orders/paid", "late " + number)).isEqualTo(200);
        }
        served.waitUntilAllIsDone();
        assertThat(served.seats("CANCELLED")).isEqualTo(1);
        served.pollAgain();

        assertThat(served.seats("ACTIVE")).isZero();
        assertThat(served.seats("UNASSIGNED")).isEqualTo(9);
        assertThat(served.seats("CANCELLED")).isEqualTo(21);
        assertThat(served.fixture.rejectedCodes()).isEmpty();
    }

    @Test
    void a_busy_shop_is_left_alone_as_long_as_it_wants() {
        for (int number = 1; number <= 500; number++) {
            shopify.order(number, "paid");
        }

        served.pollIsLeftAloneForAMinute(
                "page_info", "59.5", "{\"errors\":\"Exceeded 2 calls per second\"}");

        assertThat(served.fixture.count("select count(*) from orders")).isEqualTo(500);
    }
}
