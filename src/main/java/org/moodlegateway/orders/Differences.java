package org.moodlegateway.orders;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.moodlegateway.ledger.Outbox;
import org.moodlegateway.ledger.RenewalRows;
import org.moodlegateway.ledger.SeatRows;
import org.moodlegateway.order.Order;
import org.moodlegateway.renewal.Replacements;
import org.moodlegateway.seat.OrderPlan;

/**
 * The table {@code difference}: in what orders and their seats differ. Each difference is told
 * once, when it stands. Everything here runs in the caller's transaction, which holds the order's
 * row.
 */
public final class Differences {
    /** So many references fit into a row. */
    private static final int MOST_SEATS = 100;

    private static final int MOST_TOLD = 20;

    /** Whether anybody was told of a difference. */
    private enum Told {
        TOLD,
        /** A correction is pending: perhaps it goes away by itself. */
        NOT_YET,
        /** Found in an order from before: counted in one alert with all others. */
        COUNTED
    }

    private record Row(Difference difference, Told told) {
        String line() {
            return difference.line();
        }

        String code() {
            return difference.code();
        }
    }

    private record Key(String line, String code) {
        static Key of(Difference difference) {
            return new Key(difference.line(), difference.code());
        }
    }

    /**
     * Compares an order with its seats after they followed it, and tells what is new.
     *
     * @param pending whether something may still be done about a difference by itself: then nobody
     *     is told yet, and whoever settles that compares again
     * @return whether anything is another than it was
     */
    public boolean follow(
            Handle handle, OrderPlan plan, Predicate<Difference> pending, Instant now) {
        return replace(
                handle,
                plan,
                difference -> pending.test(difference) ? Told.NOT_YET : Told.TOLD,
                now);
    }

    /** The same of an order from before, of which nobody is told but by a count. */
    void count(Handle handle, OrderPlan plan, Instant now) {
        replace(handle, plan, difference -> Told.COUNTED, now);
    }

    private interface Telling {
        Told of(Difference difference);
    }

    private boolean replace(Handle handle, OrderPlan plan, Telling telling, Instant now) {
        Order order = plan.order();
        Map<Key, Row> left = new LinkedHashMap<>();
        stored(handle, order).forEach(row -> left.put(Key.of(row.difference), row));
        List<Difference> found = found(handle, plan);
        boolean changed = false;
        List<Difference> news = new ArrayList<>();
        for (Difference difference : found) {
            Row before = left.remove(Key.of(difference));
            Told wanted = telling.of(difference);
            // what was told stays told, and what was only counted is not counted twice
            boolean stays = before != null && (before.told == Told.TOLD || wanted == Told.COUNTED);
            Row after = new Row(shortened(difference), stays ? before.told : wanted);
            if (!after.equals(before)) {
                write(handle, order, before, after, now);
                changed = true;
            }
            if (after.told == Told.TOLD && (before == null || before.told != Told.TOLD)) {
                news.add(difference);
            }
        }
        for (Row gone : left.values()) {
            handle.execute(
                    "delete from difference where shop = ? and order_id = ? and line_id = ? and"
                            + " code = ?",
                    order.shop(),
                    order.id(),
                    gone.line(),
                    gone.code());
            changed = true;
        }
        if (changed && !found.isEmpty()) {
            takeBack(handle, order, found);
        }
        if (!news.isEmpty()) {
            tell(handle, order, news, now);
        }
        return changed;
    }

    private static List<Difference> found(Handle handle, OrderPlan plan) {
        FurtherSeats.Whole whole = FurtherSeats.of(handle, plan);
        Order order = plan.order();
        List<Difference> found =
                new ArrayList<>(
                        OrderComparison.of(
                                whole.plan(),
                                SeatRows.of(handle, order),
                                RenewalRows.of(handle, order)));
        for (String line : whole.unseated()) {
            Difference person = new Difference(line, Difference.PERSON, List.of());
            if (found.stream().noneMatch(one -> Key.of(one).equals(Key.of(person)))) {
                found.add(person);
            }
        }
        for (Replacements.Wrong wrong : Replacements.wrong(handle, order)) {
            found.add(new Difference(wrong.line(), code(wrong), List.of()));
        }
        return found;
    }

