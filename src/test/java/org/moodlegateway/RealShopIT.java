package org.moodlegateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.moodlegateway.settings.Settings;
import org.moodlegateway.shop.FakeWooCommerce;
import org.moodlegateway.shop.WooNotes;

/** A shop in its own language before a Moodle of yours, see {@link RealMoodle}. */
@DisplayNameGeneration(ReplaceUnderscores.class)
@EnabledIfEnvironmentVariable(named = "MOODLE_URL", matches = "http.*")
class RealShopIT {
    private final RealMoodle moodle = new RealMoodle();
    private final FakeWooCommerce woo = FakeWooCommerce.start(Clock.systemUTC());
    private final WooNotes notes = new WooNotes(woo);
    private final int order = ThreadLocalRandom.current().nextInt(1_000_000, 1_000_000_000);
    private RunningGateway gateway;

    @BeforeEach
    void start(@TempDir Path directory) throws IOException {
        woo.trouble(notes);
        Settings settings =
                moodle.settings(
                        directory,
                        """
                        products:
                          - { code: HERE, handler: setupcoursesession, parameters: "coursename=%s&duration=3650", seats: true }
                        """
                                .formatted(moodle.course));
        Files.writeString(
                settings.configDirectory().resolve("shops.yaml"),
                """
                shops:
                  woo:
                    kind: woocommerce
                    api: { url: "%s", user: "{{env:MOODLE_TEST_SHOP_KEY:%s}}", password: "{{env:MOODLE_TEST_SHOP_SECRET:%s}}" }
                    poll: PT1S
                    write-back: [ completed, note ]
                    products: { COURSE-SCI: HERE }
                """
                        .formatted(woo.url(), FakeWooCommerce.KEY, FakeWooCommerce.SECRET));
        gateway = RunningGateway.start(settings, null, false);
    }

    @AfterEach
    void stop() {
        gateway.close();
        woo.close();
    }

    private void poll() {
        gateway.ledger()
                .transaction(
                        handle ->
                                handle.execute(
                                        "update shop_reading set due_at = current_timestamp"));
        gateway.workUntilNothingIsDue();
    }

    @Test
    void a_polled_order_is_enrolled_noted_in_the_shop_and_taken_back_when_it_is_refunded() {
        String person = "p" + order + "@example.org";
        woo.order(order, "processing");

        poll();

        assertThat(moodle.active(person)).isTrue();
        assertThat(notes.of(order)).singleElement().asString().contains("(1)");
        assertThat(new String(woo.body(order), java.nio.charset.StandardCharsets.UTF_8))
                .contains("\"status\":\"completed\"");

        woo.refund(order);
        poll();

        assertThat(moodle.active(person)).isFalse();
        assertThat(moodle.enrolled(person)).isPresent();
    }
}
