package org.moodlegateway.notice;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a fact is about; in files, rows and events a word such as {@code line-fulfilled}. */
public enum Kind {
    /** Every seat of a line is in Moodle. */
    LINE_FULFILLED,
    /** Some are; the others have nobody on them or need a person. */
    LINE_PARTLY,
    /** None is, and at least one needs a person. */
    LINE_FAILED,
    /** All that an order bought is in Moodle. */
    ORDER_FULFILLED,
    /** Moodle refuses seats; a person must act. */
    PARKED,
    /** Moodle shows what the ledger doesn't know; a person decides. */
    HELD,
    /** The seats of an order are not what its newest event says, and stay so. */
    DIFFERS,
    /** A paid order has seats that wait for a name or an address. */
    SEATS_FREE,
    /** A paid order names nobody who could be written to. */
    NOBODY_TO_TELL,
    /** A seat should be renewed now. */
    RENEWAL_DUE,
    /** A seat ends soon. */
    REMINDER,
    /** A seat is over. */
    EXPIRED,
    /** Somebody has an account whose password nobody knows. */
    ACCOUNT_MADE,
    /** Something is wrong that concerns many. */
    ALERT,
    ALERT_OVER,
    /** A run that would take access from many waits for a person. */
    GUARD_OPEN,
    GUARD_OVER;

    /** As it is written. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Optional<Kind> of(String word) {
        return Arrays.stream(values()).filter(kind -> kind.word().equals(word)).findFirst();
    }

    boolean isOfLine() {
        return this == LINE_FULFILLED || this == LINE_PARTLY || this == LINE_FAILED;
    }

    /** The template of what a person is written. */
    String template(boolean toAdministrator) {
        if (isOfLine()) {
            return toAdministrator ? Feedback.SALESADMIN : Feedback.PRIVATE;
        }
        return this == ACCOUNT_MADE ? "account-link" : word();
    }
}
