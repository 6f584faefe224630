package org.moodlegateway.notice;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.moodlegateway.intake.Shops;
import org.moodlegateway.ledger.Alerts;
import org.moodlegateway.ledger.Correspondence;
import org.moodlegateway.ledger.ShopReadings;
import org.moodlegateway.ledger.Views;

/**
 * Looks for what goes wrong without anybody saying so: a shop that has fallen silent, a paid seat
 * that is not in Moodle yet, more unpaid orders than accounts may be made for. Each is told once,
 * and once when it is over.
 */
public final class Watch {
    private static final String LATE_SEAT = "late-seat";

    private final Alerts alerts;
    private final Correspondence correspondence;
    private final ShopReadings readings;
    private final Views views;
    private final Shops shops;
    private final Duration lateAfter;

    Watch(
            Alerts alerts,
            Correspondence correspondence,
            ShopReadings readings,
            Views views,
            Shops shops,
            Duration lateAfter) {
        this.alerts = alerts;
        this.correspondence = correspondence;
        this.readings = readings;
        this.views = views;
        this.shops = shops;
        this.lateAfter = lateAfter;
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
