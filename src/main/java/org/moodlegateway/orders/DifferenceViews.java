package org.moodlegateway.orders;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.moodlegateway.ledger.Ledger;
import org.moodlegateway.ledger.Rows;
import org.moodlegateway.ledger.SeatRow;
import org.moodlegateway.ledger.SeatRows;
import org.moodlegateway.order.Emails;
import org.moodlegateway.order.Order;
import org.moodlegateway.order.OrderRejectedException;
import org.moodlegateway.order.Participant;
import org.moodlegateway.order.Snapshot;

/** In what orders and their seats differ now, and who is named and who sits there. Reads only. */
public final class DifferenceViews {
    private static final Set<String> OF_THE_BUYER =
            Set.of(Difference.BUYER, Difference.SUPERVISOR, Difference.SUPPORT);

    private final Ledger ledger;

    public DifferenceViews(Ledger ledger) {
        this.ledger = ledger;
    }

    /** {@code why} is what is wrong with the line itself, a sentence; empty if nothing is. */
    private record Stored(Difference difference, String why, Instant since) {
        String hint(String shop, String order) {
            String hint = DifferenceHints.of(difference, shop, order);
            return difference.code().equals(Difference.LINE) ? why + ": " + hint : hint;
        }
    }

    /** Those of one order, by line; empty if there are none. */
    public List<DifferenceView> of(String shop, String id) {
        return ledger.read(
                handle -> {
                    List<Stored> stored = stored(handle, shop, id);
                    return stored.isEmpty() ? List.of() : views(handle, shop, id, stored);
                });
    }

    private static List<Stored> stored(Handle handle, String shop, String id) {
        return handle.select(
                        """
                        select d.line_id, d.code, d.seats, d.since, p.message from difference d left join line_problem p
                            on p.shop = d.shop and p.order_id = d.order_id and p.line_id = d.line_id
                        where d.shop = ? and d.order_id = ? order by d.line_id, d.code
                        """,
                        shop,
                        id)
                .map((row, context) -> stored(row))
                .list();
    }

    private static Stored stored(ResultSet row) throws SQLException {
        return new Stored(
                new Difference(
                        row.getString("line_id"),
                        row.getString("code"),
                        Differences.references(row.getString("seats"))),
                Rows.text(row, "message"),
                Rows.instant(row, "since"));
    }

    private List<DifferenceView> views(Handle handle, String shop, String id, List<Stored> stored) {
        Optional<Order> order =
                handle.select(
                                "select snapshot from orders where shop = ? and order_id = ?",
                                shop,
                                id)
                        .mapTo(String.class)
                        .findOne()
                        .flatMap(this::read);
        List<SeatRow> seats =
                order.map(found -> SeatRows.of(handle, found)).orElse(List.of()).stream()
                        .filter(SeatRow::live)
                        .filter(SeatRow::named)
                        .toList();
        return stored.stream()
                .map(
                        one ->
                                new DifferenceView(
                                        one.difference.line(),
                                        one.difference.code(),
                                        one.hint(shop, id),
                                        one.difference.seats(),
                                        order.map(found -> named(found, one.difference, seats))
                                                .orElse(List.of()),
                                        sits(one.difference, seats),
                                        one.since))
                .toList();
    }

    private Optional<Order> read(String snapshot) {
        try {
            return Optional.of(Snapshot.read(snapshot));
        } catch (OrderRejectedException e) {
            return Optional.empty();
        }
    }

    private static List<String> named(Order order, Difference difference, List<SeatRow> seats) {
        if (OF_THE_BUYER.contains(difference.code())) {
            return Stream.of(order.buyer().email()).filter(email -> !email.isEmpty()).toList();
        }
        if (!difference.code().equals(Difference.PERSON)) {
            return List.of();
        }
        Set<String> seated =
                seats.stream()
                        .filter(seat -> seat.kind() == SeatRow.Kind.PAID)
                        .filter(seat -> seat.line().equals(difference.line()))
                        .map(SeatRow::personKey)
                        .collect(Collectors.toSet());
        return order.lines().stream()
                .filter(line -> line.id().equals(difference.line()))
                .flatMap(line -> line.participants().stream())
                .map(Participant::email)
                .filter(email -> !email.isEmpty() && !seated.contains(Emails.key(email)))
                .distinct()
                .toList();
    }

    private static List<String> sits(Difference difference, List<SeatRow> seats) {
        return seats.stream()
                .filter(
                        seat ->
                                difference.seats().contains(seat.reference())
                                        || isCompanion(seat, difference))
                .map(seat -> seat.sitter().email())
                .distinct()
                .toList();
    }

    private static boolean isCompanion(SeatRow seat, Difference difference) {
        boolean ofLine = seat.line().equals(difference.line());
        return ofLine
                && ((difference.code().equals(Difference.SUPPORT)
                                && seat.kind() == SeatRow.Kind.SUPPORT)
                        || (difference.code().equals(Difference.SUPERVISOR)
                                && seat.kind() == SeatRow.Kind.SUPERVISOR));
    }
}
