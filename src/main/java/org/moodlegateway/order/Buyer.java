package org.moodlegateway.order;

/**
 * Who pays. Not a participant unless named as one; may have no e-mail when the participants are
 * named.
 *
 * @param email as the shop wrote it, empty if unknown
 * @param country two letters, upper case, empty if unknown
 * @param language language tag such as {@code fr}, empty if unknown
 */
public record Buyer(
        String email, String firstName, String lastName, String country, String language) {
    public static final Buyer UNKNOWN = new Buyer("", "", "", "", "");

    /** The buyer on a seat of his own. */
    public Participant asParticipant() {
        return new Participant(email, firstName, lastName, "");
    }
}
