package org.moodlegateway.planning;

import java.time.Instant;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.camel.Body;
import org.apache.camel.ExchangeException;
import org.moodlegateway.catalogue.Catalogue;
import org.moodlegateway.ledger.Erasures;
import org.moodlegateway.ledger.Inbox;
import org.moodlegateway.ledger.InboxMessage;
import org.moodlegateway.order.Message;
import org.moodlegateway.order.Order;
import org.moodlegateway.order.OrderJson;
import org.moodlegateway.order.OrderReader;
import org.moodlegateway.order.OrderRejectedException;
import org.moodlegateway.order.OrderStatus;
import org.moodlegateway.order.Snapshot;
import org.moodlegateway.order.SubscriptionEvent;
import org.moodlegateway.order.SubscriptionReader;
import org.moodlegateway.orders.OrderBook;
import org.moodlegateway.orders.OrderBook.Applied;
import org.moodlegateway.orders.UnknownProducts;
import org.moodlegateway.renewal.Subscriptions;
import org.moodlegateway.seat.Handlers;
import org.moodlegateway.seat.LinePlan;
import org.moodlegateway.seat.OrderPlan;
import org.moodlegateway.seat.PlannedSeat;
import org.moodlegateway.seat.SeatHints;
import org.moodlegateway.seat.SeatSplitter;
import org.moodlegateway.seat.SeatSplitter.Place;
import org.moodlegateway.seat.ShopTerms;
import org.moodlegateway.shop.Translation;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The steps of the planning route. All but the last only compute. */
public final class Planning {
    private static final Logger LOG = LoggerFactory.getLogger(Planning.class);

    /** Each time somebody else was faster. */
    private static final int TRIES = 10;

    private final OrderJson json;
    private final OrderReader reader;
    private final Handlers handlers;
    private final Supplier<Catalogue> catalogue;
    private final Function<String, ShopTerms> shops;
    private final OrderBook orders;
    private final Subscriptions subscriptions;
    private final Inbox inbox;
    private final Erasures erasures;
    private final ForeignMessages foreign;
    private final UnknownProducts unknown;
    private final SubscriptionReader subscriptionReader = new SubscriptionReader();

    /**
     * {@code catalogue} gives the one in force, {@code shops} what the orders of a shop may buy;
     * both may change between two orders.
     */
    public Planning(
            OrderJson json,
            OrderReader reader,
            Handlers handlers,
            Supplier<Catalogue> catalogue,
            Function<String, ShopTerms> shops,
            OrderBook orders,
            Subscriptions subscriptions,
            Inbox inbox,
            Erasures erasures,
            ForeignMessages foreign,
            UnknownProducts unknown) {
        this.json = json;
        this.reader = reader;
        this.handlers = handlers;
        this.catalogue = catalogue;
        this.shops = shops;
        this.orders = orders;
        this.subscriptions = subscriptions;
        this.inbox = inbox;
        this.erasures = erasures;
        this.foreign = foreign;
        this.unknown = unknown;
    }

    /** Makes of the raw bytes an order, or what is said of a subscription. */
    public Task read(@Body Task task) {
        return task.kept()
                .map(kept -> named(computed(() -> read(task, kept), "inbox " + kept.id())))
                .orElse(task);
    }

    /** Without people who were erased from the order. */
    private Task named(Task task) {
        return task.order() == null
                ? task
                : task.with(erasures.nameless(task.message().id(), task.order()));
    }

    private Task read(Task task, InboxMessage kept) {
        if (kept.shop().equals(Inbox.NO_SHOP)) {
            throw new OrderRejectedException(
                    "shop-unknown",
                    "",
                    "no shop vouches for this message: it must be sent again, by one that may");
        }
        return kept.kind().isEmpty()
                ? read(task, message(kept))
                : read(task, foreign.translate(kept));
    }

    private Task read(Task task, Translation translation) {
        if (translation instanceof Translation.Canonical order) {
            return read(task, new Message("", order.order()));
        }
        if (translation instanceof Translation.Subscription subscription) {
            return read(task, new Message("subscription.", subscription.subscription()));
        }
        if (translation instanceof Translation.Refused refused) {
            throw new OrderRejectedException(refused.problem());
        }
        return task.with(translation);
    }

    private Task read(Task task, Message message) {
        String shop = task.message().shop();
        return message.isSubscription()
                ? task.with(subscriptionReader.read(message.data(), shop))
                : task.with(reader.read(message.data(), shop));
    }

    /** Has the shop asked for what is missing, or leaves alone what means nothing. */
    public Applied settle(@Body Task task) {
        foreign.settle(task.message(), task.other());
        return Applied.SETTLED_BEFORE;
    }

    /** With a topic the body is bare, without one it says itself what it is. */
    private Message message(InboxMessage kept) {
        return kept.topic().isEmpty()
                ? json.message(kept.body())
                : new Message(kept.topic(), json.whole(kept.body()));
    }

