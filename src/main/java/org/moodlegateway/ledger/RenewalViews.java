package org.moodlegateway.ledger;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.moodlegateway.seat.Due;

/**
 * What is due for seats, and which renewals wait, as people and machines ask for it. Reads only.
 */
public final class RenewalViews {
    private static final int PAGE = 500;

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

    /** All of it, however much, in the same order; a page at a time is read. */
    public void eachComing(String shop, Instant from, Instant to, Consumer<Coming> told) {
        record Next(RenewedSeat seat, Instant at) {}
        Instant at = from;
        long after = 0;
        List<Next> page;
        do {
            Instant last = at;
            long lastId = after;
            page =
                    ledger.read(
                            handle ->
                                    handle.createQuery(
                                                    RenewedSeat.SELECT
                                                            + """
                                                            (s.next_at > :last or (s.next_at = :last and s.id > :after))
                                                            and s.next_at < :to and s.state in ('WAITING', 'ACTIVE')
                                                            and (:shop = '' or s.shop = :shop)
                                                            order by s.next_at, s.id fetch first :most rows only
                                                            """)
                                            .bind("last", last)
                                            .bind("after", lastId)
                                            .bind("to", to)
                                            .bind("shop", shop)
                                            .bind("most", PAGE)
                                            .map(
                                                    (row, context) ->
                                                            new Next(
                                                                    RenewedSeat.read(row),
                                                                    Rows.instant(row, "next_at")))
                                            .list());
            page.forEach(next -> told.accept(coming(next.seat, next.at)));
            if (!page.isEmpty()) {
                at = page.get(page.size() - 1).at;
                after = page.get(page.size() - 1).seat.id();
            }
        } while (page.size() == PAGE);
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
