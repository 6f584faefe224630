package org.moodlegateway.orders;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.moodlegateway.catalogue.Catalogue;
import org.moodlegateway.order.Order;
import org.moodlegateway.order.OrderRejectedException;
import org.moodlegateway.order.Snapshot;
import org.moodlegateway.seat.Handlers;
import org.moodlegateway.seat.OrderPlan;
import org.moodlegateway.seat.SeatSplitter;
import org.moodlegateway.seat.ShopTerms;

/** Plans stored orders by the catalogue in force, without the planning route. Touches nothing. */
public final class OrderPlans {
    private final Handlers handlers;
    private final Supplier<Catalogue> catalogue;
    private final Function<String, ShopTerms> shops;

    /**
     * Plans by handlers and catalogue.
     *
     * @param catalogue gives the one in force
     * @param shops gives what the orders of a shop may buy
     */
    public OrderPlans(
            Handlers handlers, Supplier<Catalogue> catalogue, Function<String, ShopTerms> shops) {
        this.handlers = handlers;
        this.catalogue = catalogue;
        this.shops = shops;
    }

    /**
     * What a stored order means, with all its seats; empty if it can't be read or planned as the
     * catalogue is now.
     *
     * @param snapshot the order's newest event, as the ledger keeps it
     * @param purchasedAt as it was frozen; null if it is not known
     */
    public Optional<OrderPlan> of(String snapshot, Instant purchasedAt) {
        try {
            return Optional.of(plan(Snapshot.read(snapshot), purchasedAt));
        } catch (OrderRejectedException e) {
            return Optional.empty();
        }
    }

    private OrderPlan plan(Order order, Instant purchasedAt) {
        Instant frozen = purchasedAt == null ? order.purchasedAt().orElse(null) : purchasedAt;
        return new SeatSplitter()
                .fill(handlers.plan(order, catalogue.get(), frozen, shops.apply(order.shop())));
    }
}
