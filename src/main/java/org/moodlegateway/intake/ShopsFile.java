package org.moodlegateway.intake;

import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BinaryOperator;
import org.moodlegateway.catalogue.YamlPlace;
import org.moodlegateway.catalogue.YamlReading;
import org.moodlegateway.seat.ShopTerms;
import org.moodlegateway.settings.SettingsException;
import org.moodlegateway.shop.Kind;
import org.moodlegateway.shop.Kinds;
import org.moodlegateway.shop.WebhookRules;

/** One reading of {@code shops.yaml}. */
final class ShopsFile {

    private static final Set<String> KEYS =
            Set.of(
                    "secrets",
                    "keys",
                    "test-orders",
                    "prepay",
                    "call-back",
                    "silent-after",
                    "kafka",
                    "files",
                    "kind",
                    "api",
                    "poll",
                    "products",
                    "settings",
                    "write-back",
                    "database");

    private final YamlReading reading;
    private final BinaryOperator<String> resolve;
    private final ShopLanguages languages;
    private final ShopBounds bounds;
    private final OwnFolders folders;
    private final Set<String> hashes = new HashSet<>();

    ShopsFile(Path path, Kinds kinds, ShopBounds bounds, BinaryOperator<String> resolve) {
        this.reading = new YamlReading(path, "shops-unreadable");
        this.resolve = resolve;
        this.languages = new ShopLanguages(kinds, this::resolved);
        this.bounds = bounds;
        this.folders = new OwnFolders(bounds.inbox());
    }

    ShopsReader.Read read() {
        List<Shop> shops = new ArrayList<>();
        List<ApiKey> adminKeys = new ArrayList<>();
        reading.root()
                .ifPresent(
                        root -> {
                            reading.known(root, Set.of("shops", "admin"));
                            reading.known(root.at("admin"), Set.of("keys"));
                            YamlPlace named = root.at("shops");
                            reading.known(named, named.entries().keySet());
                            named.entries().forEach((name, shop) -> shops.add(shop(name, shop)));
                            adminKeys.addAll(keys(root.at("admin").at("keys")));
                        });
        return new ShopsReader.Read(new Shops(shops, adminKeys), reading.problems());
    }

    private Shop shop(String name, YamlPlace place) {
        if (!Shop.NAME.matcher(name).matches()) {
            reading.noting(
                    () -> throwIt(place.refused("shop-name", "can't be: " + Shop.NAME_RULE)));
        }
        if (Shop.RESERVED.contains(name)) {
            reading.noting(
                    () -> throwIt(place.refused("shop-name", "is kept for the gateway itself")));
        }
        reading.known(place, KEYS);
        Optional<Kind> kind = reading.noted(() -> languages.kind(place.at("kind")));
        return new Shop(
                name,
                reading.list(place.at("secrets"), one -> secret(one, kind.flatMap(Kind::webhook))),
                keys(place.at("keys")),
                new ShopTerms(
                        reading.noted(() -> Optional.of(place.at("test-orders").flag()))
                                .orElse(false),
                        reading.noted(() -> prepay(place.at("prepay"))).orElse(true)),
                reading.noted(() -> callBack(place.at("call-back"))).orElse(null),
                reading.noted(() -> silence(place.at("silent-after"))).orElse(null),
                reading.noted(() -> topic(place.at("kafka"))).orElse(null),
                reading.noted(() -> languages.language(kind, place)).orElse(null),
                reading.noted(() -> languages.database(kind, place)).orElse(null),
                reading.noted(() -> files(name, place.at("files"))).orElse(null));
    }

    private static Optional<Boolean> prepay(YamlPlace place) {
        return place.isGiven() ? Optional.of(place.flag()) : Optional.empty();
    }

    /** None while the environment gives no address. */
    private Optional<CallBack> callBack(YamlPlace place) {
        if (!place.isGiven()) {
            return Optional.empty();
        }
        if (!place.isMap()) {
            throw place.refused("value-invalid", "must be { url: …, secret: … }");
        }
        place.refuseOtherKeysThan(Set.of("url", "secret"));
        String url = resolved(place.at("url"), place.at("url").text());
        if (url.isEmpty()) {
            return Optional.empty();
        }
        WebhookSecret secret =
                secret(place.at("secret"), Optional.empty())
                        .orElseThrow(
                                () ->
                                        place.refused(
                                                "secret-empty",
                                                "needs a secret to be signed with"));
        try {
            return Optional.of(CallBack.of(url, secret));
        } catch (IllegalArgumentException e) {
            throw place.at("url").refused("value-invalid", e.getMessage());
        }
    }

