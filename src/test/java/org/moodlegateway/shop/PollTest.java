package org.moodlegateway.shop;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.moodlegateway.GatewayFixture;
import org.moodlegateway.ledger.Correspondence;
import org.moodlegateway.ledger.ShopReadings;
import org.moodlegateway.ledger.ShopReadings.Reading;

/** A shop that sends nothing and is polled. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class PollTest {
    private static final int PAGE = 100;

    private GatewayFixture fixture;
    private FakeWooCommerce woo;

    @BeforeEach
    void start(@TempDir Path directory) {
        fixture = GatewayFixture.in(directory);
        woo = FakeWooCommerce.start(fixture.clock);
        fixture.configuredBy(
                        AskedShop.configuration(
                                directory, AskedShop.wooCommerce("woo", woo.url(), "")))
                .with("WOO_KEY", FakeWooCommerce.KEY)
                .with("WOO_SECRET", FakeWooCommerce.SECRET);
    }

    @AfterEach
    void stop() {
        fixture.close();
        woo.close();
    }

    private void orders(int from, int to) {
        for (int id = from; id <= to; id++) {
            woo.order(id, "processing");
        }
    }

    /** Orders that nobody has paid yet, so that nobody need be enrolled. */
    private void placed(int from, int to) {
        for (int id = from; id <= to; id++) {
            woo.order(id, "pending");
        }
    }

    private Reading reading() {
        return new ShopReadings(fixture.gateway().ledger()).all().get("woo");
    }

    private long count(String select) {
        return fixture.gateway()
                .ledger()
                .read(handle -> handle.select(select).mapTo(Long.class).one());
    }

    private void later(Duration time) {
        fixture.clock.forward(time);
        fixture.work();
    }

    /** What the address of a page has in it. */
    private static String page(int number) {
        return "&offset=" + (number - 1) * (PAGE - 1) + "&";
    }

    private static boolean isPage(HttpExchange exchange, int page) {
        return exchange.getRequestURI().toString().endsWith("&per_page=100")
                && exchange.getRequestURI().toString().contains(page(page));
    }

    @Test
    void what_changed_becomes_seats() {
        orders(1, 250);

        fixture.work();

        assertThat(fixture.seatStates()).hasSize(250).containsOnly("ACTIVE");
        assertThat(woo.pages()).isEqualTo(3);
        assertThat(reading().changedAt()).isEqualTo(fixture.clock.instant());
        assertThat(fixture.rejected()).isEmpty();
        byte[] kept =
                fixture.gateway()
                        .ledger()
                        .read(
                                handle ->
                                        handle.select("select body from inbox where order_id = '7'")
                                                .mapTo(byte[].class)
                                                .one());
        assertThat(kept).isEqualTo(woo.body(7));
    }

    @Test
    void it_is_asked_again_when_it_is_due_from_what_is_known_minus_the_overlap() {
        orders(1, 3);
        fixture.work();
        later(Duration.ofMinutes(4));
        assertThat(woo.pages()).isOne();

        later(Duration.ofMinutes(1));

        assertThat(woo.pages()).isEqualTo(2);
        assertThat(woo.calls().get(1)).contains("modified_after=2026-01-31T23%3A55%3A00");
        assertThat(count("select count(*) from inbox")).isEqualTo(3);
        assertThat(reading().changedAt()).isEqualTo(Instant.parse("2026-02-01T00:00:00Z"));
    }

    @Test
    void orders_that_leave_the_window_while_it_is_read_hide_no_other() {
        placed(1, 250);
        woo.whileAskedFor(
                page(2),
                () -> {
                    woo.remove(5);
                });

        fixture.work();

        assertThat(count("select count(*) from orders")).isEqualTo(250);
        assertThat(woo.pages()).isEqualTo(2 + 3);
    }

    @Test
    void an_order_that_leaves_and_one_that_comes_between_two_pages_hide_no_other() {
        placed(2, 250);
        woo.whileAskedFor(
                page(2),
                () -> {
                    woo.remove(5);
                    woo.order(251, "pending");
                });

        fixture.work();

        assertThat(count("select count(*) from orders")).isEqualTo(250);
        assertThat(woo.pages()).isEqualTo(2 + 3);
    }

    @Test
    void a_shop_that_gives_the_same_page_for_ever_is_not_asked_for_ever() {
        orders(1, 150);
        woo.trouble(
                exchange -> {
                    exchange.getResponseHeaders().set("X-WP-Total", "150");
                    FakeWooCommerce.send(exchange, 200, woo.firstPage());
                    return true;
                });

        fixture.work();

        assertThat(fixture.seatStates()).hasSize(100);
        assertThat(woo.pages()).isEqualTo(2);
        assertThat(reading().code()).isEqualTo("shop-unreadable");
    }

    @Test
    void an_order_that_changes_behind_the_reading_is_found_by_the_next_poll() {
        orders(1, 150);
        woo.order(1, "pending", fixture.clock.instant().minus(Duration.ofDays(2)));
        woo.whileAskedFor(
                page(2),
                () -> {
                    fixture.clock.forward(Duration.ofSeconds(20));
                    woo.order(1, "processing");
                    fixture.clock.forward(Duration.ofSeconds(50));
                    woo.order(150, "completed");
                });
        fixture.work();
        assertThat(fixture.seatStates()).hasSize(149);

        later(Duration.ofMinutes(5));

        assertThat(fixture.seatStates()).hasSize(150).containsOnly("ACTIVE");
    }

    @Test
    void a_busy_shop_is_left_alone_as_long_as_it_wants() {
        orders(1, 2);
        woo.trouble(
                exchange -> {
                    exchange.getResponseHeaders().set("Retry-After", "600");
                    FakeWooCommerce.send(exchange, 429, "{}");
                    return true;
                });
        fixture.work();
        later(Duration.ofSeconds(599));
        assertThat(woo.pages()).isOne();
        assertThat(reading().code()).isEqualTo("shop-busy");

        woo.trouble(exchange -> false);
        later(Duration.ofSeconds(1));

        assertThat(fixture.seatStates()).hasSize(2);
        assertThat(reading().code()).isEmpty();
    }

    @Test
    void a_poll_that_a_busy_shop_breaks_off_goes_on_with_the_page_it_was_at() {
        placed(1, 350);
        AtomicInteger busy = new AtomicInteger(2);
        woo.trouble(
                exchange -> {
                    if (!isPage(exchange, 3) || busy.getAndDecrement() <= 0) {
                        return false;
                    }
                    exchange.getResponseHeaders().set("Retry-After", "60");
                    FakeWooCommerce.send(exchange, 429, "{}");
                    return true;
                });
        Instant began = fixture.clock.instant();
        fixture.work();
        later(Duration.ofSeconds(60));
        woo.order(1, "completed");

        later(Duration.ofSeconds(60));

        assertThat(count("select count(*) from orders")).isEqualTo(350);
        assertThat(woo.pages()).isEqualTo(2 + 2 + 2);
        assertThat(reading().changedAt()).isEqualTo(began.minus(Duration.ofMinutes(2)));
    }

    @Test
    void a_poll_that_goes_on_after_orders_left_the_window_hides_no_other() {
        placed(1, 250);
        AtomicBoolean busy = new AtomicBoolean(true);
        woo.trouble(
                exchange -> {
                    if (!isPage(exchange, 2) || !busy.getAndSet(false)) {
                        return false;
                    }
                    exchange.getResponseHeaders().set("Retry-After", "60");
                    FakeWooCommerce.send(exchange, 429, "{}");
                    return true;
                });
        fixture.work();
        woo.remove(5);

        later(Duration.ofSeconds(60));

        assertThat(count("select count(*) from orders")).isEqualTo(250);
        assertThat(woo.pages()).isEqualTo(2 + 1 + 3);
    }

    @Test
    void a_poll_that_was_broken_off_long_ago_begins_anew() {
        placed(1, 150);
        AtomicBoolean busy = new AtomicBoolean(true);
        woo.trouble(
                exchange -> {
                    if (!isPage(exchange, 2) || !busy.getAndSet(false)) {
                        return false;
                    }
                    exchange.getResponseHeaders().set("Retry-After", "3600");
                    FakeWooCommerce.send(exchange, 429, "{}");
                    return true;
                });
        fixture.work();

        later(Duration.ofHours(1));

        assertThat(count("select count(*) from orders")).isEqualTo(150);
        assertThat(woo.pages()).isEqualTo(2 + 2);
        assertThat(reading().changedAt())
                .isEqualTo(fixture.clock.instant().minus(Duration.ofHours(1)));
    }

    @Test
    void the_wish_may_be_a_date() {
        woo.trouble(
                exchange -> {
                    exchange.getResponseHeaders()
                            .set("Retry-After", "Sun, 01 Feb 2026 00:02:00 GMT");
                    FakeWooCommerce.send(exchange, 503, "");
                    return true;
                });

        fixture.work();

        assertThat(reading().notBefore()).isEqualTo(Instant.parse("2026-02-01T00:02:00Z"));
    }

    @Test
    void a_shop_that_fails_is_asked_ever_more_rarely_and_no_page_is_taken_for_the_last() {
        orders(1, 150);
        AtomicInteger failures = new AtomicInteger();
        woo.trouble(
                exchange -> {
                    if (!isPage(exchange, 2) || failures.incrementAndGet() > 6) {
                        return false;
                    }
                    FakeWooCommerce.send(exchange, 500, "<html>oh</html>");
                    return true;
                });
        fixture.work();
        assertThat(count("select count(*) from inbox")).isEqualTo(100);
        assertThat(reading().changedAt()).isNull();
        assertThat(reading().notBefore()).isEqualTo(fixture.clock.instant().plusSeconds(5));

        for (int i = 0; i < 60; i++) {
            later(Duration.ofSeconds(10));
        }

        assertThat(failures.get()).isEqualTo(7);
        assertThat(fixture.seatStates()).hasSize(150);
        assertThat(reading().changedAt()).isNotNull();
    }

    @Test
    void neither_redirects_nor_wrong_credentials_nor_broken_answers_move_the_cursor() {
        orders(1, 2);
        for (String wrong : List.of("302", "401", "400", "200")) {
            woo.trouble(
                    exchange -> {
                        exchange.getResponseHeaders().set("Location", woo.url() + "/stolen");
                        FakeWooCommerce.send(
                                exchange, Integer.parseInt(wrong), "[{\"id\":1,\"date_mod");
                        return true;
                    });
            later(Duration.ofMinutes(11));

            assertThat(reading().code())
                    .isEqualTo(
                            switch (wrong) {
                                case "302" -> "shop-moved";
                                case "401" -> "shop-refuses";
                                default -> "shop-unreadable";
                            });
        }
        assertThat(woo.calls()).hasSize(4).noneMatch(call -> call.contains("stolen"));
        assertThat(reading().changedAt()).isNull();
        assertThat(count("select count(*) from inbox")).isZero();
    }

    @Test
    void an_answer_that_never_ends_is_cut_off() {
        fixture.with("SHOP_MAX_ANSWER", "1000");
        orders(1, 20);

        fixture.work();

        assertThat(reading().code()).isEqualTo("shop-verbose");
    }

    @Test
    void a_shop_that_is_too_slow_is_away() {
        fixture.with("SHOP_TIMEOUT", "PT0.3S");
        AtomicBoolean stopped = new AtomicBoolean();
        woo.trouble(
                exchange -> {
                    exchange.sendResponseHeaders(200, 0);
                    exchange.getResponseBody().write('[');
                    exchange.getResponseBody().flush();
                    synchronized (stopped) {
                        try {
                            stopped.wait(5000);
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                    }
                    return true;
                });

        fixture.work();

        assertThat(reading().code()).isEqualTo("shop-away");
    }

    @Test
    void a_good_poll_is_a_sign_of_life_and_a_bad_one_is_none() {
        Correspondence correspondence = new Correspondence(fixture.gateway().ledger());
        later(Duration.ofHours(1));
        Instant good = fixture.clock.instant();
        assertThat(correspondence.lastHeardOf("woo")).contains(good);
        woo.trouble(
                exchange -> {
                    FakeWooCommerce.send(exchange, 500, "");
                    return true;
                });

        later(Duration.ofHours(1));

        assertThat(correspondence.lastHeardOf("woo")).contains(good);
    }

    @Test
    void a_poll_that_died_is_repeated_by_another_after_the_lease() {
        orders(1, 150);
        ShopReadings readings = new ShopReadings(fixture.gateway().ledger());
        assertThat(readings.take("woo")).isPresent();
        later(Duration.ofSeconds(59));
        assertThat(woo.calls()).isEmpty();

        later(Duration.ofSeconds(1));

        assertThat(fixture.seatStates()).hasSize(150);
    }

    @Test
    void a_poll_that_comes_back_after_another_took_over_changes_nothing() throws Exception {
        orders(1, 150);
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        AtomicBoolean once = new AtomicBoolean();
        fixture.gateway();
        woo.trouble(
                exchange -> {
                    if (isPage(exchange, 2) && once.compareAndSet(false, true)) {
                        asked.countDown();
                        await(go);
                    }
                    return false;
                });
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            Future<Boolean> frozen = thread.submit(() -> fixture.gateway().askShops());
            await(asked);
            assertThat(fixture.gateway().askShops()).isFalse();
            fixture.clock.forward(Duration.ofSeconds(61));
            woo.order(151, "processing");
            assertThat(fixture.gateway().askShops()).isTrue();
            Reading whole = reading();

            go.countDown();
            frozen.get();

            assertThat(reading()).isEqualTo(whole);
            assertThat(whole.changedAt()).isEqualTo(fixture.clock.instant());
        } finally {
            thread.shutdownNow();
        }
        fixture.work();
        assertThat(fixture.seatStates()).hasSize(151);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void the_secret_is_in_a_header_only() {
        orders(1, 1);

        fixture.work();

        assertThat(woo.calls())
                .noneMatch(call -> call.contains("canary") || call.contains("consumer"));
    }
}
