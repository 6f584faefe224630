package org.moodlegateway.shop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.moodlegateway.MovableClock;

/** A Stripe of which not every event comes, beside a poll, before a gateway that serves. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class StripePollTest {
    private static final String PAID_FOR =
            "select count(*) from seat where kind = 'PAID' and state <> 'CANCELLED'";

    private static final int ORDERS = FakeShop.ORDERS;

    private final MovableClock clock = MovableClock.at("2026-01-15T09:30:00Z");
    private final Random random = new Random(42);
    private final FakeStripe stripe = FakeStripe.start(clock);
    private ServedShop<FakeStripe> served;

    @BeforeEach
    void start(@TempDir Path directory) {
        served =
                ServedShop.in(
                        directory,
                        clock,
                        stripe,
                        Map.of(
                                "STRIPE_KEY", FakeStripe.KEY,
                                "STRIPE_SECRET", FakeStripe.WEBHOOK_SECRET),
                        """
                          checkout:
                            kind: stripe
                            secrets: [ "{{env:STRIPE_SECRET}}" ]
                            api: { url: "%s", token: "{{env:STRIPE_KEY}}" }
                            poll: PT5M
                            products: { COURSE-SCI: SCI-180 }
                        """
                                .formatted(stripe.url()));
    }

    @AfterEach
    void stop() {
        served.close();
    }

    private int sent(int event) {
        byte[] body = stripe.body(event);
        return served.send(
                "/webhooks/checkout",
                body,
                "Stripe-Signature",
                FakeStripe.signature(body, clock.instant()));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 50})
    void orders_all_arrive_by_poll_whatever_became_of_their_webhooks(int percent) {
        List<Integer> events = new ArrayList<>();
        for (int session = 1; session <= ORDERS; session++) {
            Duration ago = Duration.ofMinutes(10 + random.nextInt(1200));
            events.add(stripe.paid(session, clock.instant().minus(ago)));
            stripe.happened("payout.paid");
        }
        Collections.shuffle(events, random);
        List<Integer> delivered = events.subList(0, ORDERS * percent / 100);
        delivered.forEach(event -> assertThat(sent(event)).isEqualTo(200));
        delivered.stream().limit(50).forEach(event -> assertThat(sent(event)).isEqualTo(200));
        served.shop.whileAskedFor(
                "starting_after",
                () -> {
                    for (int more = 1; more <= 20; more++) {
                        stripe.paid(ORDERS + more);
                    }
                });
        long before = stripe.pages();

        served.pollAgain();
        served.pollAgain();

        assertThat(served.seats("ACTIVE")).isEqualTo((ORDERS + 20) / FakeShop.NAMED);
        assertThat(served.seats("UNASSIGNED")).isEqualTo((ORDERS + 20) * 9 / FakeShop.NAMED);
        int needed = ORDERS / 100 + 1;
        assertThat(stripe.pages() - before).isBetween((long) needed, needed + 1L);
        long asked = stripe.calls().stream().filter(call -> call.contains("line_items")).count();
        int first = (ORDERS + 20) / 10;
        assertThat(asked).isBetween((long) first, first + delivered.size() / 5L);
        assertThat(served.fixture.rejectedCodes()).isEmpty();
    }

    @Test
    void a_refund_comes_by_poll_too_before_or_after_what_was_paid() {
        for (int session = 1; session <= 20; session++) {
            stripe.paid(session);
        }
        served.pollAgain();
        assertThat(served.seats("ACTIVE")).isEqualTo(2);
        stripe.refunded(10);
        int paid = stripe.paid(30);
        clock.forward(Duration.ofSeconds(1));
        int refunded = stripe.refunded(30);
        assertThat(sent(refunded)).isEqualTo(200);
        assertThat(sent(paid)).isEqualTo(200);
        served.waitUntilAllIsDone();
        assertThat(served.fixture.count(PAID_FOR)).isEqualTo(20);

        served.pollAgain();

        assertThat(served.fixture.count(PAID_FOR)).isEqualTo(19);
        assertThat(served.seats("ACTIVE")).isEqualTo(1);
        assertThat(served.fixture.rejectedCodes()).isEmpty();
    }

    @Test
    void a_busy_api_is_left_alone_as_long_as_it_wants() {
        for (int session = 1; session <= 250; session++) {
            stripe.paid(session);
        }

        served.pollIsLeftAloneForAMinute(
                "starting_after", "60", "{\"error\":{\"code\":\"rate_limit\"}}");

        assertThat(served.fixture.count("select count(*) from orders")).isEqualTo(250);
    }
}
