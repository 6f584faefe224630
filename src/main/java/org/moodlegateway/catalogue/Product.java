package org.moodlegateway.catalogue;

import java.util.Map;
import java.util.Optional;

/**
 * A catalogue entry: what one product code means.
 *
 * @param names by language tag, may be empty
 * @param handler name without {@code std_}
 * @param parameters of the handler, empty values left out
 * @param seats whether quantity means seats
 * @param onCancel what a refund or cancellation does to an enrolment that nothing else covers
 * @param renewed how its seats live on; null if nothing is renewed, reminded of or ended
 * @param prepay whether its support course is opened to the buyer before they paid
 * @param buyerLearns whether the buyer sits on a seat for which nobody is named
 */
public record Product(
        String code,
        Map<String, String> names,
        String handler,
        Map<String, String> parameters,
        boolean seats,
        boolean renewable,
        Ending onCancel,
        RenewalTerms renewed,
        boolean prepay,
        BuyerLearns buyerLearns) {
    public Product {
        names = Map.copyOf(names);
        parameters = Map.copyOf(parameters);
    }

    /** With what holds where a product says nothing. */
    public Product(
            String code,
            Map<String, String> names,
            String handler,
            Map<String, String> parameters,
            boolean seats,
            boolean renewable,
            Ending onCancel,
            RenewalTerms renewed) {
        this(
                code,
                names,
                handler,
                parameters,
                seats,
                renewable,
                onCancel,
                renewed,
                true,
                BuyerLearns.NEVER);
    }

    public Optional<RenewalTerms> renewal() {
        return Optional.ofNullable(renewed);
    }
}
