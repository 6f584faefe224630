package org.moodlegateway.localshop;

import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The product that an item's code stands for, by a shop's {@code products}: what names it, else the
 * longest pattern that it begins with ({@code COURSE-*}), else the code itself.
 */
public final class ItemProducts implements Function<String, Optional<String>> {
    private static final String IGNORE = "ignore";

    private final Map<String, String> products;

    public ItemProducts(Map<String, String> products) {
        this.products = Map.copyOf(products);
    }

    /** Empty if it is to be ignored. */
    @Override
    public Optional<String> apply(String code) {
        String product = products.getOrDefault(code, byPattern(code));
        return product.equals(IGNORE) ? Optional.empty() : Optional.of(product);
    }

    private String byPattern(String code) {
        return products.entrySet().stream()
                .filter(entry -> isBegun(code, entry.getKey()))
                .max(Comparator.comparing(entry -> entry.getKey().length()))
                .map(Map.Entry::getValue)
                .orElse(code);
    }

    private static boolean isBegun(String code, String pattern) {
        return pattern.endsWith("*") && code.startsWith(pattern.substring(0, pattern.length() - 1));
    }
}
