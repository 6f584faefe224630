package org.moodlegateway.planning;

import java.util.List;
import java.util.Optional;
import org.moodlegateway.ledger.InboxMessage;
import org.moodlegateway.order.Order;
import org.moodlegateway.order.SubscriptionEvent;
import org.moodlegateway.orders.OrderBook.Change;
import org.moodlegateway.seat.OrderPlan;
import org.moodlegateway.seat.SeatSplitter;
import org.moodlegateway.seat.SeatSplitter.Place;
import org.moodlegateway.shop.Translation;

/**
 * An order on its way to the ledger, or what a shop says of a subscription: the message of the
 * planning route.
 *
 * @param message null when a stored order is planned again
 * @param order the event as it is written; null until it is read, and for a subscription
 * @param known what the ledger knew of the order when it was planned, as JSON; empty if nothing
 * @param plan of the order as this event and all that is known make it; null until it is made
 * @param subscription null until it is read, and for an order
 * @param other what the message is if it is neither of both; null otherwise
 */
public record Task(
        InboxMessage message,
        Order order,
        String known,
        OrderPlan plan,
        SubscriptionEvent subscription,
        Translation other) {

    static Task of(InboxMessage message) {
        return new Task(message, null, "", null, null, null);
    }

    /** A stored order, to be planned again; {@code known} is the same as JSON. */
    static Task again(Order order, String known) {
        return new Task(null, order, known, null, null, null);
    }

    Optional<InboxMessage> kept() {
        return Optional.ofNullable(message);
    }

    Task with(Order read) {
        return new Task(message, read, known, plan, null, null);
    }

    Task with(SubscriptionEvent read) {
        return new Task(message, null, known, null, read, null);
    }

    Task with(Translation neither) {
        return new Task(message, null, known, null, null, neither);
    }

    /** Whether there is no order in it, or none yet. */
    public boolean isNoOrder() {
        return other != null;
    }

    /** Whether it is about a subscription and no order. */
    public boolean isAboutSubscription() {
        return subscription != null;
    }

    Task with(OrderPlan made) {
        return with(made, known);
    }

    Task with(OrderPlan made, String knownThen) {
        return new Task(message, order, knownThen, made, null, null);
    }

    Change change() {
        return new Change(order, plan, known);
    }

    /** What the Splitter splits: one element a paid seat. */
    public List<Place> places() {
        return new SeatSplitter().split(plan);
    }
}
