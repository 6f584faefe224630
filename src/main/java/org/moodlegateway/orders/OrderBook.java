package org.moodlegateway.orders;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.moodlegateway.ledger.Audit;
import org.moodlegateway.ledger.CrashPoint;
import org.moodlegateway.ledger.Entitlements;
import org.moodlegateway.ledger.Inbox;
import org.moodlegateway.ledger.Ledger;
import org.moodlegateway.ledger.LineOutcomes;
import org.moodlegateway.ledger.OrderOutcomes;
import org.moodlegateway.ledger.RejectedMessages;
import org.moodlegateway.ledger.Rows;
import org.moodlegateway.ledger.Storable;
import org.moodlegateway.order.EventStamp;
import org.moodlegateway.order.Order;
import org.moodlegateway.order.OrderRejectedException;
import org.moodlegateway.order.OrderStatus;
import org.moodlegateway.order.OrderWriter;
import org.moodlegateway.order.Snapshot;
import org.moodlegateway.orders.Corrections.Newer;
import org.moodlegateway.orders.OrderSeats.Followed;
import org.moodlegateway.renewal.OrderedRenewals;
import org.moodlegateway.renewal.Replacements;
import org.moodlegateway.seat.OrderPlan;
import org.moodlegateway.seat.SeatState;

/**
 * Orders and their seats. Applying a plan is one transaction and a pure function of (ledger, plan):
 * twice is once, and an older event never overrules a newer one.
 */
public final class OrderBook {
    /** What is noted of a message that came after a newer one of its order. */
    static final String OLDER_NOTE = "older";

    private final Ledger ledger;
    private final OrderRules rules;
    private final OrderSeats seats;
    private final OrderedRenewals renewals;
    private final Replacements replacements;
    private final Differences differences = new Differences();

    /** With the usual rules. */
    public OrderBook(Ledger ledger, Entitlements entitlements) {
        this(ledger, entitlements, OrderRules.USUAL);
    }

    public OrderBook(Ledger ledger, Entitlements entitlements, OrderRules rules) {
        this.ledger = ledger;
        this.rules = rules;
        this.seats = new OrderSeats(entitlements, new Prepayments(rules.prepaidPerHour()));
        this.renewals = new OrderedRenewals(entitlements);
        this.replacements = new Replacements(entitlements);
    }

    /** What applying came to. */
    public enum Applied {
        /** The order's newest event: its seats follow it. */
        NEWEST,
        /** The ledger knows a newer event of this order. */
        OLDER,
        /** The same, but that one left out something which this one says: its seats follow it. */
        FILLED,
        /** Somebody else settled the message first. */
        SETTLED_BEFORE,
        /** What was known of the order when it was planned is not what is known now. */
        PLAN_AGAIN
    }

    /**
     * What is to be applied.
     *
     * @param event as it was written, with what it leaves out left out
     * @param plan of the order that this event and all known ones before make
     * @param known what was known of the order before, as {@link #known} gave it
     */
    public record Change(Order event, OrderPlan plan, String known) {
        /** Of an event that leaves nothing out. */
        public static Change of(OrderPlan plan, String known) {
            return new Change(plan.order(), plan, known);
        }
    }

    /** The order as its events so far make it, as canonical JSON; empty if none was applied. */
    public String known(String shop, String orderId) {
        return ledger.read(
                handle ->
                        handle.select(
                                        "select snapshot from orders where shop = ? and order_id = ?",
                                        shop,
                                        orderId)
                                .mapTo(String.class)
                                .findOne()
                                .orElse(""));
    }

    /**
     * When an order was bought: the date that was frozen by its first paid event, else what it says
     * itself, given whether an event came before that found it unpaid; empty while nothing says so.
     */
    public Optional<Instant> purchasedAt(Order order) {
        return ledger.read(
                        handle ->
                                handle.select(
                                                STORED + " where shop = ? and order_id = ?",
                                                order.shop(),
                                                order.id())
                                        .map((row, context) -> Stored.of(row))
                                        .findOne())
                .map(stored -> stored.purchaseOf(order))
                .orElseGet(order::purchasedAt);
    }

