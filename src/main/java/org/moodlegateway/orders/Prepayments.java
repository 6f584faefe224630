package org.moodlegateway.orders;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.moodlegateway.ledger.Rows;
import org.moodlegateway.ledger.SeatRow;
import org.moodlegateway.order.Order;
import org.moodlegateway.order.OrderStatus;
import org.moodlegateway.seat.SeatState;

/**
 * How many accounts orders make that nobody has paid: robots that test cards place orders too, and
 * Moodle mails a password to whatever they typed. What is above the limit of an hour waits; it goes
 * on when there is room again, or when the order is paid. Runs in the caller's transaction.
 */
final class Prepayments {
    private static final Duration HOUR = Duration.ofHours(1);

    private final int most;

    Prepayments(int most) {
        this.most = most;
    }

    /**
     * What may go on, and until when the rest waits.
     *
     * @param next when there may be room; empty if nothing waits
     */
    record Limited(List<SeatRow> seats, Optional<Instant> next) {}

    /** {@code changed} with those seats waiting that would make one account too many. */
    Limited limit(Handle handle, Order order, List<SeatRow> changed, Instant now) {
        if (order.status() != OrderStatus.PLACED
                || changed.stream().noneMatch(seat -> makesAccount(handle, seat))
                || isLetThrough(handle, order, now)) {
            return new Limited(changed, Optional.empty());
        }
        List<Instant> let = lockAndFind(handle, order, now);
        if (let.size() < most) {
            handle.execute(
                    "insert into prepayment (shop, order_id, let_at) values (?, ?, ?)",
                    order.shop(),
                    order.id(),
                    now);
            return new Limited(changed, Optional.empty());
        }
        List<SeatRow> limited = new ArrayList<>();
        for (SeatRow seat : changed) {
            limited.add(
                    makesAccount(handle, seat)
                            ? seat.as(SeatState.WAITING, SeatRow.PREPAY_LIMIT)
                            : seat);
        }
        Instant room = let.isEmpty() ? now.plus(HOUR) : let.get(let.size() - most).plus(HOUR);
        return new Limited(limited, Optional.of(room));
    }

    /** Whether the buyer would get an account, for the support course, that they don't have. */
    private static boolean makesAccount(Handle handle, SeatRow seat) {
        return seat.kind() == SeatRow.Kind.SUPPORT
                && seat.state() == SeatState.WAITING
                && seat.reason().isEmpty()
                && handle.select(
                                "select 1 from person where person_key = ? and moodle_id is not null",
                                seat.personKey())
                        .mapTo(Integer.class)
                        .findOne()
                        .isEmpty();
    }

    private static boolean isLetThrough(Handle handle, Order order, Instant now) {
        return handle.select(
                        "select 1 from prepayment where shop = ? and order_id = ? and let_at > ?",
                        order.shop(),
                        order.id(),
                        now.minus(HOUR))
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
    }

    /**
     * When orders of the last hour were let through, the oldest first. One order at a time asks.
     */
    private static List<Instant> lockAndFind(Handle handle, Order order, Instant now) {
        handle.execute(
                "insert into prepaying (shop) values (?) on conflict do nothing", order.shop());
        handle.select("select shop from prepaying where shop = ? for update", order.shop())
                .mapTo(String.class)
                .list();
        handle.execute(
                "delete from prepayment where shop = ? and let_at <= ?",
                order.shop(),
                now.minus(HOUR));
        return handle.select(
                        "select let_at from prepayment where shop = ? order by let_at",
                        order.shop())
                .map((row, context) -> Rows.instant(row, "let_at"))
                .list();
    }
}
