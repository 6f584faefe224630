package org.moodlegateway.order;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;

/**
 * Turns canonical JSON into an {@link Order}: one spelling for everything, and what no schema can
 * say. Safe for concurrent use.
 *
 * <p>Refuses with {@link OrderRejectedException}: the first problem of {@link OrderSchema}, or a
 * shop or id that can't be. What is wrong with one line stays with that line, and what is said of a
 * person is read whatever it is. Pointers lead into the order, not into its envelope.
 */
public final class OrderReader {
    private static final Set<String> COUNTRIES = Set.of(Locale.getISOCountries());

    private final OrderSchema schema;

    public OrderReader() {
        this(new OrderSchema());
    }

    public OrderReader(OrderSchema schema) {
        this.schema = schema;
    }

    /**
     * Reads one order of a shop.
     *
     * @param shop the name under which it arrived; empty if only the order itself knows
     */
    public Order read(JsonNode json, String shop) {
        return read(json, shop, LineReader::read);
    }

    /**
     * Reads an order that {@link OrderWriter} wrote, with what it keeps of earlier events. Nobody
     * else may say such things.
     */
    public Order readKept(JsonNode json) {
        Order order = read(json, "", LineReader::readKept);
        return EventStamp.of(json.path(OrderWriter.LINES_FROM).asText())
                .map(from -> order.withLines(order.linesAsSaid(), from))
                .orElse(order);
    }

    private Order read(JsonNode json, String shop, Function<JsonPlace, Line> reading) {
        schema.check(json).stream()
                .findFirst()
                .ifPresent(
                        problem -> {
                            throw new OrderRejectedException(problem);
                        });
        JsonPlace order = JsonPlace.root(PlainJson.ofOrder(json));
        JsonPlace given = order.at("lines");
        List<Line> lines = given.isGiven() ? given.elements().map(reading).toList() : null;
        refuseRepeatedIds(given.isGiven() ? lines : List.of());
        return new Order(
                shop(json, order, shop),
                order.text("id"),
                order.text("transaction"),
                OrderStatus.valueOf(order.text("status").toUpperCase(Locale.ROOT)),
                instant(order, "updatedAt"),
                instant(order, "placedAt"),
                instant(order, "paidAt"),
                order.at("test").node().asBoolean(),
                currency(order.said("currency")),
                order.said("total"),
                order.text("subscription"),
                buyer(order.at("buyer")),
                lines);
    }

    private static void refuseRepeatedIds(List<Line> lines) {
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < lines.size(); i++) {
            if (!ids.add(lines.get(i).id())) {
                throw new OrderRejectedException(
                        "line-repeated",
                        "/lines/" + i + "/id",
                        "two lines have the same id, line " + (i + 1) + " is the second");
            }
        }
    }

    /** Refuses, with code {@code shop-differs}, an order that names another shop than its own. */
    public static void refuseOtherShop(JsonNode json, String pathShop) {
        String own = JsonPlace.root(PlainJson.of(json)).text("shop");
        if (!own.isEmpty() && !pathShop.isEmpty() && !own.equals(pathShop)) {
            throw new OrderRejectedException(
                    "shop-differs",
                    "/shop",
                    "the order names another shop than the one it came from, " + pathShop);
        }
    }

    private static String shop(JsonNode json, JsonPlace order, String pathShop) {
        refuseOtherShop(json, pathShop);
        String own = order.text("shop");
        if (own.isEmpty() && pathShop.isEmpty()) {
            throw new OrderRejectedException(
                    "shop-missing", "/shop", "nothing says which shop it is");
        }
        return pathShop.isEmpty() ? own : pathShop;
    }

    /** Null if not given. The schema has read the date once, so it can be read. */
    private static Instant instant(JsonPlace order, String field) {
        return Timestamps.parse(order.text(field)).orElse(null);
    }

    /** Only told to people, so not worth a refusal. */
    private static String currency(String text) {
        return text.matches("[A-Za-z]{3}") ? text.toUpperCase(Locale.ROOT) : "";
    }

    private static Buyer buyer(JsonPlace buyer) {
        return new Buyer(
                buyer.email(),
                buyer.name("firstName"),
                buyer.name("lastName"),
                country(buyer.said("country")),
                language(buyer.said("language")));
    }

    /** Moodle would store anything else as {@code 0}: such an account is made without a country. */
    private static String country(String text) {
        String code = text.toUpperCase(Locale.ROOT);
        return COUNTRIES.contains(code) ? code : "";
    }

    /** The language alone, as Moodle names its packs: {@code fr_CA.UTF-8} becomes {@code fr}. */
    private static String language(String text) {
        String language = text.split("[-_.@]", 2)[0];
        return language.matches("[A-Za-z]{2,3}") ? language.toLowerCase(Locale.ROOT) : "";
    }
}