    /**
     * Applies what a message means, and settles the message, in one transaction.
     *
     * @throws OrderRejectedException if the order holds what no row can hold, such as a text that
     *     is too long for this database: that doesn't change by trying again; and with code {@code
     *     number-used-again} if another order bears its number already
     */
    public Applied apply(long inboxId, Change change) {
        return Storable.transaction(
                ledger,
                handle -> {
                    if (!Inbox.lockNew(handle, inboxId)) {
                        return Applied.SETTLED_BEFORE;
                    }
                    Applied applied = merge(handle, change, Optional.of(inboxId));
                    if (applied != Applied.PLAN_AGAIN) {
                        Order order = change.plan().order();
                        String note =
                                applied == Applied.NEWEST ? order.status().word() : OLDER_NOTE;
                        Inbox.applied(handle, inboxId, order.id(), note, ledger.clock().instant());
                    }
                    CrashPoint.at("order-applied-before-commit");
                    return applied;
                });
    }

    /** When the stored event is to be applied again, for time has passed. */
    private static void later(
            Handle handle, Order order, Optional<Instant> revokeAt, Optional<Instant> prepayAt) {
        handle.createUpdate(
                        """
                        update orders set revoke_at = :revoke, prepay_at = :prepay
                        where shop = :shop and order_id = :id and (revoke_at is not null or prepay_at is not null
                            or cast(:revoke as timestamp with time zone) is not null
                            or cast(:prepay as timestamp with time zone) is not null)
                        """)
                .bindByType("revoke", revokeAt.orElse(null), Instant.class)
                .bindByType("prepay", prepayAt.orElse(null), Instant.class)
                .bind("shop", order.shop())
                .bind("id", order.id())
                .execute();
    }

    /** Unless somebody said that it is one order after all: {@code replay ID --same-order}. */
    private void refuseOther(Handle handle, String snapshot, Order event, long inboxId) {
        if (!OrderIdentity.isOneOrder(Snapshot.read(snapshot), event)
                && !RejectedMessages.isSameOrder(handle, inboxId)) {
            throw new OrderRejectedException(
                    "number-used-again",
                    "/id",
                    "an order of another buyer has this number already, with another transaction,"
                            + " placing date or people: replay it with --same-order if it is an"
                            + " edit of that order, else send it under a number of its own");
        }
    }

    /** Applies the plan of an order's stored event again, for what it waited for has changed. */
    public Applied applyAgain(Change change) {
        return Storable.transaction(ledger, handle -> merge(handle, change, Optional.empty()));
    }

