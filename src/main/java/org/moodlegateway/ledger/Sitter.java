package org.moodlegateway.ledger;

import org.moodlegateway.order.Emails;

/**
 * Who sits on a seat, as he was named.
 *
 * @param email empty while nobody is named
 * @param assignedBy who put him there; empty for the order itself, which a newer event may change
 */
public record Sitter(String email, String firstName, String lastName, String assignedBy) {
    public static final Sitter NOBODY = new Sitter("", "", "", "");

    public boolean isSomebody() {
        return !email.isEmpty();
    }

    /** The person's key, empty while nobody is named. */
    public String key() {
        return Emails.key(email);
    }
}
