package org.moodlegateway.orders;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.moodlegateway.ledger.Alerts;
import org.moodlegateway.ledger.Ledger;
import org.moodlegateway.seat.SeatHints;

/**
 * Products that paid orders name and the catalogue doesn't. Each is an alert at once, which is over
 * when no seat waits for it any more.
 */
public final class UnknownProducts {
    private static final String ALERT = "product-unknown";

    private final Ledger ledger;
    private final Alerts alerts;

    public UnknownProducts(Ledger ledger) {
        this.ledger = ledger;
        this.alerts = new Alerts(ledger);
    }

    /**
     * Notes that an order names it.
     *
     * @param nearest the code of the catalogue that may be meant, empty for none
     */
    public void found(String product, String nearest) {
        Instant now = ledger.clock().instant();
        ledger.transaction(
                handle -> {
                    int known =
                            handle.execute(
                                    "update unknown_product set nearest = ? where product = ?",
                                    nearest,
                                    product);
                    return known > 0
                            ? known
                            : handle.execute(
                                    "insert into unknown_product (product, nearest, since) values"
                                            + " (?, ?, ?) on conflict do nothing",
                                    product,
                                    nearest,
                                    now);
                });
        alerts.begin(ALERT + " " + product, data(product, nearest));
    }

    /** Ends the alerts about those for which no seat waits any more. */
    public void look() {
        List<String> over =
                ledger.read(
                        handle ->
                                handle.select(
                                                """
                                                select u.product from unknown_product u where not exists (
                                                    select 1 from seat s where s.product = u.product
                                                        and s.state = 'WAITING' and s.reason = 'product-unknown')
                                                """)
                                        .mapTo(String.class)
                                        .list());
        for (String product : over) {
            alerts.end(ALERT + " " + product, data(product, ""));
            ledger.transaction(
                    handle ->
                            handle.execute(
                                    "delete from unknown_product where product = ?", product));
        }
    }

    private static Map<String, String> data(String product, String nearest) {
        return Map.of(
                "alert", ALERT, "subject", product, "hint", SeatHints.ofUnknown(product, nearest));
    }
}
