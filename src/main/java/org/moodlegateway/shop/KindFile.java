package org.moodlegateway.shop;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.moodlegateway.catalogue.FileProblem;
import org.moodlegateway.catalogue.YamlPlace;
import org.moodlegateway.catalogue.YamlReading;

/** One reading of the description of a kind. */
final class KindFile {
    private final YamlReading reading;
    private final String name;
    private final Meaning meaning;
    private final WriteBackFile writeBacks;

    /** {@code library} is what {@code lib.jq} holds. */
    KindFile(Path path, String name, Meaning meaning, String library) {
        this.reading = new YamlReading(path, "kind-unreadable");
        this.name = name;
        this.meaning = meaning;
        this.writeBacks = new WriteBackFile(library);
    }

    List<FileProblem> problems() {
        return reading.problems();
    }

    /** Empty if anything is wrong. */
    Optional<Kind> read() {
        Optional<Kind> kind = reading.root().flatMap(root -> reading.noted(() -> kind(root)));
        return problems().isEmpty() ? kind : Optional.empty();
    }

    private Optional<Kind> kind(YamlPlace root) {
        root.refuseOtherKeysThan(
                Set.of("empty-lists", "webhook", "api", "poll", "write-back", "settings"));
        YamlPlace api = root.at("api");
        api.refuseOtherKeysThan(Set.of("auth", "shared"));
        return Optional.of(
                new Kind(
                        name,
                        webhook(root.at("webhook")).orElse(null),
                        ApiAuth.of(KindValues.header(api.at("auth"))),
                        shared(api.at("shared")),
                        PollReading.read(root.at("poll")).orElse(null),
                        writeBacks.read(root.at("write-back")),
                        YamlJson.object(root.at("settings")),
                        meaning.keepingEmptyLists(emptyLists(root.at("empty-lists")))));
    }

    /** The fields whose empty lists say that there are none. */
    private static Set<String> emptyLists(YamlPlace place) {
        if (place.isGiven() && !place.isList()) {
            throw place.refused("value-invalid", "must be a list of fields, such as [lines]");
        }
        return place.elements().map(YamlPlace::text).collect(Collectors.toSet());
    }

    private static List<String> shared(YamlPlace place) {
        if (place.isGiven() && !place.isList()) {
            throw place.refused("value-invalid", "must be a list of paths");
        }
        return place.elements().map(one -> KindValues.path(one)).toList();
    }

    private Optional<WebhookRules> webhook(YamlPlace place) {
        if (!place.isGiven()) {
            return Optional.empty();
        }
        place.refuseOtherKeysThan(
                Set.of("signature", "ping", "event", "version", "topic", "delivery", "domain"));
        return Optional.of(
                new WebhookRules(
                        signature(place.at("signature")),
                        place.at("ping").text(),
                        KindValues.header(place.at("event")),
                        KindValues.pointer(place.at("version")),
                        KindValues.header(place.at("topic")),
                        KindValues.header(place.at("delivery")),
                        KindValues.header(place.at("domain"))));
    }

    private static SignatureRules signature(YamlPlace place) {
        place.refuseOtherKeysThan(Set.of("scheme", "header", "encoding", "prefix", "secret"));
        SignatureRules.Scheme scheme =
                KindValues.word(
                        place.at("scheme"),
                        "body",
                        SignatureRules.Scheme.NAMES,
                        SignatureRules.Scheme::valueOf);
        String header = KindValues.header(place.at("header"));
        if (header.isEmpty() && scheme != SignatureRules.Scheme.STANDARD) {
            throw place.refused("value-invalid", "needs the header that holds the signature");
        }
        return new SignatureRules(
                scheme,
                header,
                KindValues.word(
                        place.at("encoding"),
                        "base64",
                        SignatureRules.Encoding.NAMES,
                        SignatureRules.Encoding::valueOf),
                place.at("prefix").text(),
                KindValues.word(
                        place.at("secret"), "text", Set.of("text", "html"), "HTML"::equals));
    }
}
