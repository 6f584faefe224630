package org.moodlegateway.ledger;

import org.moodlegateway.order.Problem;

/**
 * A message as it comes in.
 *
 * @param source the way it came: http, file, webhook, poll, kafka
 * @param sender which key, secret or file it came with, by name
 * @param eventId the sender's id, the same for every repetition; empty for the body's own hash
 * @param kind of shop in whose language it is; empty for the gateway's own orders
 * @param topic what the sender says has happened, empty if it says nothing
 * @param body raw bytes as received
 * @param refusal why it is kept as rejected and never applied; null for one that is to be planned
 */
public record Arrival(
        String shop,
        String source,
        String sender,
        String eventId,
        String kind,
        String topic,
        byte[] body,
        Problem refusal) {

    /** One that is to be planned. */
    public Arrival(
            String shop,
            String source,
            String sender,
            String eventId,
            String kind,
            String topic,
            byte[] body) {
        this(shop, source, sender, eventId, kind, topic, body, null);
    }

    /** One that can't be taken. Equal bytes are the same one, and never the event that they are. */
    public static Arrival refused(
            String shop, String source, String sender, byte[] body, Problem refusal) {
        return new Arrival(shop, source, sender, "", "", "", body, refusal);
    }

    /** One that is the gateway's own order. */
    public static Arrival canonical(
            String shop, String source, String sender, String eventId, byte[] body) {
        return new Arrival(shop, source, sender, eventId, "", "", body);
    }

    @Override
    public String toString() {
        return "Arrival[shop=" + shop + ", source=" + source + "]";
    }
}
