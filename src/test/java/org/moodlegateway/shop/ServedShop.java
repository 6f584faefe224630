package org.moodlegateway.shop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.moodlegateway.MovableClock;
import org.moodlegateway.ServingFixture;

/** A shop before a gateway that serves and polls it, each with a clock of its own. */
final class ServedShop<S extends FakeShop> implements AutoCloseable {
    private static final Duration LONG = Duration.ofSeconds(200);

    final MovableClock clock;
    final S shop;
    final ServingFixture fixture;

    private ServedShop(MovableClock clock, S shop, ServingFixture fixture) {
        this.clock = clock;
        this.shop = shop;
        this.fixture = fixture;
    }

    /**
     * Starts a gateway, and waits until it has polled once.
     *
     * @param configured the shop's lines in shops.yaml
     */
    static <S extends FakeShop> ServedShop<S> in(
            Path directory,
            MovableClock clock,
            S shop,
            Map<String, String> environment,
            String configured) {
        Map<String, String> all = new HashMap<>(environment);
        all.put("GATEWAY_LOOK", "PT0.5S");
        ServedShop<S> served =
                new ServedShop<>(clock, shop, ServingFixture.in(directory, all, configured));
        served.waitFor(
                "select count(*) from shop_reading where good_at is not null and"
                        + " lease_until is null",
                1);
        return served;
    }

    void forward(Duration time) {
        clock.forward(time);
        fixture.clock.forward(time);
        fixture.gateway.wake();
    }

    void waitFor(String select, long expected) {
        Awaitility.await().atMost(LONG).until(() -> fixture.count(select) == expected);
    }

    /** A poll that began no earlier than now. */
    void waitForWholePoll() {
        Instant now = fixture.clock.instant();
        Awaitility.await()
                .atMost(LONG)
                .until(
                        () ->
                                fixture.gateway
                                                .ledger()
                                                .read(
                                                        handle ->
                                                                handle.select(
                                                                                "select count(*)"
                                                                                        + " from"
                                                                                        + " shop_reading"
                                                                                        + " where"
                                                                                        + " good_at ="
                                                                                        + " ?",
                                                                                now)
                                                                        .mapTo(Long.class)
                                                                        .one())
                                        == 1);
    }

    /** Before a clock is moved: nothing may be on its way to Moodle. */
    void waitUntilAllIsDone() {
        Awaitility.await()
                .atMost(LONG)
                .untilAsserted(
                        () ->
                                assertThat(
                                                fixture.list(
                                                        "select 'message ' || state || ' ' ||"
                                                                + " coalesce(code, '') from inbox where"
                                                                + " state <> 'APPLIED' union all select"
                                                                + " 'entitlement ' || state from"
                                                                + " entitlement where state <>"
                                                                + " 'CLEAN'"))
                                        .isEmpty());
    }

    /** Polls once more, when it is due, and waits until nothing is left to do. */
    void pollAgain() {
        waitUntilAllIsDone();
        forward(Duration.ofMinutes(5));
        waitForWholePoll();
        waitUntilAllIsDone();
    }

    /**
     * Has a poll begin that the shop breaks off at addresses with this part, since it wants to be
     * left alone for a minute, and sees that it goes on by itself, not before that.
     *
     * @param retryAfter as the shop writes a minute
     * @param said with that
     */
    void pollIsLeftAloneForAMinute(String part, String retryAfter, String said) {
        AtomicBoolean busy = new AtomicBoolean(true);
        shop.trouble(
                exchange -> {
                    boolean refused =
                            exchange.getRequestURI().toString().contains(part) && busy.get();
                    if (refused) {
                        exchange.getResponseHeaders().set("Retry-After", retryAfter);
                        FakeShop.send(exchange, 429, said);
                    }
                    return refused;
                });
        forward(Duration.ofMinutes(5));
        waitFor("select count(*) from shop_reading where code = 'shop-busy'", 1);
        busy.set(false);
        int asked = shop.calls().size();
        forward(Duration.ofSeconds(59));
        waitFor("select count(*) from inbox where state = 'NEW'", 0);
        assertThat(shop.calls()).hasSize(asked);
        forward(Duration.ofSeconds(1));
        waitForWholePoll();
        waitUntilAllIsDone();
    }

    long seats(String state) {
        return fixture.count(
                "select count(*) from seat where kind = 'PAID' and state = '" + state + "'");
    }

    int send(String path, byte[] body, String... headers) {
        return fixture.send(fixture.post(path, body, headers)).status();
    }

    @Override
    public void close() {
        fixture.close();
        shop.close();
    }
}
