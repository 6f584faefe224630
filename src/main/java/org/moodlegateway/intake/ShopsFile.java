package org.moodlegateway.intake;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
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
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.moodlegateway.catalogue.YamlPlace;
import org.moodlegateway.order.Problem;
import org.moodlegateway.settings.SettingsException;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * One reading of {@code shops.yaml}: YAML nodes rather than objects, so that every problem has its
 * line.
 */
final class ShopsFile {
    private static final Pattern REFERENCE = Pattern.compile("\\{\\{(env|file):[^}]+}}");

    private final Path path;
    private final BinaryOperator<String> resolve;
    private final List<ShopsProblem> problems = new ArrayList<>();
    private final Set<String> hashes = new HashSet<>();

    ShopsFile(Path path, BinaryOperator<String> resolve) {
        this.path = path;
        this.resolve = resolve;
    }

    ShopsReader.Read read() {
        List<Shop> shops = new ArrayList<>();
        List<ApiKey> adminKeys = new ArrayList<>();
        compose()
                .ifPresent(
                        root -> {
                            known(root, Set.of("shops", "admin"));
                            known(root.at("admin"), Set.of("keys"));
                            YamlPlace named = root.at("shops");
                            known(named, named.entries().keySet());
                            named.entries().forEach((name, shop) -> shops.add(shop(name, shop)));
                            adminKeys.addAll(keys(root.at("admin").at("keys")));
                        });
        return new ShopsReader.Read(new Shops(shops, adminKeys), problems);
    }

    private Optional<YamlPlace> compose() {
        LoaderOptions options = new LoaderOptions();
        try {
            var node = new Yaml(options).compose(new StringReader(Files.readString(path)));
            YamlPlace root = YamlPlace.root(node);
            if (node != null && !root.isMap()) {
                unreadable(1, "has no shops:");
            }
            return Optional.of(root);
        } catch (NoSuchFileException e) {
            unreadable(1, "does not exist");
        } catch (MarkedYAMLException e) {
            unreadable(
                    e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1,
                    "is not YAML: " + e.getProblem());
        } catch (IOException | YAMLException e) {
            unreadable(1, "can't be read as UTF-8 text");
        }
        return Optional.empty();
    }

    private void unreadable(int line, String sentence) {
        problems.add(
                new ShopsProblem(
                        path.toString(),
                        line,
                        new Problem("shops-unreadable", "", "the file " + sentence)));
    }

    private void known(YamlPlace place, Set<String> keys) {
        noting(
                () -> {
                    if (place.isGiven() && !place.isMap()) {
                        throw place.refused("value-invalid", "must have keys of its own");
                    }
                    place.refuseOtherKeysThan(keys);
                });
    }

    private void noting(Runnable step) {
        try {
            step.run();
        } catch (YamlPlace.RefusedException e) {
            problems.add(
                    new ShopsProblem(
                            path.toString(),
                            e.place().line(),
                            new Problem(e.code(), e.place().pointer(), e.getMessage())));
        }
    }

    private Shop shop(String name, YamlPlace place) {
        if (!Shop.NAME.matcher(name).matches()) {
            noting(() -> throwIt(place.refused("shop-name", "can't be: " + Shop.NAME_RULE)));
        }
        if (Shop.RESERVED.contains(name)) {
            noting(() -> throwIt(place.refused("shop-name", "is kept for the gateway itself")));
        }
        known(place, Set.of("secrets", "keys", "test-orders", "call-back", "silent-after"));
        boolean[] testOrders = {false};
        noting(() -> testOrders[0] = place.at("test-orders").flag());
        return new Shop(
                name,
                secrets(place.at("secrets")),
                keys(place.at("keys")),
                testOrders[0],
                noted(() -> callBack(place.at("call-back"))),
                noted(() -> silence(place.at("silent-after"))));
    }

    /** Null if it is not given, or wrong. */
    private <T> T noted(Supplier<Optional<T>> step) {
        List<T> found = new ArrayList<>();
        noting(() -> step.get().ifPresent(found::add));
        return found.isEmpty() ? null : found.get(0);
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
                secret(place.at("secret"))
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

    private <T> List<T> list(YamlPlace place, Function<YamlPlace, Optional<T>> read) {
        List<T> elements = new ArrayList<>();
        noting(
                () -> {
                    if (place.isGiven() && !place.isList()) {
                        throw place.refused("value-invalid", "must be a list");
                    }
                });
        place.elements()
                .forEach(element -> noting(() -> read.apply(element).ifPresent(elements::add)));
        return elements;
    }

    private List<WebhookSecret> secrets(YamlPlace place) {
        return list(place, this::secret);
    }

    /** None for a reference with an empty default that nothing overrides. */
    private Optional<WebhookSecret> secret(YamlPlace place) {
        String written = place.text();
        if (written.isEmpty()) {
            throw place.refused("secret-empty", "is an empty secret: anybody could sign with it");
        }
        if (!REFERENCE.matcher(written).matches()) {
            throw place.refused(
                    "secret-in-file",
                    "must be {{env:NAME}} or {{file:PATH}}: a secret doesn't belong in a file");
        }
        String text = resolved(place, written);
        return text.isEmpty() ? Optional.empty() : Optional.of(secret(place, text));
    }

    private static WebhookSecret secret(YamlPlace place, String text) {
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
        return list(place, this::key);
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