    private Applied merge(Handle handle, Change change, Optional<Long> inboxId) {
        OrderPlan plan = change.plan();
        Order order = plan.order();
        Instant now = ledger.clock().instant();
        boolean first =
                handle.createUpdate(
                                        """
                        insert into orders (shop, order_id, status, updated_at, status_rank, transaction_id, purchased_at, test,
                                subscription, buyer_email, snapshot, plan_again, changed_at, compared, unpaid_at)
                        values (:shop, :id, :status, :updated, :rank, :transaction, :purchased, :test, :subscription, :buyer,
                                :snapshot, false, :now, true, :unpaid)
                        on conflict do nothing
                        """)
                                .bindMap(columns(change, now))
                                .execute()
                        == 1;
        Stored stored =
                handle.select(
                                STORED + " where shop = ? and order_id = ? for update",
                                order.shop(),
                                order.id())
                        .map((row, context) -> Stored.of(row))
                        .one();
        if (!first) {
            inboxId.ifPresent(id -> refuseOther(handle, stored.snapshot, change.event(), id));
        }
        if (!first && !stored.snapshot.equals(change.known())) {
            return inboxId.isEmpty() ? Applied.OLDER : Applied.PLAN_AGAIN;
        }
        boolean older = !first && stored.newerThan(change.event().stamp());
        if (older && (stored.newerThan(order.stamp()) || stored.snapshot.equals(written(order)))) {
            noteUnpaid(handle, change.event(), stored);
            return Applied.OLDER;
        }
        if (order.status() == OrderStatus.PAID
                && !stored.purchaseOf(order).equals(Optional.of(plan.purchasedAt()))) {
            return Applied.PLAN_AGAIN;
        }
        if (!first) {
            handle.createUpdate(
                            """
                            update orders set status = :status, updated_at = :updated, status_rank = :rank,
                                    transaction_id = :transaction, purchased_at = coalesce(purchased_at, cast(:purchased as timestamp with time zone)), test = :test,
                                    subscription = :subscription, buyer_email = :buyer, snapshot = :snapshot,
                                    plan_again = false, changed_at = :now, compared = true,
                                    unpaid_at = coalesce(unpaid_at, cast(:unpaid as timestamp with time zone))
                            where shop = :shop and order_id = :id
                            """)
                    .bindMap(columns(change, now))
                    .execute();
        }
        Optional<Instant> revokeAt = first ? Optional.empty() : stored.revokeAt(order, rules, now);
        boolean stays = revokeAt.filter(now::isBefore).isPresent();
        Newer newer =
                new Newer(
                        order,
                        change.event(),
                        () -> Snapshot.read(stored.snapshot),
                        inboxId.isEmpty());
        Followed followed = stays ? Followed.NOTHING : follow(handle, plan, newer, now);
        later(handle, order, stays ? revokeAt : Optional.empty(), followed.prepayAt());
        boolean differs =
                differences.follow(
                        handle, plan, difference -> stays || followed.mayEnd(difference), now);
        if (followed.moved() || differs) {
            LineOutcomes.ofOrder(handle, order.shop(), order.id(), now);
        }
        OrderOutcomes.ofOrder(handle, order.shop(), order.id(), now);
        return older ? Applied.FILLED : Applied.NEWEST;
    }

    /** An order that was found unpaid before it was paid wasn't bought when it was placed. */
    private static void noteUnpaid(Handle handle, Order order, Stored stored) {
        if (order.status() == OrderStatus.PLACED && stored.purchasedAt.isEmpty()) {
            handle.execute(
                    "update orders set unpaid_at = ? where shop = ? and order_id = ? and unpaid_at is null",
                    order.updatedAt(),
                    order.shop(),
                    order.id());
        }
    }

    private Followed follow(Handle handle, OrderPlan plan, Newer newer, Instant now) {
        OrderPlan whole = FurtherSeats.of(handle, plan).plan();
        Followed followed = seats.follow(handle, whole, newer, now);
        OrderNews.nobodyToTell(handle, plan, now);
        renewals.follow(handle, plan, now);
        replacements.follow(handle, plan, now);
        return followed;
    }

    private static final String STORED =
            "select status, updated_at, status_rank, purchased_at, unpaid_at, revoke_at, snapshot from orders";

    /**
     * What is known of an order.
     *
     * @param purchasedAt as its first paid event froze it
     * @param unpaid whether it was found unpaid before
     */
    private record Stored(
            OrderStatus status,
            Instant updatedAt,
            int rank,
            Optional<Instant> purchasedAt,
            boolean unpaid,
            Optional<Instant> revokeAt,
            String snapshot) {
        static Stored of(ResultSet row) throws SQLException {
            OrderStatus status = OrderStatus.valueOf(row.getString("status"));
            return new Stored(
                    status,
                    Rows.instant(row, "updated_at"),
                    row.getInt("status_rank"),
                    Optional.ofNullable(Rows.instant(row, "purchased_at")),
                    status == OrderStatus.PLACED || Rows.instant(row, "unpaid_at") != null,
                    Optional.ofNullable(Rows.instant(row, "revoke_at")),
                    row.getString("snapshot"));
        }

        Optional<Instant> purchaseOf(Order order) {
            return purchasedAt.or(() -> order.purchasedAt(unpaid));
        }

        /**
         * When the seats of an order that was paid follow an event which reads as placed: shops
         * that move an order to and fro must not take access away meanwhile.
         */
        Optional<Instant> revokeAt(Order event, OrderRules rules, Instant now) {
            if (event.status() != OrderStatus.PLACED) {
                return Optional.empty();
            }
            return status == OrderStatus.PAID
                    ? Optional.of(now.plus(rules.revokeAfter()))
                    : revokeAt;
        }

        boolean newerThan(EventStamp event) {
            int compared =
                    updatedAt.equals(event.updatedAt())
                            ? Integer.compare(rank, event.status().rank())
                            : updatedAt.compareTo(event.updatedAt());
            return compared > 0;
        }
    }

