package org.moodlegateway.shop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.moodlegateway.MovableClock;
import org.moodlegateway.sandbox.EffectKind;

/** A WooCommerce of which not every webhook comes, beside a poll, before a gateway that serves. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class WebhooksAndPollsTest {
    private static final int ORDERS = 1000;

    private final MovableClock clock = MovableClock.at("2026-01-15T09:30:00Z");
    private final Random random = new Random(42);
    private final FakeWooCommerce woo = FakeWooCommerce.start(clock);
    private ServedShop<FakeWooCommerce> served;

    @BeforeEach
    void start(@TempDir Path directory) {
        served =
                ServedShop.in(
                        directory,
                        clock,
                        woo,
                        Map.of(
                                "WOO_KEY", FakeWooCommerce.KEY,
                                "WOO_SECRET", FakeWooCommerce.SECRET,
                                "WOO_WEBHOOK_SECRET", "woo &amp; \"secret\""),
                        AskedShop.wooCommerce("woo", woo.url(), ""));
    }

    @AfterEach
    void stop() {
        served.close();
    }

    private int sent(int id) {
        return sent(woo.body(id));
    }

    private int sent(byte[] body) {
        return served.send(
                "/webhooks/woo",
                body,
                "X-WC-Webhook-Signature",
                FakeWooCommerce.signature(body),
                "X-WC-Webhook-Topic",
                "order.updated",
                "X-WC-Webhook-Delivery-ID",
                "same-second");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 50})
    void orders_all_arrive_by_poll_whatever_became_of_their_webhooks(int percent) {
        List<Integer> ids = new ArrayList<>();
        for (int id = 1; id <= ORDERS; id++) {
            Duration ago = Duration.ofMinutes(10 + random.nextInt(1200));
            woo.order(id, "processing", served.fixture.clock.instant().minus(ago));
            ids.add(id);
        }
        Collections.shuffle(ids, random);
        List<Integer> delivered = ids.subList(0, ORDERS * percent / 100);
        delivered.forEach(id -> assertThat(sent(id)).isEqualTo(200));
        delivered.stream().limit(50).forEach(id -> assertThat(sent(id)).isEqualTo(200));
        served.shop.whileAskedFor(
                "offset=297",
                () -> {
                    for (int id = 1; id <= 20; id++) {
                        woo.order(id * 37, "completed");
                        woo.order(ORDERS + id, "processing");
                    }
                });
        long before = woo.pages();

        served.pollAgain();
        served.pollAgain();

        assertThat(served.seats("ACTIVE")).isEqualTo(ORDERS + 20);
        int needed = 11 + 1;
        assertThat(woo.pages() - before).isBetween((long) needed, needed * 11L / 10);
        assertThat(woo.calls()).hasSize((int) woo.pages());
        assertThat(served.fixture.rejectedCodes()).isEmpty();
        assertThat(
                        served.fixture.moodle.journal().stream()
                                .filter(effect -> effect.kind() == EffectKind.ENROLMENT_CREATED))
                .hasSizeGreaterThanOrEqualTo(ORDERS + 20);
    }

    @Test
    void a_webhook_and_a_poll_that_race_for_an_order_end_the_same() {
        List<byte[]> older = new ArrayList<>();
        for (int id = 1; id <= 30; id++) {
            woo.order(id, "processing");
            older.add(woo.body(id));
        }
        clock.forward(Duration.ofMinutes(1));
        for (int id = 1; id <= 30; id++) {
            woo.order(id, id % 2 == 0 ? "cancelled" : "completed");
        }
        served.fixture.clock.forward(Duration.ofMinutes(5));
        CompletableFuture<?>[] late =
                older.stream()
                        .map(body -> CompletableFuture.runAsync(() -> sent(body)))
                        .toArray(CompletableFuture[]::new);
        for (int id = 30; id >= 1; id -= 3) {
            sent(id);
        }
        CompletableFuture.allOf(late).join();
        served.waitForWholePoll();
        served.waitUntilAllIsDone();

        assertThat(served.seats("ACTIVE")).isEqualTo(15);
        assertThat(served.fixture.count("select count(*) from inbox")).isEqualTo(60);
        assertThat(
                        served.fixture.count(
                                "select count(distinct order_id) from seat where kind = 'PAID' and"
                                        + " state = 'ACTIVE' and cast(order_id as int) % 2 = 1"))
                .isEqualTo(15);
    }
}
