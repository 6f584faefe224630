package org.moodlegateway.planning;

import java.util.List;
import org.apache.camel.ProducerTemplate;
import org.moodlegateway.ledger.Inbox;
import org.moodlegateway.ledger.InboxMessage;
import org.moodlegateway.order.Snapshot;
import org.moodlegateway.orders.OrderBook;

/** Finds messages and orders that are to be planned, and sends each through the planning route. */
public final class Planner {
    private static final int AT_ONCE = 20;
    private static final String ROUTE = "direct:plan-order";

    private final Inbox inbox;
    private final OrderBook orders;
    private final ProducerTemplate producer;

    public Planner(Inbox inbox, OrderBook orders, ProducerTemplate producer) {
        this.inbox = inbox;
        this.orders = orders;
        this.producer = producer;
    }

    /**
     * Plans some of what is due; false if there was nothing. One that fails stops no other: it is
     * taken up again when its lease is over.
     */
    public boolean planSome() {
        List<InboxMessage> messages = inbox.claim(AT_ONCE);
        Failures failures = new Failures();
        messages.forEach(
                message -> failures.noting(() -> producer.requestBody(ROUTE, Task.of(message))));
        List<String> again = messages.isEmpty() ? orders.toPlanAgain(AT_ONCE) : List.of();
        again.forEach(
                snapshot -> failures.noting(() -> producer.requestBody(ROUTE, again(snapshot))));
        failures.throwFirst();
        return !messages.isEmpty() || !again.isEmpty();
    }

    private Task again(String snapshot) {
        return Task.again(Snapshot.read(snapshot), snapshot);
    }

    /** Lets everybody have a turn, and the first failure be seen after that. */
    private static final class Failures {
        private RuntimeException first;

        void noting(Runnable step) {
            try {
                step.run();
            } catch (RuntimeException e) {
                first = first == null ? e : first;
            }
        }

        void throwFirst() {
            if (first != null) {
                throw first;
            }
        }
    }
}
