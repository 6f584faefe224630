package org.moodlegateway.shop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.moodlegateway.MovableClock;

/** A PrestaShop that sends nothing, before a gateway that serves and polls it. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class PrestaShopPollTest {
    private static final int ORDERS = FakeShop.ORDERS;

    private final MovableClock clock = MovableClock.at("2026-01-15T09:30:00Z");
    private final Random random = new Random(42);
    private final FakePrestaShop presta = FakePrestaShop.start(clock);
    private ServedShop<FakePrestaShop> served;

    @BeforeEach
    void start(@TempDir Path directory) {
        served =
                ServedShop.in(
                        directory,
                        clock,
                        presta,
                        Map.of("PRESTA_KEY", FakePrestaShop.KEY),
                        """
                          boutique2:
                            kind: prestashop
                            api: { url: "%s", user: "{{env:PRESTA_KEY}}" }
                            poll: PT5M
                            products: { COURSE-SCI: SCI-180 }
                            settings: { time-zone: Europe/Paris }
                        """
                                .formatted(presta.url()));
    }

    @AfterEach
    void stop() {
        served.close();
    }

    private long asked(String what) {
        return presta.calls().stream().filter(call -> call.startsWith("/api/" + what)).count();
    }

    @Test
    void orders_all_arrive_by_poll_and_what_they_share_is_asked_once() {
        for (int id = 1; id <= ORDERS; id++) {
            Duration ago = Duration.ofMinutes(10 + random.nextInt(1200));
            presta.order(id, 2, clock.instant().minus(ago));
        }
        served.shop.whileAskedFor(
                "limit=297%2C100",
                () -> {
                    for (int id = 1; id <= 20; id++) {
                        presta.order(id * (ORDERS / 27), 2);
                        presta.order(ORDERS + id, 2);
                    }
                });
        long before = presta.pages();

        served.pollAgain();
        presta.order(50, 7);
        presta.order(51, 6);
        presta.slip(60);
        presta.order(1100, 10);
        served.pollAgain();

        assertThat(served.seats("ACTIVE")).isEqualTo((ORDERS + 20) / FakeShop.NAMED - 2);
        assertThat(served.seats("CANCELLED")).isEqualTo(3);
        assertThat(served.fixture.count("select count(*) from orders")).isEqualTo(ORDERS + 21);
        int needed = (ORDERS + 20 + 99) / 100 + 1;
        assertThat(presta.pages() - before).isBetween((long) needed, needed + 1L);
        assertThat(asked("currencies/") + asked("languages/") + asked("countries/")).isEqualTo(7);
        assertThat(asked("order_states/")).isEqualTo(2);
        assertThat(presta.calls().size() - presta.pages()).isLessThan(ORDERS * 33L / 10 + 100);
        assertThat(served.fixture.rejectedCodes()).isEmpty();
        assertThat(
                        served.fixture.list(
                                "select snapshot from orders where order_id in ('10', '12') order"
                                        + " by order_id"))
                .satisfiesExactly(
                        ten ->
                                assertThat(ten)
                                        .contains("\"currency\":\"EUR\"", "\"language\":\"fr\""),
                        twelve -> assertThat(twelve).contains("\"country\":\"DE\""));
    }

    @Test
    void a_busy_shop_is_left_alone_as_long_as_it_wants() {
        for (int id = 1; id <= 250; id++) {
            presta.order(id, 10);
        }

        served.pollIsLeftAloneForAMinute("limit=198%2C100", "60", "");

        assertThat(served.fixture.count("select count(*) from orders")).isEqualTo(250);
    }
}