    private static String code(Replacements.Wrong wrong) {
        return switch (wrong.reason()) {
            case Replacements.OTHER_BUYER -> Difference.REPLACES_BUYER;
            case Replacements.FEWER -> Difference.REPLACES_FEWER;
            default -> Difference.REPLACES;
        };
    }

    private static List<Row> stored(Handle handle, Order order) {
        return handle.select(
                        "select line_id, code, seats, told from difference where shop = ? and"
                                + " order_id = ?",
                        order.shop(),
                        order.id())
                .map(
                        (row, context) ->
                                new Row(
                                        new Difference(
                                                row.getString("line_id"),
                                                row.getString("code"),
                                                references(row.getString("seats"))),
                                        Told.valueOf(row.getString("told"))))
                .list();
    }

    static List<String> references(String seats) {
        return seats.isEmpty() ? List.of() : List.of(seats.split(","));
    }

    private static Difference shortened(Difference difference) {
        List<String> seats = difference.seats();
        return new Difference(
                difference.line(),
                difference.code(),
                seats.subList(0, Math.min(seats.size(), MOST_SEATS)));
    }

    private static void write(Handle handle, Order order, Row before, Row after, Instant now) {
        String statement =
                before == null
                        ? """
                        insert into difference (shop, order_id, line_id, code, seats, since, told)
                        values (:shop, :order, :line, :code, :seats, :now, :told)
                        """
                        : """
                        update difference set seats = :seats, told = :told
                        where shop = :shop and order_id = :order and line_id = :line and code = :code
                        """;
        handle.createUpdate(statement)
                .bind("shop", order.shop())
                .bind("order", order.id())
                .bind("line", after.line())
                .bind("code", after.code())
                .bind("seats", String.join(",", after.difference.seats()))
                .bind("now", now)
                .bind("told", after.told.name())
                .execute();
    }

    /**
     * What was noted while the seats followed, and is not so: that all of it is in Moodle. Once it
     * is, that is noted again.
     */
    private static void takeBack(Handle handle, Order order, List<Difference> found) {
        handle.execute(
                "update outcome set said = '' where shop = ? and order_id = ? and line_id = '' and"
                        + " said <> ''",
                order.shop(),
                order.id());
        Set<String> lines = new HashSet<>();
        found.forEach(difference -> lines.add(difference.line()));
        record Noted(long id, String kind, String line) {}
        handle
                .select(
                        """
                        select id, kind, payload from outbox where channel = 'FACT' and state = 'NEW' and shop = ? and order_id = ?
                            and kind in ('line-fulfilled', 'order-fulfilled')
                        """,
                        order.shop(),
                        order.id())
                .map(
                        (row, context) ->
                                new Noted(
                                        row.getLong("id"),
                                        row.getString("kind"),
                                        Outbox.data(row.getString("payload"))
                                                .getOrDefault("line", "")))
                .list()
                .stream()
                .filter(noted -> noted.kind.equals("order-fulfilled") || lines.contains(noted.line))
                .forEach(
                        noted ->
                                handle.execute(
                                        "update outbox set state = 'SPREAD' where id = ?",
                                        noted.id));
    }

    private static void tell(Handle handle, Order order, List<Difference> news, Instant now) {
        List<String> seats =
                distinct(news.stream().flatMap(difference -> difference.seats().stream()));
        Outbox.note(
                handle,
                now,
                new Outbox.Fact(
                        "differs",
                        "differs " + order.shop() + "/" + order.id() + " " + UUID.randomUUID(),
                        order.shop(),
                        order.id(),
                        Map.of(
                                "code",
                                String.join(", ", distinct(news.stream().map(Difference::code))),
                                "line",
                                String.join(", ", distinct(news.stream().map(Difference::line))),
                                "seats",
                                String.join(
                                        ", ", seats.subList(0, Math.min(MOST_TOLD, seats.size()))),
                                "count",
                                String.valueOf(news.size()),
                                "hint",
                                DifferenceHints.of(news.get(0), order.shop(), order.id()))));
    }

    private static List<String> distinct(Stream<String> texts) {
        return List.copyOf(
                texts.collect(java.util.stream.Collectors.toCollection(LinkedHashSet::new)));
    }
}
