package org.moodlegateway.localshop;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.moodlegateway.catalogue.Product;

/** Writes imported items as {@code products.yaml}. */
public final class ProductsYaml {
    private ProductsYaml() {}

    public static String of(List<ImportedItem> items) {
        StringBuilder yaml = new StringBuilder();
        yaml.append(
                "# Made of the catalogue of Moodle's own shop; the report says what differs.\n");
        boolean any = items.stream().anyMatch(item -> item.product().isPresent());
        yaml.append(any ? "products:\n" : "products: []\n");
        for (ImportedItem item : items) {
            item.product().ifPresent(product -> append(yaml, item, product));
        }
        return yaml.toString();
    }

    private static void append(StringBuilder yaml, ImportedItem item, Product product) {
        yaml.append("  # item ").append(item.id());
        yaml.append(" of catalogue ").append(item.catalog()).append('\n');
        yaml.append("  - code: ").append(quoted(product.code())).append('\n');
        yaml.append("    name: { ");
        product.names()
                .forEach(
                        (language, name) ->
                                yaml.append(quoted(language)).append(": ").append(quoted(name)));
        yaml.append(" }\n    handler: ").append(product.handler()).append('\n');
        Map<String, String> parameters = new TreeMap<>(product.parameters());
        yaml.append("    parameters:\n");
        parameters.forEach(
                (name, value) ->
                        yaml.append("      ")
                                .append(name)
                                .append(": ")
                                .append(quoted(value))
                                .append('\n'));
        if (product.seats()) {
            yaml.append("    seats: true\n");
        }
        if (product.renewable()) {
            yaml.append("    renewable: true\n");
        }
    }

    /** JSON's quotes are YAML's too. */
    private static String quoted(String text) {
        return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
    }
}