    /** None while the environment gives no folder. */
    private Optional<Path> files(String shop, YamlPlace place) {
        return folders.read(shop, place, resolved(place, place.text()));
    }

    /** None while the environment gives no topic. */
    private Optional<String> topic(YamlPlace place) {
        String topic = resolved(place, place.text());
        if (!topic.isEmpty() && !KafkaSettings.TOPIC.matcher(topic).matches()) {
            throw place.refused("value-invalid", "must be the name of a topic, such as orders");
        }
        if (!topic.isEmpty() && !bounds.allow(topic)) {
            throw place.refused("value-invalid", "is none of those in kafka.topic");
        }
        return Optional.of(topic).filter(name -> !name.isEmpty());
    }

    private static Optional<Duration> silence(YamlPlace place) {
        try {
            Optional<Duration> silence =
                    Optional.of(place.text()).filter(text -> !text.isEmpty()).map(Duration::parse);
            if (silence.filter(time -> time.isNegative() || time.isZero()).isPresent()) {
                throw place.refused("value-invalid", "must be longer than nothing");
            }
            return silence;
        } catch (DateTimeException e) {
            throw place.refused("value-invalid", "must be a duration such as PT6H");
        }
    }

    private static void throwIt(RuntimeException e) {
        throw e;
    }

    /** None for a reference with an empty default that nothing overrides. */
    private Optional<WebhookSecret> secret(YamlPlace place, Optional<WebhookRules> rules) {
        String written = place.reference();
        if (written.isEmpty()) {
            throw place.refused("secret-empty", "is an empty secret: anybody could sign with it");
        }
        String text = resolved(place, written);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                rules.map(WebhookRules::signature)
                        .flatMap(signature -> ShopSignatures.secret(signature, text))
                        .orElseGet(() -> standard(place, text)));
    }

    private static WebhookSecret standard(YamlPlace place, String text) {
        try {
            return WebhookSecret.of(text);
        } catch (IllegalArgumentException e) {
            throw place.refused("secret-invalid", "leads to a secret that " + e.getMessage());
        }
    }

    private String resolved(YamlPlace place, String written) {
        try {
            return resolve.apply(place.pointer(), written).strip();
        } catch (SettingsException e) {
            throw place.refused("reference-unknown", "leads nowhere: " + e.getMessage());
        }
    }

    private List<ApiKey> keys(YamlPlace place) {
        return reading.list(place, this::key);
    }

    private Optional<ApiKey> key(YamlPlace place) {
        if (!place.isMap()) {
            throw place.refused("value-invalid", "must be { name: …, sha256: … }");
        }
        place.refuseOtherKeysThan(Set.of("name", "sha256", "expires"));
        String name = place.at("name").text();
        if (name.isEmpty() || name.length() > 64) {
            throw place.refused("value-invalid", "needs a name of 1 to 64 characters");
        }
        YamlPlace hash = place.at("sha256");
        if (!hash.isGiven()) {
            throw place.refused("key-empty", "needs a sha256; the command key new makes one");
        }
        String sha256 = resolved(hash, hash.text());
        return sha256.isEmpty()
                ? Optional.empty()
                : Optional.of(key(name, hash, sha256, expires(place.at("expires"))));
    }

    private ApiKey key(String name, YamlPlace place, String sha256, Instant expires) {
        if (!hashes.add(sha256)) {
            throw place.refused("key-repeated", "stands twice: each key opens one door");
        }
        try {
            return new ApiKey(name, sha256, expires);
        } catch (IllegalArgumentException e) {
            throw place.refused("value-invalid", e.getMessage());
        }
    }

    private static Instant expires(YamlPlace place) {
        String text = place.text();
        try {
            return text.isEmpty() ? Instant.MAX : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw place.refused(
                    "value-invalid", "must be a date, a time and an offset, not " + text);
        }
    }
}
