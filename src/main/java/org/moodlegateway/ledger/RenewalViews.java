package org.moodlegateway.ledger;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.moodlegateway.renewal.Due;

/**
 * What is due for seats, and which renewals wait, as people and machines ask for it. Reads only.
 */
public final class RenewalViews {
    private final Ledger ledger;
    private final ZoneId zone;

    /** Calendar lengths are counted in {@code zone}. */
    public RenewalViews(Ledger ledger, ZoneId zone) {
        this.ledger = ledger;
        this.zone = zone;
    }

    /**
     * What comes next for a seat.
     *
     * @param reference empty for what a buyer gets beside his seats
     * @param person e-mail
     * @param course empty while none is chosen
     * @param due what falls due at {@code at}
     * @param end of what is paid for so far
     */
    public record Coming(
            String shop,
            String order,
            String reference,
            String product,
            String person,
            String course,
            Instant at,
            List<Due> due,
            Instant end) {}

    /** What falls due from {@code from} on and before {@code to}, the first first. */
    public List<Coming> coming(String shop, Instant from, Instant to, int most) {
        return ledger.read(
                handle ->
                        handle.createQuery(
                                        RenewedSeat.SELECT
                                                + """
                                                s.next_at >= :from and s.next_at < :to and s.state in ('WAITING', 'ACTIVE')
                                                and (:shop = '' or s.shop = :shop)
                                                order by s.next_at, s.id fetch first :most rows only
                                                """)
                                .bind("from", from)
                                .bind("to", to)
                                .bind("shop", shop)
                                .bind("most", most)
                                .map(
                                        (row, context) ->
                                                coming(
                                                        RenewedSeat.read(row),
                                                        Rows.instant(row, "next_at")))
                                .list());
    }

    private Coming coming(RenewedSeat seat, Instant at) {
        return new Coming(
                seat.shop(),
                seat.order(),
                seat.reference(),
                seat.product(),
                seat.email(),
                seat.courseText(),
                at,
                seat.due(at, zone),
                seat.end());
    }

    /** Renewals that wait, the oldest first. */
    public List<RenewalView> waiting(String shop, int most) {
        return ledger.read(
                handle ->
                        handle.createQuery(
                                        """
                                select * from renewal where state = 'WAITING' and (:shop = '' or shop = :shop)
                                order by id fetch first :most rows only
                                """)
                                .bind("shop", shop)
                                .bind("most", most)
                                .map((row, context) -> RenewalView.of(RenewalRow.read(row)))
                                .list());
    }

    /** Renewals that an order bought, cancelled ones included. */
    static List<RenewalView> of(Handle handle, String shop, String order) {
        return handle.createQuery(
                        "select * from renewal where shop = :shop and order_id = :order order by id")
                .bind("shop", shop)
                .bind("order", order)
                .map((row, context) -> RenewalView.of(RenewalRow.read(row)))
                .list();
    }
}
