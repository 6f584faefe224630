package org.moodlegateway.order;

import java.util.Locale;

/**
 * What new seats stand in for: those seats end when these start.
 *
 * @param value a product code, a seat reference, an order id of the same shop, or a subscription id
 */
public record Replaces(Target target, String value) {
    /** The kinds of thing that can be replaced. */
    public enum Target {
        /** What the same buyer bought of a product before. */
        PRODUCT,
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