    /** Writes down how a subscription stands, and what follows for its seats. */
    public Applied follow(@Body Task task) {
        SubscriptionEvent subscription = task.subscription();
        Applied applied = subscriptions.apply(task.message().id(), subscription);
        LOG.info(
                "Subscription followed subscription={}/{} status={} outcome={}",
                subscription.shop(),
                subscription.id(),
                subscription.status(),
                applied);
        return applied;
    }

    /**
     * Works out what each line means: roles, dates, companions. What the event leaves out is what
     * the order said before.
     */
    public Task plan(@Body Task task) {
        if (task.kept().isEmpty()) {
            return task.with(plan(task.order(), purchasedAt(task.order())));
        }
        String known = orders.known(task.order().shop(), task.order().id());
        Order order = completed(task, known);
        return task.with(plan(order, purchasedAt(order)), known);
    }

    private Order completed(Task task, String known) {
        return known.isEmpty()
                ? task.order()
                : computed(
                        () -> task.order().completedFrom(Snapshot.read(known)),
                        "inbox " + task.message().id());
    }

    private Instant purchasedAt(Order order) {
        return orders.purchasedAt(order).orElse(null);
    }

    private OrderPlan plan(Order order, Instant purchasedAt) {
        ShopTerms terms = shops.apply(order.shop());
        return computed(
                () -> handlers.plan(order, catalogue.get(), purchasedAt, terms),
                "order " + order.shop() + "/" + order.id());
    }

    /** Makes one seat of one place. */
    public PlannedSeat seat(@Body Place place) {
        return new SeatSplitter().seat(place);
    }

    /** Writes it all down, or nothing. */
    public Applied commit(@Body Task task) {
        Applied applied = apply(task);
        for (int tried = 1; applied == Applied.PLAN_AGAIN && tried < TRIES; tried++) {
            Task again = plan(task);
            applied = apply(again.with(new SeatSplitter().fill(again.plan())));
        }
        Order order = task.order();
        if (applied == Applied.NEWEST) {
            tellUnknown(task.plan());
        }
        LOG.info(
                "Order applied order={}/{} status={} outcome={}",
                order.shop(),
                order.id(),
                order.status(),
                applied);
        if (order.status() == OrderStatus.PAID
                && order.test()
                && !shops.apply(order.shop()).testOrders()) {
            LOG.info(
                    "It is a test order, so nobody is enrolled order={}/{}",
                    order.shop(),
                    order.id());
        }
        return applied;
    }

    /** At once: nobody else will say that what was paid can't be delivered. */
    private void tellUnknown(OrderPlan plan) {
        for (LinePlan line : plan.lines()) {
            if (line.waitingFor().equals("product-unknown") && line.line().paidQuantity() > 0) {
                String product = line.line().product();
                String nearest = catalogue.get().nearest(product).orElse("");
                LOG.warn(
                        "{} order={}/{} line={}",
                        SeatHints.ofUnknown(product, nearest),
                        plan.order().shop(),
                        plan.order().id(),
                        line.line().id());
                unknown.found(product, nearest);
            }
        }
    }

    private Applied apply(Task task) {
        return task.kept()
                .map(message -> orders.apply(message.id(), task.change()))
                .orElseGet(() -> orders.applyAgain(task.change()));
    }

    /** Keeps the message as rejected, with the reason; a stored order stays as it was. */
    public Applied reject(@Body Task task, @ExchangeException OrderRejectedException reason) {
        String order = task.order() == null ? orderOf(task) : task.order().id();
        if (task.kept().isPresent()) {
            long id = task.message().id();
            inbox.reject(id, order, reason.problem());
            LOG.warn(
                    "Message rejected, kept for replay inbox={} code={} pointer={}",
                    id,
                    reason.problem().code(),
                    reason.problem().pointer());
        } else {
            orders.leave(task.order().shop(), order);
            LOG.warn(
                    "Order can't be planned again, it stays as it was order={}/{} code={}",
                    task.order().shop(),
                    order,
                    reason.problem().code());
        }
        return Applied.SETTLED_BEFORE;
    }

    /** As far as it can be told of a message that couldn't be read. */
    private String orderOf(Task task) {
        boolean subscription =
                task.isAboutSubscription() || task.message().topic().contains("subscription");
        return subscription ? "" : foreign.orderOf(task.message());
    }

    /** A mistake of ours in a pure step must not keep a message going round for ever. */
    private static <T> T computed(Supplier<T> step, String what) {
        try {
            return step.get();
        } catch (OrderRejectedException e) {
            throw e;
        } catch (RuntimeException e) {
            LOG.error(
                    "{} can't be planned because of a mistake in the gateway; report this, then"
                            + " replay it",
                    what,
                    e);
            throw new OrderRejectedException(
                    "unexpected", "", "the gateway failed on this message; its log says more");
        }
    }
}
