package org.moodlegateway.orders;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.moodlegateway.ledger.CrashPoint;
import org.moodlegateway.ledger.Entitlements;
import org.moodlegateway.ledger.Inbox;
import org.moodlegateway.ledger.Ledger;
import org.moodlegateway.ledger.OrderOutcomes;
import org.moodlegateway.ledger.Rows;
import org.moodlegateway.ledger.Storable;
import org.moodlegateway.order.Order;
import org.moodlegateway.order.OrderRejectedException;
import org.moodlegateway.order.OrderStatus;
import org.moodlegateway.order.OrderWriter;
import org.moodlegateway.renewal.OrderedRenewals;
import org.moodlegateway.seat.OrderPlan;
import org.moodlegateway.seat.SeatState;

/**
 * Orders and their seats. Applying a plan is one transaction and a pure function of (ledger, plan):
 * twice is once, and an older event never overrules a newer one.
 */
public final class OrderBook {
    private final Ledger ledger;
    private final OrderSeats seats;
    private final OrderedRenewals renewals;

    public OrderBook(Ledger ledger, Entitlements entitlements) {
        this.ledger = ledger;
        this.seats = new OrderSeats(entitlements);
        this.renewals = new OrderedRenewals(entitlements);
    }

    /** What applying came to. */
    public enum Applied {
        /** The order's newest event: its seats follow it. */
        NEWEST,
        /** The ledger knows a newer event of this order. */
        OLDER,
        /** Somebody else settled the message first. */
        SETTLED_BEFORE,
        /** The purchase date was frozen meanwhile to another one: plan again with that. */
        PLAN_AGAIN
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
     *     is too long for this database: that doesn't change by trying again
     */
    public Applied apply(long inboxId, OrderPlan plan) {
        return Storable.transaction(
                ledger,
                handle -> {
                    if (!Inbox.lockNew(handle, inboxId)) {
                        return Applied.SETTLED_BEFORE;
                    }
                    Applied applied = merge(handle, plan, false);
                    if (applied != Applied.PLAN_AGAIN) {
                        String note =
                                applied == Applied.OLDER
                                        ? "older"
                                        : plan.order().status().name().toLowerCase(Locale.ROOT);
                        Inbox.applied(
                                handle, inboxId, plan.order().id(), note, ledger.clock().instant());
                    }
                    CrashPoint.at("order-applied-before-commit");
                    return applied;
                });
    }

    /** Applies the plan of an order's stored event again, for what it waited for has changed. */
    public Applied applyAgain(OrderPlan plan) {
        return Storable.transaction(ledger, handle -> merge(handle, plan, true));
    }

    private Applied merge(Handle handle, OrderPlan plan, boolean again) {
        Order order = plan.order();
        Instant now = ledger.clock().instant();
        boolean first =
                handle.createUpdate(
                                        """
                        insert into orders (shop, order_id, status, updated_at, status_rank, transaction_id, purchased_at, test,
                                subscription, buyer_email, snapshot, plan_again, changed_at, unpaid_at)
                        values (:shop, :id, :status, :updated, :rank, :transaction, :purchased, :test, :subscription, :buyer,
                                :snapshot, false, :now, :unpaid)
                        on conflict do nothing
                        """)
                                .bindMap(columns(plan, now))
                                .execute()
                        == 1;
        Stored stored =
                handle.select(
                                STORED + " where shop = ? and order_id = ? for update",
                                order.shop(),
                                order.id())
                        .map((row, context) -> Stored.of(row))
                        .one();
        if (!first && stored.newerThan(order, again)) {
            noteUnpaid(handle, order, stored);
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
                                    plan_again = false, changed_at = :now,
                                    unpaid_at = coalesce(unpaid_at, cast(:unpaid as timestamp with time zone))
                            where shop = :shop and order_id = :id
                            """)
                    .bindMap(columns(plan, now))
                    .execute();
        }
        seats.follow(handle, plan, now);
        renewals.follow(handle, plan, now);
        OrderOutcomes.ofOrder(handle, order.shop(), order.id(), now);
        return Applied.NEWEST;
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

    private static final String STORED =
            "select status, updated_at, status_rank, purchased_at, unpaid_at from orders";

    /**
     * What is known of an order.
     *
     * @param purchasedAt as its first paid event froze it
     * @param unpaid whether it was found unpaid before
     */
    private record Stored(
            Instant updatedAt, int rank, Optional<Instant> purchasedAt, boolean unpaid) {
        static Stored of(ResultSet row) throws SQLException {
            boolean unpaid =
                    Rows.instant(row, "unpaid_at") != null
                            || row.getString("status").equals(OrderStatus.PLACED.name());
            return new Stored(
                    Rows.instant(row, "updated_at"),
                    row.getInt("status_rank"),
                    Optional.ofNullable(Rows.instant(row, "purchased_at")),
                    unpaid);
        }

        Optional<Instant> purchaseOf(Order order) {
            return purchasedAt.or(() -> order.purchasedAt(unpaid));
        }

        boolean newerThan(Order order, boolean again) {
            int compared =
                    updatedAt.equals(order.updatedAt())
                            ? Integer.compare(rank, order.status().rank())
                            : updatedAt.compareTo(order.updatedAt());
            return compared > 0 || (again && compared != 0);
        }
    }

    private static Map<String, Object> columns(OrderPlan plan, Instant now) {
        Order order = plan.order();
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
        columns.put("snapshot", new OrderWriter().write(order).toString());
        columns.put("now", now);
        columns.put("unpaid", order.status() == OrderStatus.PLACED ? order.updatedAt() : null);
        return columns;
    }

    /** Orders whose stored event should be planned again, as canonical JSON. */
    public List<String> toPlanAgain(int most) {
        return ledger.read(
                handle ->
                        handle.createQuery(
                                        "select snapshot from orders where plan_again = true order by changed_at fetch first :most rows only")
                                .bind("most", most)
                                .mapTo(String.class)
                                .list());
    }

    /** An order that can't be planned again as the catalogue is now: left as it was. */
    public void leave(String shop, String orderId) {
        ledger.transaction(
                handle ->
                        handle.execute(
                                "update orders set plan_again = false where shop = ? and order_id = ?",
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

    /** Has every order planned again that waits for a product which is in the catalogue now. */
    public int planAgain(Iterable<String> products) {
        return ledger.transaction(
                handle -> {
                    int orders = 0;
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
