package org.moodlegateway.localshop;

import java.util.Locale;
import java.util.Set;

/** What the status of a bill means for its order. */
final class BillState {
    /** Paid, and paid and delivered. */
    static final Set<String> PAID = Set.of("SOLDOUT", "COMPLETE");

    private static final Set<String> REFUNDED = Set.of("PAYBACK");
    private static final Set<String> CANCELLED = Set.of("CANCELLED", "REFUSED", "FAILED");

    private BillState() {}

    /**
     * The word of a canonical order. What the buyer is owed back is refunded: local_shop has no
     * other word for it. Everything else that is not paid is placed: being worked on, waiting, paid
     * in part, or delivered on trust.
     */
    static String word(String status, Set<String> paidStates) {
        String state = status.strip().toUpperCase(Locale.ROOT);
        if (paidStates.contains(state)) {
            return "paid";
        }
        if (REFUNDED.contains(state)) {
            return "refunded";
        }
        return CANCELLED.contains(state) ? "cancelled" : "placed";
    }
}
