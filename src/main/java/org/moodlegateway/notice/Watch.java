package org.moodlegateway.notice;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;
import org.moodlegateway.intake.Shops;
import org.moodlegateway.ledger.Alerts;
import org.moodlegateway.ledger.Correspondence;
import org.moodlegateway.ledger.ShopReadings;
import org.moodlegateway.ledger.Views;

/**
 * Looks for what goes wrong without anybody saying so: a shop that has fallen silent, a paid seat
 * that is not in Moodle yet, more unpaid orders than accounts may be made for, orders from before
 * that differ from their seats. Each is told once, and once when it is over.
 */
public final class Watch {
    private static final String LATE_SEAT = "late-seat";
    private static final String OLDER_ORDERS = "older-orders-differ";

    private final Alerts alerts;
    private final Correspondence correspondence;
    private final ShopReadings readings;
    private final Views views;
    private final Shops shops;
    private final Duration lateAfter;
    private final Supplier<OptionalLong> olderOrders;

    /** {@code olderOrders} says how many of them differ, once that is known. */
    Watch(
            Alerts alerts,
            Correspondence correspondence,
            ShopReadings readings,
            Views views,
            Shops shops,
            Duration lateAfter,
            Supplier<OptionalLong> olderOrders) {
        this.alerts = alerts;
        this.correspondence = correspondence;
        this.readings = readings;
        this.views = views;
        this.shops = shops;
        this.lateAfter = lateAfter;
        this.olderOrders = olderOrders;
    }

    /** Looks once. */
    public void look() {
        for (String name : shops.names()) {
            Optional<Duration> limit = shops.find(name).flatMap(shop -> shop.silentAfter());
            Optional<Instant> heard = correspondence.lastHeardOf(name);
            boolean silent = limit.isPresent() && heard.isPresent() && older(heard, limit.get());
            String code = silent ? readings.code(name) : "";
            tell(silent, "silent-source " + name, "silent-source", name, code);
        }
        Set<String> prepaying = views.shopsAboveTheirPrepayments();
        for (String name : shops.names()) {
            tell(prepaying.contains(name), "prepay-limit " + name, "prepay-limit", name, "");
        }
        tell(older(views.oldestNotEnrolled(), lateAfter), LATE_SEAT, LATE_SEAT, "", "");
        olderOrders.get().ifPresent(this::tellOlder);
    }

    private void tellOlder(long count) {
        Map<String, String> data =
                Map.of(
                        "alert",
                        OLDER_ORDERS,
                        "subject",
                        "",
                        "count",
                        String.valueOf(count),
                        "hint",
                        "orders --differing lists them; nothing was changed in Moodle. Each follows"
                                + " at its next event, or by replay SHOP/ID");
        if (count > 0) {
            alerts.begin(OLDER_ORDERS, data);
        } else if (alerts.isOn(OLDER_ORDERS)) {
            alerts.end(OLDER_ORDERS, data);
        }
    }

    private boolean older(Optional<Instant> then, Duration limit) {
        return then.filter(at -> correspondence.since(at).compareTo(limit) > 0).isPresent();
    }

    private void tell(boolean wrong, String name, String alert, String subject, String code) {
        Map<String, String> data = new HashMap<>(Map.of("alert", alert, "subject", subject));
        if (!code.isEmpty()) {
            data.put("code", code);
        }
        if (wrong) {
            alerts.begin(name, data);
        } else if (alerts.isOn(name)) {
            alerts.end(name, data);
        }
    }
}
