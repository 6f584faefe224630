package org.moodlegateway.order;

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
}
