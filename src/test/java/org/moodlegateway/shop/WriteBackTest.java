package org.moodlegateway.shop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.moodlegateway.GatewayFixture;
import org.moodlegateway.ledger.Arrival;
import org.moodlegateway.ledger.Inbox;

/** What the gateway writes into a shop's own order once all its seats are in. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class WriteBackTest {
    private static final String NOTE = "Moodle : all seats of this order (%d) are in.";

    @TempDir private Path directory;
    private GatewayFixture fixture;
    private FakeWooCommerce woo;
    private WooNotes notes;

    @BeforeEach
    void start() {
        fixture = GatewayFixture.in(directory);
        woo = FakeWooCommerce.start(fixture.clock);
        notes = new WooNotes(woo);
        woo.trouble(notes);
    }

    @AfterEach
    void stop() {
        fixture.close();
        woo.close();
    }

    private void shopWrites(String what) {
        fixture.configuredBy(
                        AskedShop.configuration(
                                directory,
                                AskedShop.wooCommerce("woo", woo.url(), "write-back: " + what)
                                        .replace("poll: PT5M", "test-orders: false")))
                .with("NOTICE_LANGUAGE", "en")
                .with("WOO_KEY", FakeWooCommerce.KEY)
                .with("WOO_SECRET", FakeWooCommerce.SECRET);
    }

    private void comes(byte[] body) {
        new Inbox(fixture.gateway().ledger())
                .keep(
                        new Arrival(
                                "woo",
                                "webhook",
                                "secret 1",
                                "",
                                "woocommerce",
                                "order.updated",
                                body));
    }

    private void paid(int id) {
        woo.order(id, "processing");
        comes(woo.body(id));
        fixture.work();
    }

    private void later(Duration time) {
        fixture.clock.forward(time);
        fixture.work();
    }

    private List<String> notices() {
        return fixture.list(
                "select state || ' ' || trouble from outbox where channel = 'WRITE_BACK' order by id");
    }

    @Test
    void a_note_is_written_once_all_seats_of_the_order_are_in() {
        shopWrites("[ note ]");
        woo.order(7, "processing");
        String two = new String(woo.body(7), UTF_8).replace("\"quantity\":1", "\"quantity\":2");
        comes(two.getBytes(UTF_8));
        fixture.work();
        assertThat(fixture.seatStates()).containsExactly("ACTIVE", "UNASSIGNED");
        assertThat(notes.of(7))
                .singleElement()
                .asString()
                .contains("Nobody is named for it yet.")
                .doesNotContain("all seats");

        fixture.clock.forward(Duration.ofMinutes(1));
        woo.order(7, "processing");
        String named =
                new String(woo.body(7), UTF_8)
                        .replace("\"quantity\":1", "\"quantity\":2")
                        .replace(
                                "\"meta_data\":[{",
                                "\"meta_data\":[{\"id\":2,\"key\":\"Participant 2 e-mail\",\"value\":\"bo@example.org\"},{");
        comes(named.getBytes(UTF_8));
        fixture.work();

        assertThat(fixture.seatStates()).containsExactly("ACTIVE", "ACTIVE");
        assertThat(notes.of(7)).hasSize(2).contains(NOTE.formatted(2));
        assertThat(notes.written())
                .hasSize(2)
                .last()
                .isEqualTo(
                        "POST {\"note\":\"Moodle: all seats of this order (2) are"
                                + " in.\",\"customer_note\":false}");
        assertThat(notices()).containsExactly("SENT ", "SENT ");
    }

    @Test
    void nothing_is_written_twice_when_the_answer_was_lost() {
        shopWrites("[ note ]");
        notes.loseAnswers(1);
        paid(7);
        assertThat(notes.of(7)).hasSize(1);
        assertThat(notices()).containsExactly("NEW shop-away");

        later(Duration.ofHours(1));

        assertThat(notes.of(7)).hasSize(1);
        assertThat(notices()).containsExactly("SENT ");
    }

    @Test
    void a_paid_order_is_completed_and_then_noted_in_the_order_of_the_list() {
        shopWrites("[ completed, note ]");

        paid(7);

        assertThat(notes.written().get(0)).isEqualTo("PUT {\"status\":\"completed\"}");
        assertThat(notes.written().get(1)).startsWith("POST ");
        assertThat(new String(woo.body(7), UTF_8)).contains("\"status\":\"completed\"");
    }

    @Test
    void an_order_that_was_refunded_meanwhile_is_not_completed() {
        shopWrites("[ completed ]");
        woo.order(7, "processing");
        byte[] paid = woo.body(7);
        woo.order(7, "refunded");
        comes(paid);

        fixture.work();

        assertThat(fixture.seatStates()).containsExactly("ACTIVE");
        assertThat(notes.written()).isEmpty();
        assertThat(notices()).containsExactly("SENT ");
    }

    @Test
    void a_busy_shop_is_left_alone_as_long_as_it_wants() {
        shopWrites("[ note ]");
        woo.trouble(
                exchange -> {
                    exchange.getResponseHeaders().set("Retry-After", "600");
                    FakeWooCommerce.send(exchange, 429, "{}");
                    return true;
                });
        paid(7);
        paid(8);
        later(Duration.ofSeconds(599));
        assertThat(woo.calls()).hasSize(1);
        assertThat(notices()).containsExactly("NEW shop-busy", "NEW ");

        woo.trouble(notes);
        later(Duration.ofSeconds(1));

        assertThat(notes.of(7)).hasSize(1);
        assertThat(notes.of(8)).hasSize(1);
        assertThat(notices()).containsExactly("SENT ", "SENT ");
    }

    @Test
    void an_order_that_the_shop_has_no_more_needs_no_note() {
        shopWrites("[ note ]");
        woo.trouble(
                exchange -> {
                    FakeWooCommerce.send(
                            exchange, 404, "{\"code\":\"woocommerce_rest_order_invalid_id\"}");
                    return true;
                });

        paid(7);

        assertThat(notices()).containsExactly("DROPPED order-gone");
    }

    @Test
    void a_key_that_may_only_read_is_told_to_the_administrator_and_given_up_at_last() {
        shopWrites("[ note ]");
        woo.trouble(
                exchange -> {
                    if (exchange.getRequestMethod().equals("POST")) {
                        FakeWooCommerce.send(
                                exchange, 401, "{\"code\":\"woocommerce_rest_cannot_create\"}");
                        return true;
                    }
                    return notes.instead(exchange);
                });
        paid(7);
        assertThat(notices()).containsExactly("NEW shop-refuses");

        for (int hours = 0; hours < 100; hours++) {
            later(Duration.ofHours(1));
        }

        assertThat(notices()).containsExactly("DEAD shop-refuses");
        assertThat(notes.of(7)).isEmpty();
    }

    @Test
    void a_shop_that_asks_for_nothing_is_told_nothing() {
        shopWrites("");

        paid(7);

        assertThat(woo.calls()).isEmpty();
        assertThat(fixture.list("select kind from outbox where channel = 'FACT' order by id"))
                .containsExactly("line-fulfilled", "order-fulfilled");
        assertThat(notices()).isEmpty();
    }
}
