package org.moodlegateway.shop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.moodlegateway.GatewayFixture;
import org.moodlegateway.ledger.Arrival;
import org.moodlegateway.ledger.Inbox;
import org.moodlegateway.ledger.RejectedMessage;

/** What a message leaves out is asked for. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class MissingPartsTest {
    private GatewayFixture fixture;
    private FakeWooCommerce woo;
    private FakeWooCommerce other;

    @BeforeEach
    void start(@TempDir Path directory) {
        fixture = GatewayFixture.in(directory);
        woo = FakeWooCommerce.start(fixture.clock);
        other = FakeWooCommerce.start(fixture.clock);
        fixture.configuredBy(
                        AskedShop.configuration(
                                directory,
                                (AskedShop.wooCommerce("woo", woo.url(), "")
                                                + AskedShop.wooCommerce("other", other.url(), "")
                                                + AskedShop.wooCommerce("mute", "", ""))
                                        .replace("poll: PT5M", "test-orders: false")))
                .with("WOO_KEY", FakeWooCommerce.KEY)
                .with("WOO_SECRET", FakeWooCommerce.SECRET);
    }

    @AfterEach
    void stop() {
        fixture.close();
        woo.close();
        other.close();
    }

    private void comes(String shop, FakeWooCommerce from, int id) {
        new Inbox(fixture.gateway().ledger())
                .keep(
                        new Arrival(
                                shop,
                                "webhook",
                                "secret 1",
                                "",
                                "woocommerce",
                                "order.updated",
                                from.body(id)));
    }

    private void refunded(String shop, FakeWooCommerce from, int id) {
        from.order(id, "processing");
        comes(shop, from, id);
        fixture.work();
        fixture.clock.forward(Duration.ofSeconds(2));
        from.refund(id);
        comes(shop, from, id);
    }

    private void later(Duration time) {
        fixture.clock.forward(time);
        fixture.work();
    }

    private List<String> codes() {
        return fixture.rejected().stream()
                .map(one -> one.state() + " " + one.problem().code())
                .toList();
    }

    @Test
    void a_refund_is_asked_for_and_takes_the_seat() {
        refunded("woo", woo, 7);

        fixture.work();

        assertThat(woo.calls()).containsExactly("/wp/wp-json/wc/v3/orders/7/refunds?per_page=100");
        assertThat(fixture.seatStates()).containsExactly("CANCELLED");
        assertThat(codes()).isEmpty();
    }

    @Test
    void a_message_waits_visibly_while_its_shop_is_busy_and_goes_on_by_itself() {
        refunded("woo", woo, 7);
        woo.trouble(
                exchange -> {
                    exchange.getResponseHeaders().set("Retry-After", "90");
                    FakeWooCommerce.send(exchange, 429, "{}");
                    return true;
                });
        fixture.work();
        later(Duration.ofSeconds(89));
        assertThat(woo.calls()).hasSize(1);
        assertThat(codes()).containsExactly("ASKING shop-busy");
        assertThat(fixture.seatStates()).containsExactly("ACTIVE");

        woo.trouble(exchange -> false);
        later(Duration.ofSeconds(1));

        assertThat(fixture.seatStates()).containsExactly("CANCELLED");
        assertThat(codes()).isEmpty();
    }

    @Test
    void a_shop_that_refuses_or_fails_is_asked_ever_more_rarely() {
        refunded("woo", woo, 7);
        woo.trouble(
                exchange -> {
                    FakeWooCommerce.send(exchange, 403, "{}");
                    return true;
                });
        fixture.work();
        assertThat(codes()).containsExactly("ASKING shop-refuses");
        woo.trouble(
                exchange -> {
                    FakeWooCommerce.send(exchange, 502, "<html>");
                    return true;
                });

        for (int minute = 0; minute < 60; minute++) {
            later(Duration.ofMinutes(1));
        }

        assertThat(codes()).containsExactly("ASKING shop-away");
        assertThat(woo.calls()).hasSizeBetween(6, 9);
    }

    @Test
    void what_the_shop_does_not_have_is_told_to_the_mapping() {
        refunded("woo", woo, 7);
        woo.trouble(
                exchange -> {
                    FakeWooCommerce.send(exchange, 404, "<html>not JSON</html>");
                    return true;
                });

        fixture.work();

        assertThat(fixture.rejected()).extracting(RejectedMessage::state).doesNotContain("ASKING");
        assertThat(woo.calls()).hasSize(1);
    }

    @Test
    void one_that_has_no_address_is_not_asked_and_says_so() {
        woo.order(7, "processing");
        woo.refund(7);
        comes("mute", woo, 7);

        fixture.work();

        assertThat(codes()).containsExactly("ASKING shop-unasked");
    }

    @Test
    void a_slow_shop_is_asked_one_thing_at_a_time_and_holds_up_no_other() throws Exception {
        for (int id = 1; id <= 3; id++) {
            woo.order(id, "processing");
            comes("woo", woo, id);
        }
        other.order(9, "processing");
        comes("other", other, 9);
        fixture.work();
        fixture.clock.forward(Duration.ofSeconds(2));
        for (int id = 1; id <= 3; id++) {
            woo.refund(id);
            comes("woo", woo, id);
        }
        other.refund(9);
        comes("other", other, 9);
        while (fixture.gateway().planSome()) {
            // until all of them ask
        }
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        woo.trouble(
                exchange -> {
                    asked.countDown();
                    try {
                        go.await(10, TimeUnit.SECONDS);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    return false;
                });
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            Future<Boolean> slow = threads.submit(() -> fixture.gateway().askShops());
            assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();

            assertThat(threads.submit(() -> fixture.gateway().askShops()).get()).isTrue();
            assertThat(threads.submit(() -> fixture.gateway().askShops()).get()).isFalse();
            assertThat(other.calls()).hasSize(1);
            assertThat(woo.calls()).hasSize(1);

            go.countDown();
            assertThat(slow.get()).isTrue();
        } finally {
            threads.shutdownNow();
        }
        fixture.work();

        assertThat(woo.mostAtOnce()).isOne();
        assertThat(fixture.seatStates()).hasSize(4).containsOnly("CANCELLED");
    }
}
