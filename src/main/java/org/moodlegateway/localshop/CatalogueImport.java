package org.moodlegateway.localshop;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.moodlegateway.catalogue.Ending;
import org.moodlegateway.catalogue.Product;
import org.moodlegateway.order.Problem;
import org.moodlegateway.seat.Handler;
import org.moodlegateway.seat.Handlers;

/**
 * Makes products of the rows of {@code local_shop_catalogitem}. What would not pass {@code check}
 * is left out, with the reason; so is what never did anything in Moodle.
 */
public final class CatalogueImport {
    private static final String LOCAL_SHOP_PREFIX = "std_";

    private static final Set<String> NO_HANDLER = Set.of("", "0");

    /** A handler of the shop's own that is named after the item. */
    private static final String OWN_HANDLER = "1";

    private final Handlers handlers;
    private final String language;

    /**
     * Makes an import.
     *
     * @param language of the items' names, such as {@code fr}
     */
    public CatalogueImport(Handlers handlers, String language) {
        this.handlers = handlers;
        this.language = language;
    }

    /** One for each row, in their order. */
    public List<ImportedItem> of(Iterable<? extends JsonNode> rows) {
        List<ImportedItem> items = new ArrayList<>();
        Set<String> codes = new HashSet<>();
        for (JsonNode row : rows) {
            ImportedItem item = item(row);
            boolean again = item.taken() != null && !codes.add(item.code());
            items.add(
                    again
                            ? leftOut(
                                    row,
                                    false,
                                    "an item of another catalogue with this code stands above")
                            : item);
        }
        return items;
    }

    private ImportedItem item(JsonNode row) {
        String written = row.path("enablehandler").asText("").strip();
        if (!row.path("isset").asText("0").matches("0?")) {
            return leftOut(
                    row,
                    false,
                    "it is a set or a bundle: sell its parts, or give its code a product");
        }
        if (NO_HANDLER.contains(written)) {
            return leftOut(row, true, "it has no handler, so it does nothing in Moodle");
        }
        if (written.equals(OWN_HANDLER)) {
            return leftOut(row, false, "its handler was written for it alone");
        }
        Optional<Handler> handler = handlers.find(written);
        return handler.isEmpty()
                ? leftOut(row, false, "its handler " + written + " is not known here")
                : item(row, name(handler.get(), bare(written)), handler.get());
    }

    private ImportedItem item(JsonNode row, String name, Handler handler) {
        ShopParameters parameters =
                ShopParameters.of(row.path("handlerparams"), handler.parameters());
        Product product =
                new Product(
                        row.path("code").asText("").strip(),
                        Map.of(language, title(row)),
                        name,
                        parameters.told(),
                        handler.name().equals("setupcoursesession"),
                        row.path("renewable").asInt(0) == 1,
                        Ending.SUSPEND,
                        null);
        Optional<Problem> problem =
                product.code().isEmpty()
                        ? Optional.of(new Problem("value-missing", "/code", "it has no code"))
                        : handlers.check(product);
        List<ImportedItem.Remark> remarks = ItemRemarks.of(row, name, parameters);
        return new ImportedItem(
                row.path("id").asLong(),
                row.path("catalogid").asLong(),
                product.code(),
                title(row),
                problem.isPresent() ? null : product,
                problem.map(Problem::message).orElse(""),
                false,
                remarks);
    }

    /** The two names of the one handler that renews did different things there. */
    private static String name(Handler handler, String written) {
        return handler.name().equals("extendenrolperiod") ? written : handler.name();
    }

    private static ImportedItem leftOut(JsonNode row, boolean sellsNothing, String why) {
        return new ImportedItem(
                row.path("id").asLong(),
                row.path("catalogid").asLong(),
                row.path("code").asText("").strip(),
                title(row),
                null,
                why,
                sellsNothing,
                List.of());
    }

    private static String bare(String handler) {
        return handler.startsWith(LOCAL_SHOP_PREFIX)
                ? handler.substring(LOCAL_SHOP_PREFIX.length())
                : handler;
    }

    private static String title(JsonNode row) {
        String name = row.path("name").asText("").replaceAll("\\s+", " ").strip();
        return name.isEmpty() ? row.path("code").asText("").strip() : name;
    }
}
