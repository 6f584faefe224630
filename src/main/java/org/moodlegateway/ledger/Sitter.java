package org.moodlegateway.ledger;

import org.moodlegateway.order.Emails;

/**
 * Who sits on a seat, as he was named.
 *
 * @param email empty while nobody is named
 * @param assignedBy who put him there; empty for the order itself, which a newer event may change
 */
record Sitter(String email, String firstName, String lastName, String assignedBy) {
    static final Sitter NOBODY = new Sitter("", "", "", "");

    boolean isSomebody() {
        return !email.isEmpty();
    }

    /** The person's key, empty while nobody is named. */
    String key() {
        return Emails.key(email);
    }
}
