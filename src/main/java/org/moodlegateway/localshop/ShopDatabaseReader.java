package org.moodlegateway.localshop;

import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import org.moodlegateway.catalogue.YamlPlace;

/**
 * Reads the {@code database} of a shop in {@code shops.yaml}, and its {@code settings.shop-id}.
 * User and password come from the environment or a file, never from the file itself.
 */
public final class ShopDatabaseReader {
    private final BiFunction<YamlPlace, String, String> resolve;

    /** {@code resolve} gives what a reference stands for. */
    public ShopDatabaseReader(BiFunction<YamlPlace, String, String> resolve) {
        this.resolve = resolve;
    }

    /**
     * None while it isn't given, or while the environment gives no address.
     *
     * @throws YamlPlace.RefusedException naming the place, for what can't be used
     */
    public Optional<ShopDatabase> read(YamlPlace shop) {
        YamlPlace database = shop.at("database");
        if (!database.isGiven()) {
            return Optional.empty();
        }
        if (!database.isMap()) {
            throw database.refused("value-invalid", "must be { url: …, user: …, password: … }");
        }
        database.refuseOtherKeysThan(Set.of("url", "user", "password", "prefix"));
        YamlPlace address = database.at("url");
        String url = resolve.apply(address, address.text());
        if (url.isEmpty()) {
            return Optional.empty();
        }
        String prefix =
                database.at("prefix").isGiven()
                        ? database.at("prefix").text()
                        : ShopDatabase.DEFAULT_PREFIX;
        try {
            return Optional.of(
                    new ShopDatabase(
                            url,
                            secret(database.at("user")),
                            secret(database.at("password")),
                            prefix,
                            shopId(shop.at("settings").at("shop-id")),
                            ShopDatabase.DEFAULT_TIMEOUT));
        } catch (IllegalArgumentException e) {
            throw database.refused("value-invalid", "can't be used: " + e.getMessage());
        }
    }

    private String secret(YamlPlace place) {
        return resolve.apply(place, place.reference());
    }

    /** Null for all shops. */
    private static Long shopId(YamlPlace place) {
        String text = place.text();
        if (!text.matches("[0-9]{0,10}")) {
            throw place.refused("value-invalid", "must be the number of a shop");
        }
        return text.isEmpty() ? null : Long.valueOf(text);
    }
}
