package org.moodlegateway.intake;

import org.moodlegateway.ledger.Arrival;

/**
 * A message that its shop vouches for, as it is to be kept.
 *
 * @param event what headers say of the event in the body
 */
public record Admitted(Arrival arrival, EventHeaders event) implements FromShop {

    /** One without headers of an event. */
    Admitted(Arrival arrival) {
        this(arrival, EventHeaders.NONE);
    }

    @Override
    public String shop() {
        return arrival.shop();
    }

    /** Which secret or key it came with, by name. */
    String sender() {
        return arrival.sender();
    }

    /** The sender's id of the event, empty if it gives none. */
    String eventId() {
        return arrival.eventId();
    }

    byte[] body() {
        return arrival.body();
    }

    /** Whether the body is a list of events. */
    public boolean isBatch() {
        return event.isBatch();
    }

    /** The same message as the event that it turned out to be. */
    Admitted as(String eventId, String topic, byte[] part) {
        return new Admitted(
                new Arrival(
                        arrival.shop(),
                        arrival.source(),
                        arrival.sender(),
                        eventId,
                        arrival.kind(),
                        topic,
                        part));
    }
}
