package org.moodlegateway.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.moodlegateway.Orders.order;

import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.moodlegateway.MovableClock;
import org.moodlegateway.Orders;
import org.moodlegateway.orders.OrderBook;
import org.moodlegateway.seat.OrderPlan;

/**
 * Two transactions bring the last seats of one line to Moodle, each before the other has committed.
 * On H2 they take turns.
 */
@DisplayNameGeneration(ReplaceUnderscores.class)
class LinesAtOnceTest {
    private final MovableClock clock = MovableClock.at("2026-02-01T00:00:00Z");
    private final ExecutorService second = Executors.newSingleThreadExecutor();
    private final Ledger ledger = Ledger.open(Databases.POSTGRES.empty(Path.of("target")), clock);

    @AfterEach
    void close() {
        second.shutdownNow();
        ledger.close();
    }

    private List<String> list(String select) {
        return ledger.read(handle -> handle.select(select).mapTo(String.class).list());
    }

    /** As if Moodle had shown this seat. */
    private void shown(Handle handle, int seat) {
        Long entitlement =
                handle.select(
                                "update seat set state = 'ACTIVE' where kind = 'PAID' and number = ?"
                                        + " returning entitlement_id",
                                seat)
                        .mapTo(Long.class)
                        .one();
        LineOutcomes.ofEntitlements(handle, List.of(entitlement), clock.instant());
        OrderOutcomes.ofEntitlements(handle, List.of(entitlement), clock.instant());
    }

    private boolean somebodyWaits() {
        return ledger.read(
                        handle ->
                                handle.select("select count(*) from pg_locks where not granted")
                                        .mapTo(Long.class)
                                        .one())
                > 0;
    }

    @Test
    void the_one_that_comes_later_sees_the_line_whole() throws Exception {
        long message = new Inbox(ledger).keep("web", "http", "key", "1", new byte[] {1}).id();
        OrderPlan plan =
                order("A-1").line(Orders.SCI, 2, "ana@example.org", "bo@example.org").plan();
        new OrderBook(ledger, new Entitlements(ZoneOffset.UTC))
                .apply(message, OrderBook.Change.of(plan, ""));

        Future<Boolean> other =
                ledger.transaction(
                        handle -> {
                            shown(handle, 1);
                            Future<Boolean> later =
                                    second.submit(
                                            () ->
                                                    ledger.transaction(
                                                            inner -> {
                                                                shown(inner, 2);
                                                                return true;
                                                            }));
                            Awaitility.await()
                                    .atMost(Duration.ofSeconds(30))
                                    .until(() -> later.isDone() || somebodyWaits());
                            return later;
                        });
        other.get();

        assertThat(list("select kind from outbox where channel = 'FACT' order by id"))
                .containsExactly("line-fulfilled", "order-fulfilled");
    }
}