    private static Map<String, Object> columns(Change change, Instant now) {
        OrderPlan plan = change.plan();
        Order order = plan.order();
        Order event = change.event();
        Map<String, Object> columns = new LinkedHashMap<>();
        columns.put("shop", order.shop());
        columns.put("id", order.id());
        columns.put("status", order.status().name());
        columns.put("updated", order.updatedAt());
        columns.put("rank", order.status().rank());
        columns.put("transaction", order.transaction());
        columns.put("purchased", order.status() == OrderStatus.PAID ? plan.purchasedAt() : null);
        columns.put("test", order.test());
        columns.put("subscription", order.subscription());
        columns.put("buyer", order.buyer().email());
        columns.put("snapshot", written(order));
        columns.put("now", now);
        columns.put("unpaid", event.status() == OrderStatus.PLACED ? event.updatedAt() : null);
        return columns;
    }

    private static String written(Order order) {
        return new OrderWriter().write(order).toString();
    }

    /** Orders whose stored event should be planned again, as canonical JSON. */
    public List<String> toPlanAgain(int most) {
        return ledger.read(
                handle ->
                        handle.createQuery(
                                        """
                                        select snapshot from orders
                                        where plan_again = true or revoke_at <= :now or prepay_at <= :now
                                        order by changed_at fetch first :most rows only
                                        """)
                                .bind("most", most)
                                .bind("now", ledger.clock().instant())
                                .mapTo(String.class)
                                .list());
    }

    /**
     * Has an order follow its newest event once more, if it differs from that.
     *
     * @return false if it doesn't
     */
    public boolean planAgain(String shop, String orderId, String actor) {
        return ledger.transaction(
                handle -> {
                    boolean differs =
                            handle.execute(
                                            """
                                            update orders set plan_again = true where shop = ? and order_id = ? and exists (
                                                select 1 from difference d where d.shop = orders.shop and d.order_id = orders.order_id)
                                            """,
                                            shop,
                                            orderId)
                                    > 0;
                    if (differs) {
                        Audit.write(
                                handle,
                                ledger.clock().instant(),
                                actor,
                                "replay",
                                "order " + shop + "/" + orderId,
                                "its newest event is followed again");
                    }
                    return differs;
                });
    }

    /** An order that can't be planned again as the catalogue is now: left as it was. */
    public void leave(String shop, String orderId) {
        ledger.transaction(
                handle ->
                        handle.execute(
                                "update orders set plan_again = false, revoke_at = null, prepay_at ="
                                        + " null where shop = ? and order_id = ?",
                                shop,
                                orderId));
    }

    /** Whether any event of it was applied. */
    public boolean isKnown(String shop, String orderId) {
        return ledger.read(
                handle ->
                        handle.select(
                                        "select 1 from orders where shop = ? and order_id = ?",
                                        shop,
                                        orderId)
                                .mapTo(Integer.class)
                                .findOne()
                                .isPresent());
    }

    /**
     * Has every order planned again that waits for a product which is in the catalogue now, or for
     * what a changed catalogue or other roles may have mended.
     */
    public int planAgain(Iterable<String> products) {
        return ledger.transaction(
                handle -> {
                    int orders =
                            handle.execute(
                                    """
                                    update orders set plan_again = true where plan_again = false and (shop, order_id) in (
                                        select shop, order_id from line_problem
                                        union select shop, order_id from seat
                                            where state = 'WAITING' and reason = 'role-unknown')
                                    """);
                    for (String product : products) {
                        orders +=
                                handle.createUpdate(
                                                """
                                update orders set plan_again = true where plan_again = false and (shop, order_id) in (
                                    select shop, order_id from seat
                                    where product = :product and state = :state and reason = 'product-unknown')
                                """)
                                        .bind("product", product)
                                        .bind("state", SeatState.WAITING.name())
                                        .execute();
                    }
                    return orders;
                });
    }
}
