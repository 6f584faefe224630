package org.moodlegateway.intake;

/**
 * A message that its shop vouches for.
 *
 * @param sender which secret or key it came with, by name
 * @param eventId the sender's id of the event, empty if it gives none
 */
public record Admitted(String shop, String sender, String eventId, byte[] body)
        implements FromShop {
    @Override
    public String toString() {
        return "Admitted[shop=" + shop + ", sender=" + sender + "]";
    }
}
