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

/** A Magento that sends nothing, before a gateway that serves and polls it. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class MagentoPollTest {
    private static final int ORDERS = FakeShop.ORDERS;

    /** Of the question for the orders behind one. */
    private static final String BEHIND =
            "searchCriteria%5Bfilter_groups%5D%5B1%5D%5Bfilters%5D%5B0%5D%5Bvalue%5D=";

    private final MovableClock clock = MovableClock.at("2026-01-15T09:30:00Z");
    private final Random random = new Random(42);
    private final FakeMagento magento = FakeMagento.start(clock);
    private ServedShop<FakeMagento> served;

    @BeforeEach
    void start(@TempDir Path directory) {
        served =
                ServedShop.in(
                        directory,
                        clock,
                        magento,
                        Map.of("MAGENTO_TOKEN", FakeMagento.TOKEN),
                        """
                          store:
                            kind: magento
                            api: { url: "%s", token: "{{env:MAGENTO_TOKEN}}" }
                            poll: PT5M
                            products: { COURSE-SCI: SCI-180 }
                        """
                                .formatted(magento.url()));
    }

    @AfterEach
    void stop() {
        served.close();
    }

    @Test
    void orders_all_arrive_by_poll_and_so_does_what_becomes_of_them() {
        for (int id = 1; id <= ORDERS; id++) {
            Duration ago = Duration.ofMinutes(10 + random.nextInt(1200));
            magento.order(id, "processing", clock.instant().minus(ago));
        }
        served.shop.whileAskedFor(
                BEHIND + "300&",
                () -> {
                    for (int id = 1; id <= 20; id++) {
                        magento.order(id * (ORDERS / 27), "complete");
                        magento.order(ORDERS + id, "processing");
                    }
                });
        long before = magento.pages();

        served.pollAgain();
        magento.order(50, "closed");
        magento.order(60, "canceled");
        magento.order(61, "closed");
        magento.order(1100, "new");
        served.pollAgain();

        assertThat(served.seats("ACTIVE")).isEqualTo((ORDERS + 20) / FakeShop.NAMED - 2);
        assertThat(served.seats("CANCELLED")).isEqualTo(3);
        assertThat(served.fixture.count("select count(*) from orders")).isEqualTo(ORDERS + 21);
        int needed = (ORDERS + 20 + 99) / 100 + 1;
        assertThat(magento.pages() - before).isBetween((long) needed, needed + 1L);
        assertThat(magento.calls()).hasSize((int) magento.pages());
        assertThat(served.fixture.rejectedCodes()).isEmpty();
    }

    @Test
    void an_order_that_leaves_and_one_that_comes_between_two_pages_hide_no_other() {
        for (int id = 2; id <= 250; id++) {
            magento.order(id, "processing");
        }

        served.shop.whileAskedFor(
                BEHIND + "201&",
                () -> {
                    magento.remove(5);
                    magento.order(251, "processing");
                });
        served.pollAgain();

        assertThat(served.fixture.count("select count(*) from orders")).isEqualTo(250);
    }

    @Test
    void a_busy_shop_is_left_alone_as_long_as_it_wants() {
        for (int id = 1; id <= 250; id++) {
            magento.order(id, "processing");
        }

        served.pollIsLeftAloneForAMinute(
                BEHIND + "200&", "60", "{\"message\":\"Too Many Requests\"}");

        assertThat(served.fixture.count("select count(*) from orders")).isEqualTo(250);
    }
}
