package org.moodlegateway.renewal;

import static java.util.stream.Collectors.toSet;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;
import org.moodlegateway.ledger.PeopleRows;
import org.moodlegateway.ledger.Rows;
import org.moodlegateway.ledger.SeatRow;
import org.moodlegateway.order.Emails;
import org.moodlegateway.order.Renews;
import org.moodlegateway.order.Replaces;

/**
 * The seats that end once those have started that stand in for them.
 *
 * @param reason why not all that is named ends, a constant of {@link Replacements}; empty if all
 */
record OldSeats(List<ReplacedSeat> seats, String reason) {

    /** Those that a replacement names and may end. */
    static OldSeats of(Handle handle, Replacement one, NewSeats sold) {
        Bought own = Bought.of(handle, one, sold);
        List<ReplacedSeat> named =
                named(handle, one, own).stream()
                        .filter(seat -> !sold.orders().contains(seat.order()))
                        .toList();
        if (named.isEmpty()) {
            return new OldSeats(List.of(), Replacements.SEAT_UNKNOWN);
        }
        List<ReplacedSeat> live = named.stream().filter(seat -> !seat.cancelled()).toList();
        if (live.isEmpty()) {
            return new OldSeats(List.of(), Replacements.SEAT_CANCELLED);
        }
        List<ReplacedSeat> ours =
                live.stream().filter(seat -> own.addresses.contains(seat.buyer())).toList();
        boolean loose =
                one.what().target() == Replaces.Target.PRODUCT
                        || one.what().target() == Replaces.Target.SUBSCRIPTION;
        List<ReplacedSeat> before =
                ours.stream().filter(seat -> !loose || own.isAfter(seat.purchasedAt())).toList();
        List<ReplacedSeat> meant =
                before.stream().filter(seat -> seat.goesOn() || seat.replacedBy(one)).toList();
        String reason =
                ours.size() < live.size()
                        ? Replacements.OTHER_BUYER
                        : before.isEmpty() ? Replacements.BOUGHT_LATER : "";
        List<ReplacedSeat> paid = meant.stream().filter(OldSeats::isPaid).toList();
        if (one.what().target() == Replaces.Target.PRODUCT && paid.size() > sold.number()) {
            paid = paid.stream().filter(seat -> sold.people().contains(seat.person())).toList();
            reason = Replacements.FEWER;
        }
        return new OldSeats(withSupervisors(handle, one, paid), reason);
    }

    private static boolean isPaid(ReplacedSeat seat) {
        return seat.kind() == SeatRow.Kind.PAID || seat.kind() == SeatRow.Kind.ADOPTED;
    }

    /** Who supervises a line is over with the last of its people. */
    private static List<ReplacedSeat> withSupervisors(
            Handle handle, Replacement one, List<ReplacedSeat> paid) {
        Set<Long> ids = paid.stream().map(ReplacedSeat::id).collect(toSet());
        List<ReplacedSeat> all = new ArrayList<>(paid);
        for (String order : new TreeSet<>(paid.stream().map(ReplacedSeat::order).toList())) {
            List<ReplacedSeat> seats =
                    handle.createQuery(
                                    ReplacedSeat.SELECT
                                            + "s.shop = :shop and s.order_id = :order order by s.id")
                            .bind("shop", one.shop())
                            .bind("order", order)
                            .map((row, context) -> ReplacedSeat.read(row))
                            .list();
            Set<String> going =
                    seats.stream()
                            .filter(seat -> isPaid(seat) && seat.goesOn())
                            .filter(seat -> !ids.contains(seat.id()))
                            .map(ReplacedSeat::line)
                            .collect(toSet());
            Set<String> over =
                    seats.stream()
                            .filter(seat -> ids.contains(seat.id()))
                            .map(ReplacedSeat::line)
                            .collect(toSet());
            seats.stream()
                    .filter(seat -> seat.kind() == SeatRow.Kind.SUPERVISOR)
                    .filter(seat -> seat.goesOn() || seat.replacedBy(one))
                    .filter(seat -> over.contains(seat.line()) && !going.contains(seat.line()))
                    .forEach(all::add);
        }
        return all;
    }

    /**
     * By whom and when the new seats were bought.
     *
     * @param addresses keys of all addresses of the buyer; none if they are not known
     * @param at null if that is not known
     */
    private record Bought(Set<String> addresses, Instant at) {
        static Bought of(Handle handle, Replacement one, NewSeats sold) {
            record Row(String buyer, Instant at) {}
            List<Row> rows =
                    handle.createQuery(
                                    """
                                    select buyer_email, purchased_at from orders where shop = :shop and order_id in (<orders>)
                                    order by purchased_at, order_id
                                    """)
                            .bind("shop", one.shop())
                            .bindList("orders", List.copyOf(sold.orders()))
                            .map(
                                    (row, context) ->
                                            new Row(
                                                    Emails.key(row.getString("buyer_email")),
                                                    Rows.instant(row, "purchased_at")))
                            .list();
            if (rows.isEmpty()) {
                return new Bought(Set.of(), null);
            }
            return new Bought(addresses(handle, rows.get(0).buyer), rows.get(0).at);
        }

        private static Set<String> addresses(Handle handle, String key) {
            if (key.isEmpty()) {
                return Set.of();
            }
            Set<String> all = new HashSet<>(Set.of(key));
            PeopleRows.find(handle, key)
                    .ifPresent(
                            person ->
                                    handle.select(
                                                    """
                                                    select person_key from person where id = ?
                                                    union select address from person_address where person_id = ?
                                                    """,
                                                    person,
                                                    person)
                                            .mapTo(String.class)
                                            .forEach(
                                                    other -> {
                                                        // one that leads to somebody else now is
                                                        // theirs
                                                        if (PeopleRows.samePerson(
                                                                handle, key, other)) {
                                                            all.add(other);
                                                        }
                                                    }));
            return all;
        }

        boolean isAfter(Instant other) {
            return at != null && other != null && other.isBefore(at);
        }
    }

    /** As renewals name them; of a product only what the same buyer bought. */
    private static List<ReplacedSeat> named(Handle handle, Replacement one, Bought own) {
        boolean product = one.what().target() == Replaces.Target.PRODUCT;
        if (product && own.addresses().isEmpty()) {
            return List.of();
        }
        String condition =
                product
                        ? "s.shop = :shop and s.product = :value and s.kind = 'PAID' and"
                                + " lower(o.buyer_email) in (<addresses>)"
                        : OrderedRenewals.named(Renews.Target.valueOf(one.what().target().name()));
        var query =
                handle.createQuery(ReplacedSeat.SELECT + condition + " order by s.id")
                        .bind("shop", one.shop())
                        .bind("value", one.what().value());
        if (product) {
            query.bindList("addresses", List.copyOf(own.addresses()));
        } else if (one.what().target() != Replaces.Target.SEAT) {
            query.bind("own", one.order());
        }
        return query.map((row, context) -> ReplacedSeat.read(row)).list();
    }
}
