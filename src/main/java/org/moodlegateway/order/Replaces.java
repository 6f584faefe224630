package org.moodlegateway.order;

import java.util.ArrayList;
import java.util.List;
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
        return word() + " " + value;
    }

    /** The target as JSON has it. */
    String word() {
        return target.name().toLowerCase(Locale.ROOT);
    }

    /** Null if nothing is said. */
    static Replaces read(JsonPlace place) {
        List<Replaces> named = new ArrayList<>();
        for (Target target : Target.values()) {
            String value = place.text(target.name().toLowerCase(Locale.ROOT));
            if (!value.isEmpty()) {
                named.add(new Replaces(target, value));
            }
        }
        if (place.node().isObject() && named.size() != 1) {
            throw place.refused(
                    "replaces-unclear", "replaces names one of product, seat, order, subscription");
        }
        return named.isEmpty() ? null : named.get(0);
    }
}
