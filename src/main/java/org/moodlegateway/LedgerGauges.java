package org.moodlegateway;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.moodlegateway.intake.Shop;
import org.moodlegateway.intake.Shops;
import org.moodlegateway.ledger.Inbox;
import org.moodlegateway.ledger.Ledger;
import org.moodlegateway.ledger.NoticeList;
import org.moodlegateway.ledger.Pauses;
import org.moodlegateway.ledger.ShopReadings;
import org.moodlegateway.ledger.ShopReadings.Reading;
import org.moodlegateway.ledger.Views;
import org.moodlegateway.seat.SeatState;

/**
 * What the ledger holds, as gauges. Whoever asks often doesn't make the ledger count often: figures
 * are up to five seconds old. While the ledger is away there are none.
 */
final class LedgerGauges {
    private static final Duration FRESH = Duration.ofSeconds(5);

    private final Ledger ledger;
    private final Views views;
    private final Inbox inbox;
    private final Pauses pauses;
    private final NoticeList notices;
    private final ShopReadings readings;
    private final MultiGauge unread;
    private final MultiGauge failures;
    private Figures figures;
    private long readAtNanos;

    private LedgerGauges(MeterRegistry registry, Ledger ledger, ZoneId zone) {
        this.ledger = ledger;
        this.views = new Views(ledger, zone);
        this.inbox = new Inbox(ledger);
        this.pauses = new Pauses(ledger);
        this.notices = new NoticeList(ledger);
        this.readings = new ShopReadings(ledger);
        this.unread =
                MultiGauge.builder("gateway.shop.unread.seconds")
                        .description("How long ago a shop was polled to the end last")
                        .register(registry);
        this.failures =
                MultiGauge.builder("gateway.shop.failures")
                        .description("Questions to a shop in a row that had no answer")
                        .register(registry);
    }

    private record Figures(
            Map<SeatState, Long> seats,
            double inboxWaiting,
            double oldestSeconds,
            double pauses,
            double deadNotices,
            Map<String, Reading> shops) {
        static final Figures NONE =
                new Figures(Map.of(), Double.NaN, Double.NaN, Double.NaN, Double.NaN, Map.of());

        double seats(SeatState state) {
            return seats.containsKey(state) ? seats.get(state) : Double.NaN;
        }
    }

    static LedgerGauges publish(MeterRegistry registry, Ledger ledger, ZoneId zone) {
        LedgerGauges gauges = new LedgerGauges(registry, ledger, zone);
        for (SeatState state : SeatState.values()) {
            Gauge.builder("gateway.seats", gauges, self -> self.read().seats(state))
                    .tag("state", state.name())
                    .description("Seats by state")
                    .strongReference(true)
                    .register(registry);
        }
        gauges.add(
                registry,
                "gateway.inbox.waiting",
                "Messages that are kept and still to be planned",
                self -> self.read().inboxWaiting);
        gauges.add(
                registry,
                "gateway.oldest.waiting.seat.seconds",
                "How long the oldest paid seat waits that should be in Moodle by now; 0 if none",
                self -> self.read().oldestSeconds);
        gauges.add(
                registry,
                "gateway.pauses",
                "What Moodle refuses as a whole, so that it waits",
                self -> self.read().pauses);
        gauges.add(
                registry,
                "gateway.notices.dead",
                "Notices that were given up",
                self -> self.read().deadNotices);
        return gauges;
    }

    /** Has a figure for each shop that is polled, and for no other. */
    void follow(Shops shops) {
        List<String> polled =
                shops.names().stream()
                        .filter(name -> shops.find(name).flatMap(Shop::polled).isPresent())
                        .toList();
        unread.register(rows(polled, this::unreadSeconds), true);
        failures.register(rows(polled, reading -> reading.map(Reading::failures).orElse(0)), true);
    }

    private List<MultiGauge.Row<?>> rows(
            List<String> shops, ToDoubleFunction<Optional<Reading>> value) {
        return shops.stream().<MultiGauge.Row<?>>map(shop -> row(shop, value)).toList();
    }

    private MultiGauge.Row<?> row(String shop, ToDoubleFunction<Optional<Reading>> value) {
        return MultiGauge.Row.of(
                Tags.of("shop", shop),
                this,
                self -> value.applyAsDouble(Optional.ofNullable(self.read().shops.get(shop))));
    }

    /** Not a number before the first whole poll. */
    private double unreadSeconds(Optional<Reading> reading) {
        return reading.map(Reading::goodAt)
                .map(good -> (double) Duration.between(good, ledger.clock().instant()).toSeconds())
                .orElse(Double.NaN);
    }

    private void add(
            MeterRegistry registry,
            String name,
            String description,
            ToDoubleFunction<LedgerGauges> value) {
        Gauge.builder(name, this, value)
                .description(description)
                .strongReference(true)
                .register(registry);
    }

    private synchronized Figures read() {
        long now = System.nanoTime();
        if (figures == null || now - readAtNanos > FRESH.toNanos()) {
            figures = ask();
            readAtNanos = System.nanoTime();
        }
        return figures;
    }

    private Figures ask() {
        if (!ledger.isReachable()) {
            return Figures.NONE;
        }
        try {
            return new Figures(
                    views.seatsByState(),
                    inbox.waiting(),
                    views.oldestNotEnrolled()
                            .map(
                                    since ->
                                            Duration.between(since, ledger.clock().instant())
                                                    .toSeconds())
                            .orElse(0L),
                    pauses.all().size(),
                    notices.dead(),
                    readings.all());
        } catch (RuntimeException e) {
            // it went away meanwhile, which the health check says
            return Figures.NONE;
        }
    }
}
