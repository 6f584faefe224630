package org.moodlegateway.localshop;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.moodlegateway.seat.Handler;
import org.moodlegateway.seat.Handlers;

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

    /**
     * The rules of a shop.
     *
     * @param settings of {@code shops.yaml}: {@code paid-states}, {@code supervisor-role}
     * @param products by the shop's codes, as {@code shops.yaml} has them
     */
    public static BillRules of(JsonNode settings, Map<String, String> products, Handlers handlers) {
        Set<String> paid = new TreeSet<>();
        settings.path("paid-states")
                .forEach(state -> paid.add(state.asText().toUpperCase(Locale.ROOT)));
        String supervisor = settings.path("supervisor-role").asText("").strip();
        return new BillRules(
                paid.isEmpty() ? DEFAULT_PAID_STATES : paid,
                supervisor.isEmpty() ? DEFAULT_SUPERVISOR_ROLE : supervisor,
                new ItemProducts(products),
                name -> handlers.find(name).map(Handler::parameters));
    }
}
