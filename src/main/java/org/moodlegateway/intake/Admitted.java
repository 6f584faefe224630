package org.moodlegateway.intake;

/**
 * A message that its shop vouches for.
 *
 * @param source the way it came
 * @param sender which secret or key it came with, by name
 * @param eventId the sender's id of the event, empty if it gives none
 * @param kind of shop in whose language it is; empty for the gateway's own orders
 * @param topic what the sender says has happened, empty if nothing
 */
public record Admitted(
        String shop,
        String source,
        String sender,
        String eventId,
        String kind,
        String topic,
        byte[] body)
        implements FromShop {

    /** One that is the gateway's own order. */
    static Admitted canonical(
            String shop, String source, String sender, String eventId, byte[] body) {
        return new Admitted(shop, source, sender, eventId, "", "", body);
    }

    @Override
    public String toString() {
        return "Admitted[shop=" + shop + ", sender=" + sender + "]";
    }
}
