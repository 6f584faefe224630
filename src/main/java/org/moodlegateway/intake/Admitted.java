package org.moodlegateway.intake;

/**
 * A message that its shop vouches for.
 *
 * @param source the way it came
 * @param sender which secret or key it came with, by name
 * @param eventId the sender's id of the event, empty if it gives none
 * @param kind of shop in whose language it is; empty for the gateway's own orders
 * @param topic what the sender says has happened, empty if nothing
 * @param event what headers say of the event in the body
 */
public record Admitted(
        String shop,
        String source,
        String sender,
        String eventId,
        String kind,
        String topic,
        EventHeaders event,
        byte[] body)
        implements FromShop {

    /** One without headers of an event. */
    public Admitted(
            String shop,
            String source,
            String sender,
            String eventId,
            String kind,
            String topic,
            byte[] body) {
        this(shop, source, sender, eventId, kind, topic, EventHeaders.NONE, body);
    }

    /** One that is the gateway's own order. */
    static Admitted canonical(
            String shop, String source, String sender, String eventId, byte[] body) {
        return new Admitted(shop, source, sender, eventId, "", "", body);
    }

    /** Whether the body is a list of events. */
    public boolean isBatch() {
        return event.isBatch();
    }

    /** The same with what headers say of the event in it. */
    Admitted with(EventHeaders headers) {
        return new Admitted(shop, source, sender, eventId, kind, topic, headers, body);
    }

    /** The same message as the event that it turned out to be. */
    Admitted as(String event, String what, byte[] part) {
        return new Admitted(shop, source, sender, event, kind, what, part);
    }

    @Override
    public String toString() {
        return "Admitted[shop=" + shop + ", sender=" + sender + "]";
    }
}
