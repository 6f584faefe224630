package org.moodlegateway.intake;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import org.moodlegateway.catalogue.YamlPlace;
import org.moodlegateway.localshop.ShopDatabase;
import org.moodlegateway.localshop.ShopDatabaseReader;
import org.moodlegateway.shop.Kind;
import org.moodlegateway.shop.Kinds;
import org.moodlegateway.shop.Language;
import org.moodlegateway.shop.PollWindow;
import org.moodlegateway.shop.ShopApi;
import org.moodlegateway.shop.WriteBack;
import org.moodlegateway.shop.YamlJson;

/** Reads of a shop in {@code shops.yaml} what makes its language. */
final class ShopLanguages {
    private static final String LOCAL_SHOP = "local_shop";
    private static final Duration SHORTEST_POLL = Duration.ofSeconds(1);

    private final Kinds kinds;
    private final BiFunction<YamlPlace, String, String> resolve;
    private final ShopDatabaseReader databases;

    /** {@code resolve} gives what a reference stands for. */
    ShopLanguages(Kinds kinds, BiFunction<YamlPlace, String, String> resolve) {
        this.kinds = kinds;
        this.resolve = resolve;
        this.databases = new ShopDatabaseReader(resolve);
    }

    /** Empty for a shop that sends the gateway's own orders. */
    Optional<Kind> kind(YamlPlace place) {
        String name = place.text();
        if (name.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                kinds.find(name)
                        .orElseThrow(
                                () ->
                                        place.refused(
                                                "kind-unknown",
                                                "names no kind of shop; config/shops describes "
                                                        + kinds.names())));
    }

    /** Where bills are read, for a shop of the one kind that has them. */
    Optional<ShopDatabase> database(Optional<Kind> kind, YamlPlace shop) {
        YamlPlace database = shop.at("database");
        if (database.isGiven() && !kind.map(Kind::name).equals(Optional.of(LOCAL_SHOP))) {
            throw database.refused("value-invalid", "belongs to a shop of kind " + LOCAL_SHOP);
        }
        return databases.read(shop);
    }

    Optional<Language> language(Optional<Kind> kind, YamlPlace shop) {
        if (kind.isEmpty()) {
            for (String key : new String[] {"api", "poll", "products", "settings", "write-back"}) {
                if (shop.at(key).isGiven() && !shop.at("kind").isGiven()) {
                    throw shop.at(key).refused("value-invalid", "belongs to a shop with a kind");
                }
            }
            return Optional.empty();
        }
        Optional<ShopApi> api = api(shop.at("api"));
        JsonNode settings = kind.get().settingsUnder(YamlJson.object(shop.at("settings")));
        boolean anyDomain =
                kind.get().webhook().filter(rules -> !rules.domain().isEmpty()).isPresent()
                        && settings.path("domains").isEmpty();
        if (anyDomain && shop.at("secrets").isGiven()) {
            throw shop.at("secrets")
                    .refused(
                            "domains-missing",
                            "may sign for other shops too, so settings.domains must name this one's");
        }
        Language language =
                new Language(
                        kind.get(),
                        api.orElse(null),
                        poll(kind.get(), shop.at("poll")).orElse(null),
                        products(shop.at("products")),
                        writeBacks(kind.get(), shop),
                        settings);
        refuseUnknownTimes(language, shop);
        return Optional.of(language);
    }

    /** What is no time or no zone would fail at the first poll only. */
    private static void refuseUnknownTimes(Language language, YamlPlace shop) {
        if (!PollWindow.isZoneSound(language)) {
            throw shop.at("settings")
                    .at("time-zone")
                    .refused("value-invalid", "must be a zone such as Europe/Paris");
        }
        if (!PollWindow.isBeginningSound(language)) {
            throw shop.at("settings")
                    .at("poll-from")
                    .refused(
                            "value-invalid",
                            "must be a time with an offset, such as 2026-01-15T00:00:00Z, or one"
                                    + " in settings.time-zone");
        }
        if (language.poll().isPresent() && !PollWindow.isZoneGiven(language)) {
            throw shop.at("poll")
                    .refused(
                            "value-invalid",
                            "needs settings.time-zone, such as Europe/Paris: the times of this kind"
                                    + " have no offset");
        }
    }

    private static List<WriteBack> writeBacks(Kind kind, YamlPlace shop) {
        YamlPlace place = shop.at("write-back");
        if (place.isGiven() && !place.isList()) {
            throw place.refused("value-invalid", "must be a list such as [ note ]");
        }
        List<WriteBack> chosen = new ArrayList<>();
        for (YamlPlace one : place.elements().toList()) {
            WriteBack known = kind.writeBacks().get(one.text());
            if (known == null) {
                throw place.refused(
                        "value-invalid",
                        kind.writeBacks().isEmpty()
                                ? "is not possible: nothing can be written into this kind of shop"
                                : "must be of "
                                        + String.join(
                                                ", ", new TreeSet<>(kind.writeBacks().keySet())));
            }
            chosen.add(known);
        }
        if (!chosen.isEmpty() && !shop.at("api").isGiven()) {
            throw place.refused("value-invalid", "needs an api to be written by");
        }
        return chosen;
    }

    /** None while the environment gives no address. */
    private Optional<ShopApi> api(YamlPlace place) {
        if (!place.isGiven()) {
            return Optional.empty();
        }
        place.refuseOtherKeysThan(Set.of("url", "user", "password", "token"));
        String url = text(place.at("url"));
        if (url.isEmpty()) {
            return Optional.empty();
        }
        String password = secret(place.at("password"));
        String token = secret(place.at("token"));
        if (!password.isEmpty() && !token.isEmpty()) {
            throw place.refused("value-invalid", "has a password or a token, not both");
        }
        try {
            return Optional.of(ShopApi.of(url, text(place.at("user")), password + token));
        } catch (IllegalArgumentException e) {
            throw place.at("url").refused("value-invalid", e.getMessage());
        }
    }

    private String text(YamlPlace place) {
        return resolve.apply(place, place.text());
    }

    private String secret(YamlPlace place) {
        return resolve.apply(place, place.reference());
    }

    private static Optional<Duration> poll(Kind kind, YamlPlace place) {
        String text = place.text();
        if (text.isEmpty()) {
            return Optional.empty();
        }
        if (kind.poll().isEmpty() && !kind.name().equals(LOCAL_SHOP)) {
            throw place.refused("value-invalid", "is not possible: this kind can't be polled");
        }
        try {
            Duration every = Duration.parse(text);
            if (every.compareTo(SHORTEST_POLL) >= 0) {
                return Optional.of(every);
            }
        } catch (DateTimeException e) {
            throw place.refused("value-invalid", "must be a duration such as PT5M");
        }
        throw place.refused("value-invalid", "must be a second at least");
    }

    private static Map<String, String> products(YamlPlace place) {
        if (place.isGiven() && !place.isMap()) {
            throw place.refused("value-invalid", "must be { KEY OF THE SHOP: PRODUCT, … }");
        }
        place.refuseRepeatedKeys();
        Map<String, String> products = new LinkedHashMap<>();
        place.entries()
                .forEach(
                        (key, value) -> {
                            if (!value.isGiven()) {
                                throw value.refused(
                                        "value-invalid", "needs a product's code, or ignore");
                            }
                            products.put(key, value.text());
                        });
        return products;
    }
}
