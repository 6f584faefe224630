package org.moodlegateway.catalogue;

import static java.util.stream.Collectors.toMap;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Period;
import java.time.temporal.TemporalAmount;
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
            Set.of(
                    "code",
                    "name",
                    "handler",
                    "parameters",
                    "seats",
                    "renewable",
                    "on-cancel",
                    "buyer-learns",
                    "renewal",
                    "prepay");
    private static final Set<String> RENEWAL_KEYS =
            Set.of("mode", "period", "lead", "reminders", "on-expiry", "grace");
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
                        read(YamlPlace::flag, place.at("renewable"), false),
                        read(at -> ending(at, Ending.SUSPEND), place.at("on-cancel"), Ending.KEEP),
                        read(ProductEntry::renewal, place.at("renewal"), null),
                        read(at -> !at.isGiven() || at.flag(), place.at("prepay"), true),
                        read(
                                ProductEntry::buyerLearns,
                                place.at("buyer-learns"),
                                BuyerLearns.NEVER));
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

    private static RenewalTerms renewal(YamlPlace place) {
        if (!place.isGiven()) {
            return null;
        }
        if (!place.isMap()) {
            throw place.refused("value-invalid", "must be a block with mode, period and so on");
        }
        place.refuseOtherKeysThan(RENEWAL_KEYS);
        TemporalAmount period = amount(place.at("period"), Period.ZERO);
        RenewalTerms.Mode mode = mode(place.at("mode"));
        if (mode == RenewalTerms.Mode.AUTOMATIC && isNothing(period)) {
            throw place.refused("value-missing", "mode automatic needs a period such as P180D");
        }
        YamlPlace reminders = place.at("reminders");
        if (reminders.isGiven() && !reminders.isList()) {
            throw reminders.refused("value-invalid", "must be a list such as [P30D, P7D]");
        }
        return new RenewalTerms(
                mode,
                period,
                amount(place.at("lead"), Period.ofDays(7)),
                reminders.elements().map(at -> amount(at, Period.ZERO)).toList(),
                ending(place.at("on-expiry"), Ending.KEEP),
                amount(place.at("grace"), Period.ZERO));
    }

    private static RenewalTerms.Mode mode(YamlPlace place) {
        return switch (place.text()) {
            case "", "on-order" -> RenewalTerms.Mode.ON_ORDER;
            case "automatic" -> RenewalTerms.Mode.AUTOMATIC;
            case "subscription" -> RenewalTerms.Mode.SUBSCRIPTION;
            default ->
                    throw place.refused(
                            "value-invalid",
                            "must be on-order, automatic or subscription, not " + place.text());
        };
    }

    private static BuyerLearns buyerLearns(YamlPlace place) {
        return switch (place.text()) {
            case "", "never" -> BuyerLearns.NEVER;
            case "alone" -> BuyerLearns.ALONE;
            default ->
                    throw place.refused(
                            "value-invalid", "must be never or alone, not " + place.text());
        };
    }

    private static Ending ending(YamlPlace place, Ending otherwise) {
        return switch (place.text()) {
            case "" -> otherwise;
            case "keep" -> Ending.KEEP;
            case "suspend" -> Ending.SUSPEND;
            case "unenrol" -> Ending.UNENROL;
            default ->
                    throw place.refused(
                            "value-invalid",
                            "must be keep, suspend or unenrol, not " + place.text());
        };
    }

    private static TemporalAmount amount(YamlPlace place, TemporalAmount otherwise) {
        String text = place.text();
        try {
            TemporalAmount amount = text.isEmpty() ? otherwise : RenewalTerms.amount(text);
            if (isNegative(amount)) {
                throw place.refused("value-invalid", "is less than nothing: " + text);
            }
            return amount;
        } catch (DateTimeException e) {
            throw place.refused("value-invalid", "is no period such as P30D or PT12H: " + text);
        }
    }

    private static boolean isNothing(TemporalAmount amount) {
        return amount.equals(Duration.ZERO) || amount.equals(Period.ZERO);
    }

    private static boolean isNegative(TemporalAmount amount) {
        return amount instanceof Duration duration
                ? duration.isNegative()
                : ((Period) amount).isNegative();
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
