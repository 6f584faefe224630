package org.moodlegateway.ledger;

/**
 * A message as it comes in.
 *
 * @param source the way it came: http, file, webhook, poll
 * @param sender which key, secret or file it came with, by name
 * @param eventId the sender's id, the same for every repetition; empty for the body's own hash
 * @param kind of shop in whose language it is; empty for the gateway's own orders
 * @param topic what the sender says has happened, empty if it says nothing
 * @param body raw bytes as received
 */
public record Arrival(
        String shop,
        String source,
        String sender,
        String eventId,
        String kind,
        String topic,
        byte[] body) {

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
