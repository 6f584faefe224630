package org.moodlegateway.localshop;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.moodlegateway.shop.ProductKeys;

/** The product that an item's code stands for, by a shop's {@code products}. */
public final class ItemProducts implements Function<String, Optional<String>> {
    private static final String IGNORE = "ignore";

    private final ObjectNode products = JsonNodeFactory.instance.objectNode();

    public ItemProducts(Map<String, String> products) {
        products.forEach(this.products::put);
    }

    /** Empty if it is to be ignored. */
    @Override
    public Optional<String> apply(String code) {
        return Optional.of(ProductKeys.code(List.of(code), products))
                .filter(product -> !product.equals(IGNORE));
    }
}
