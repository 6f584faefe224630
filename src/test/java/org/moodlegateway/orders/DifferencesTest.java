package org.moodlegateway.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.moodlegateway.Orders.SCI;
import static org.moodlegateway.Orders.order;

import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.moodlegateway.MovableClock;
import org.moodlegateway.Orders;
import org.moodlegateway.ledger.Databases;
import org.moodlegateway.ledger.Entitlements;
import org.moodlegateway.ledger.Erasure;
import org.moodlegateway.ledger.Inbox;
import org.moodlegateway.ledger.Ledger;
import org.moodlegateway.order.Participant;
import org.moodlegateway.seat.OrderPlan;

/** What is written down of differences, and when one is told. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class DifferencesTest {
    private static final Participant ANA = new Participant("ana@example.org", "Ana", "Silva", "");

    private final MovableClock clock = MovableClock.at("2026-02-01T00:00:00Z");
    private final Differences differences = new Differences();
    @TempDir private Path directory;
    private Ledger ledger;
    private OrderBook orders;

    private void on(Databases database) {
        ledger = Ledger.open(database.empty(directory), clock);
        ledger.bindTo("https://moodle.example.org");
        orders = new OrderBook(ledger, new Entitlements(ZoneOffset.UTC));
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    private void apply(Orders order) {
        String id = order.build().id();
        long message =
                new Inbox(ledger)
                        .keep("web", "http", "key", UUID.randomUUID().toString(), new byte[] {1})
                        .id();
        orders.apply(message, OrderBook.Change.of(order.plan(), orders.known("web", id)));
    }

    private static Orders sold() {
        return order("A-1").line(SCI, Map.of(), ANA);
    }

    private static Orders longer() {
        return order("A-1")
                .updatedAt("2026-01-16T00:00:00Z")
                .line(SCI, Map.of("duration", "365"), ANA);
    }

    private boolean follow(OrderPlan plan, Predicate<Difference> pending) {
        return ledger.transaction(
                handle -> differences.follow(handle, plan, pending, clock.instant()));
    }

    private List<String> list(String select) {
        return ledger.read(handle -> handle.select(select).mapTo(String.class).list());
    }

    private List<String> rows() {
        return list("select line_id || ' ' || code || ' ' || told from difference order by code");
    }

    private List<String> told() {
        return list("select kind from outbox where channel = 'FACT' and kind = 'differs'");
    }

    @ParameterizedTest
    @EnumSource
    void what_differs_is_kept_with_since_when_and_goes_when_it_is_over(Databases database) {
        on(database);
        apply(sold());
        assertThat(rows()).isEmpty();

        apply(longer());
        String since = list("select cast(since as varchar) from difference").get(0);
        clock.forward(Duration.ofDays(1));
        apply(longer().updatedAt("2026-01-17T00:00:00Z"));

        assertThat(rows()).containsExactly("1 differs:period TOLD");
        assertThat(list("select cast(since as varchar) from difference")).containsExactly(since);
        assertThat(told()).hasSize(1);

        apply(sold().updatedAt("2026-01-18T00:00:00Z"));

        assertThat(rows()).isEmpty();
        assertThat(told()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void while_a_correction_is_pending_it_stands_and_nobody_is_told(Databases database) {
        on(database);
        apply(sold());

        assertThat(follow(longer().plan(), difference -> true)).isTrue();
        assertThat(follow(longer().plan(), difference -> true)).isFalse();

        assertThat(rows()).containsExactly("1 differs:period NOT_YET");
        assertThat(told()).isEmpty();
        assertThat(follow(longer().plan(), difference -> false)).isTrue();
        assertThat(rows()).containsExactly("1 differs:period TOLD");
        assertThat(told()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void what_was_only_counted_is_told_at_the_orders_next_event(Databases database) {
        on(database);
        apply(sold());
        ledger.transaction(
                handle -> {
                    differences.count(handle, longer().plan(), clock.instant());
                    return null;
                });
        assertThat(rows()).containsExactly("1 differs:period COUNTED");
        assertThat(told()).isEmpty();

        apply(longer());

        assertThat(rows()).containsExactly("1 differs:period TOLD");
        assertThat(told()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void a_row_has_room_for_the_seats_of_any_order(Databases database) {
        on(database);
        apply(order("A-1").line(SCI, 500));

        follow(order("A-1").line(SCI, 499).plan(), difference -> false);

        assertThat(list("select seats from difference").get(0).split(",")).hasSize(100);
        assertThat(told()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void an_order_that_differs_follows_its_newest_event_again_when_it_is_replayed(
            Databases database) {
        on(database);
        apply(sold());
        assertThat(orders.planAgain("web", "A-1", "test")).isFalse();
        assertThat(orders.toPlanAgain(10)).isEmpty();

        apply(longer());

        assertThat(orders.planAgain("web", "A-1", "test")).isTrue();
        assertThat(orders.toPlanAgain(10)).hasSize(1);
        assertThat(list("select action || ' ' || subject from audit"))
                .containsExactly("replay order web/A-1");
    }

    @ParameterizedTest
    @EnumSource
    void who_is_erased_leaves_no_difference_behind_and_is_named_in_none(Databases database) {
        on(database);
        apply(sold());
        follow(order("A-1").line(SCI, 1, "bo@example.org").plan(), difference -> false);
        assertThat(rows()).containsExactly("1 differs:person TOLD");

        new Erasure(ledger).erase(Erasure.Pseudonymous.of("ana@example.org"), false, "test");
        OlderOrders older = new OlderOrders(ledger, Orders.plans(Orders.CATALOGUE));
        while (older.compareSome()) {}

        assertThat(rows()).isEmpty();
        assertThat(list("select payload from outbox"))
                .allSatisfy(payload -> assertThat(payload).doesNotContain("@"));
    }
}
