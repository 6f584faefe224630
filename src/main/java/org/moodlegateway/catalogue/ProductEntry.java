package org.moodlegateway.catalogue;

import static java.util.stream.Collectors.toMap;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Period;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.moodlegateway.order.HandlerParameters;
import org.moodlegateway.order.OrderRejectedException;
import org.moodlegateway.order.Problem;

/** One product as it stands in the file, with what is wrong with it. */
final class ProductEntry {
    private static final Set<String> KEYS =
            Set.of("code", "name", "handler", "parameters", "seats", "renewable", "renewal");
    private static final Set<String> RENEWAL_KEYS =
            Set.of("mode", "period", "lead", "reminders", "on-expiry");
    private static final int MAX_CODE = 255;

    private final String file;
    private final YamlPlace place;
    private String code = "";
    private final List<CatalogueProblem> problems = new ArrayList<>();

    ProductEntry(String file, YamlPlace place) {
        this.file = file;
        this.place = place;
        this.code = read(YamlPlace::text, place.at("code"), "");
        if (code.isEmpty()) {
            add("value-missing", place, "a product needs a code");
        } else if (code.length() > MAX_CODE) {
            add(
                    "value-invalid",
                    place.at("code"),
                    "code has more than " + MAX_CODE + " characters");
        }
    }

    String code() {
        return code;
    }

    List<CatalogueProblem> problems() {
        return problems;
    }

    void refuseAsRepeated() {
        add("product-repeated", place.at("code"), "its code stands twice in the catalogue");
    }

    /** The product, if nothing is wrong; {@link #problems()} says what is. */
    Optional<Product> product(Function<Product, Optional<Problem>> check) {
        Product product =
                new Product(
                        code,
                        read(ProductEntry::names, place.at("name"), Map.of()),
                        handler(),
                        read(ProductEntry::parameters, place.at("parameters"), Map.of()),
                        read(YamlPlace::flag, place.at("seats"), false),
                        read(YamlPlace::flag, place.at("renewable"), false));
        read(ProductEntry::renewal, place.at("renewal"), null);
        read(ProductEntry::keys, place, null);
        if (problems.isEmpty()) {
            check.apply(product).ifPresent(this::addChecked);
        }
        return problems.isEmpty() ? Optional.of(product) : Optional.empty();
    }

    private String handler() {
        String handler = read(YamlPlace::text, place.at("handler"), "?");
        if (handler.isEmpty()) {
            add("value-missing", place, "handler is missing");
        }
        return handler.startsWith("std_") ? handler.substring("std_".length()) : handler;
    }

    private static Void keys(YamlPlace product) {
        product.refuseOtherKeysThan(KEYS);
        return null;
    }

    /** By language; a bare text is taken for English. */
    private static Map<String, String> names(YamlPlace place) {
        place.refuseRepeatedKeys();
        if (!place.isMap()) {
            return place.isGiven() ? Map.of("en", place.text()) : Map.of();
        }
        return texts(place);
    }

    private static Map<String, String> parameters(YamlPlace place) {
        place.refuseRepeatedKeys();
        if (place.isMap()) {
            return texts(place);
        }
        try {
            return HandlerParameters.parse(place.text());
        } catch (OrderRejectedException e) {
            throw new YamlPlace.RefusedException(
                    place, e.problem().code(), "parameters: " + e.problem().message());
        }
    }

    private static Map<String, String> texts(YamlPlace map) {
        return map.entries().entrySet().stream()
                .filter(entry -> entry.getValue().isGiven())
                .collect(toMap(Map.Entry::getKey, entry -> entry.getValue().text()));
    }

    /** Only its form is looked at here. */
    private static Void renewal(YamlPlace place) {
        if (place.isGiven() && !place.isMap()) {
            throw place.refused("value-invalid", "must be a block with mode, period and so on");
        }
        place.refuseOtherKeysThan(RENEWAL_KEYS);
        place.at("mode").text();
        place.at("on-expiry").text();
        refuseUnlessPeriod(place.at("period"));
        refuseUnlessPeriod(place.at("lead"));
        YamlPlace reminders = place.at("reminders");
        if (reminders.isGiven() && !reminders.isList()) {
            throw reminders.refused("value-invalid", "must be a list such as [P30D, P7D]");
        }
        reminders.elements().forEach(ProductEntry::refuseUnlessPeriod);
        return null;
    }

    private static void refuseUnlessPeriod(YamlPlace place) {
        String text = place.text();
        try {
            if (text.contains("T")) {
                Duration.parse(text);
            } else if (!text.isEmpty()) {
                Period.parse(text);
            }
        } catch (DateTimeException e) {
            throw place.refused("value-invalid", "is no period such as P30D or PT12H: " + text);
        }
    }

    private <T> T read(Function<YamlPlace, T> reading, YamlPlace from, T otherwise) {
        try {
            return reading.apply(from);
        } catch (YamlPlace.RefusedException e) {
            add(e.code(), e.place(), e.getMessage());
            return otherwise;
        }
    }

    private void add(String problemCode, YamlPlace at, String message) {
        String sentence = code.isEmpty() ? message : "product " + code + ": " + message;
        add(at, new Problem(problemCode, at.pointer(), sentence));
    }

    private void addChecked(Problem problem) {
        add(
                place.deepest(problem.pointer()),
                new Problem(
                        problem.code(), place.pointer() + problem.pointer(), problem.message()));
    }

    private void add(YamlPlace at, Problem problem) {
        problems.add(new CatalogueProblem(file, at.line(), code, problem));
    }
}
