package org.moodlegateway.order;

import java.util.Locale;

/**
 * What a line of a renewal order extends.
 *
 * @param value a seat reference, an order id of the same shop, or a subscription id
 */
public record Renews(Target target, String value) {
    /** The kinds of thing that can be renewed. */
    public enum Target {
        SEAT,
        ORDER,
        SUBSCRIPTION
    }

    /** Such as {@code order A-1001}. */
    @Override
    public String toString() {
        return target.name().toLowerCase(Locale.ROOT) + " " + value;
    }
}
