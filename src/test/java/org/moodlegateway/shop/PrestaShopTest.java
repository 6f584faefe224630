package org.moodlegateway.shop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.moodlegateway.GatewayFixture;

/** What is peculiar to a PrestaShop that is polled. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class PrestaShopTest {
    private GatewayFixture fixture;
    private FakePrestaShop presta;
    private Path config;

    @BeforeEach
    void start(@TempDir Path directory) {
        fixture = GatewayFixture.in(directory);
        presta = FakePrestaShop.start(fixture.clock);
        config =
                AskedShop.configuration(
                        directory,
                        """
                          presta:
                            kind: prestashop
                            api: { url: "%s", user: "{{env:PRESTA_KEY}}" }
                            poll: PT5M
                            products: { COURSE-SCI: SCI-180 }
                            settings: { time-zone: Europe/Paris }
                        """
                                .formatted(presta.url()));
        fixture.configuredBy(config).with("PRESTA_KEY", FakePrestaShop.KEY);
    }

    @AfterEach
    void stop() {
        fixture.close();
        presta.close();
    }

    private void orders(int from, int to, int state) {
        for (int id = from; id <= to; id++) {
            presta.order(id, state);
        }
    }

    @Test
    void an_old_one_answers_in_xml_whatever_it_is_asked_for() throws Exception {
        Path kind = config.resolve("shops/prestashop.yaml");
        Files.writeString(
                kind,
                Files.readString(kind)
                        .replace("items: /orders", "items: /prestashop/orders/order")
                        .replace("format: json", "format: xml"));
        presta.knowOnlyXml();
        orders(1, 120, 2);
        presta.order(7, 10);

        fixture.work();
        assertThat(fixture.seatStates()).hasSize(119).contains("ACTIVE", "UNASSIGNED");
        fixture.clock.forward(Duration.ofMinutes(5));
        presta.slip(20);
        fixture.work();

        assertThat(fixture.seatStates())
                .filteredOn("ACTIVE"::equals)
                .hasSize(120 / FakeShop.NAMED - 1);
        assertThat(fixture.seatStates()).containsOnlyOnce("CANCELLED");
        assertThat(fixture.rejected()).isEmpty();
    }

    @Test
    void an_order_that_leaves_and_one_that_comes_between_two_pages_hide_no_other() {
        orders(1, 250, 10);
        AtomicBoolean once = new AtomicBoolean();
        presta.trouble(
                exchange -> {
                    if (exchange.getRequestURI().toString().contains("limit=99%2C100")
                            && once.compareAndSet(false, true)) {
                        presta.remove(5);
                        presta.remove(6);
                        orders(251, 252, 10);
                    }
                    return false;
                });

        fixture.work();

        long kept =
                fixture.gateway()
                        .ledger()
                        .read(
                                handle ->
                                        handle.select("select count(*) from orders")
                                                .mapTo(Long.class)
                                                .one());
        assertThat(kept).isEqualTo(252);
        assertThat(presta.pages()).isEqualTo(2 + 3);
    }

    @Test
    void what_many_orders_share_is_asked_again_after_some_minutes() {
        orders(1, 3, 10);
        fixture.work();
        long before = sharedCalls();
        fixture.clock.forward(Duration.ofMinutes(5));
        orders(1, 3, 10);
        fixture.work();
        assertThat(sharedCalls()).isEqualTo(before);

        fixture.clock.forward(Duration.ofMinutes(5));
        orders(1, 3, 10);
        fixture.work();

        assertThat(sharedCalls()).isEqualTo(2 * before);
    }

    private long sharedCalls() {
        return presta.calls().stream()
                .filter(
                        call ->
                                call.matches(
                                        "/api/(order_states|currencies|languages|countries)/.*"))
                .count();
    }
}
