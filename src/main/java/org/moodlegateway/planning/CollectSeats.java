package org.moodlegateway.planning;

import java.util.ArrayList;
import java.util.List;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;
import org.moodlegateway.seat.OrderPlan;
import org.moodlegateway.seat.PlannedSeat;

/**
 * Collects what the Splitter made, so that the order is written down as a whole. Nothing is kept
 * between orders.
 */
public final class CollectSeats implements AggregationStrategy {
    private static final String SEATS = "seats";

    @Override
    public Exchange aggregate(Exchange before, Exchange next) {
        throw new UnsupportedOperationException("needs the exchange that was split");
    }

    @Override
    public Exchange aggregate(Exchange before, Exchange next, Exchange split) {
        List<PlannedSeat> seats = before == null ? new ArrayList<>() : seats(before);
        if (next.getException() == null) {
            seats.add(next.getMessage().getBody(PlannedSeat.class));
        }
        Exchange collected = before == null ? next : before;
        collected.setProperty(SEATS, seats);
        return collected;
    }

    /** Where nothing was split, as an order buys no seat, the plan goes on as it is. */
    @Override
    public void onCompletion(Exchange collected, Exchange split) {
        if (collected == null) {
            return;
        }
        Task task = split.getMessage().getBody(Task.class);
        List<PlannedSeat> seats = seats(collected);
        OrderPlan plan = task.plan();
        collected
                .getMessage()
                .setBody(
                        task.with(
                                new OrderPlan(
                                        plan.order(), plan.purchasedAt(), plan.lines(), seats)));
    }

    @SuppressWarnings("unchecked") // only aggregate() sets it
    private static List<PlannedSeat> seats(Exchange collected) {
        return collected.getProperty(SEATS, List.class);
    }
}
