package org.moodlegateway.catalogue;

import java.util.Map;

/**
 * A catalogue entry: what one product code means.
 *
 * @param names by language tag, may be empty
 * @param handler name without {@code std_}
 * @param parameters of the handler, empty values left out
 * @param seats whether quantity means seats
 */
public record Product(
        String code,
        Map<String, String> names,
        String handler,
        Map<String, String> parameters,
        boolean seats,
        boolean renewable) {
    public Product {
        names = Map.copyOf(names);
        parameters = Map.copyOf(parameters);
    }
}
