package org.moodlegateway.localshop;

import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * What a shop's configuration says about its bills.
 *
 * @param paidStates the statuses of a bill that is paid, in capitals
 * @param supervisorRole role short name for participants whom local_shop calls {@code _supervisor},
 *     unless their item names one itself
 * @param product of an item's code, the product's; empty if it is not to be sold here
 * @param parameters of a handler's name, the parameters it knows; empty for a handler that is not
 *     here
 */
public record BillRules(
        Set<String> paidStates,
        String supervisorRole,
        Function<String, Optional<String>> product,
        Function<String, Optional<Set<String>>> parameters) {
    public static final Set<String> DEFAULT_PAID_STATES = BillState.PAID;

    /** What local_shop itself takes if nothing is said. */
    public static final String DEFAULT_SUPERVISOR_ROLE = "teacher";

    public BillRules {
        paidStates = Set.copyOf(paidStates);
    }
}
