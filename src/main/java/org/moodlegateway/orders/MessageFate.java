package org.moodlegateway.orders;

import org.moodlegateway.order.Problem;

/**
 * How far a kept message is: a row of the inbox without its body.
 *
 * @param state NEW, ASKING, APPLIED, REJECTED or CONFLICT
 * @param order its id; empty while it isn't known, and for a message that means nothing
 * @param problem why it wasn't applied; of an applied one the message says what it was, such as
 *     {@code older}
 */
public record MessageFate(long id, String state, String order, Problem problem) {
    /** Whether nothing more happens to it by itself. */
    public boolean settled() {
        return !state.equals("NEW") && !state.equals("ASKING");
    }

    public boolean applied() {
        return state.equals("APPLIED");
    }

    /** Whether the ledger knew a newer event of its order, so that it changed nothing. */
    public boolean older() {
        return applied() && problem.message().equals(OrderBook.OLDER_NOTE);
    }
}
