package org.moodlegateway.shop;

import com.fasterxml.jackson.core.JsonPointer;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.moodlegateway.catalogue.FileProblem;
import org.moodlegateway.catalogue.YamlPlace;
import org.moodlegateway.catalogue.YamlReading;

/** One reading of the description of a kind. */
final class KindFile {
    private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}");

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
        root.refuseOtherKeysThan(Set.of("webhook", "api", "poll", "write-back", "settings"));
        YamlPlace api = root.at("api");
        api.refuseOtherKeysThan(Set.of("auth"));
        return Optional.of(
                new Kind(
                        name,
                        webhook(root.at("webhook")).orElse(null),
                        ApiAuth.of(header(api.at("auth"))),
                        poll(root.at("poll")).orElse(null),
                        writeBacks.read(root.at("write-back")),
                        YamlJson.object(root.at("settings")),
                        meaning));
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
                        header(place.at("event")),
                        pointer(place.at("version")),
                        header(place.at("topic")),
                        header(place.at("delivery")),
                        header(place.at("domain"))));
    }

    private static SignatureRules signature(YamlPlace place) {
        place.refuseOtherKeysThan(Set.of("scheme", "header", "encoding", "prefix", "secret"));
        SignatureRules.Scheme scheme =
                word(
                        place.at("scheme"),
                        "body",
                        SignatureRules.Scheme.NAMES,
                        SignatureRules.Scheme::valueOf);
        String header = header(place.at("header"));
        if (header.isEmpty() && scheme != SignatureRules.Scheme.STANDARD) {
            throw place.refused("value-invalid", "needs the header that holds the signature");
        }
        return new SignatureRules(
                scheme,
                header,
                word(
                        place.at("encoding"),
                        "base64",
                        SignatureRules.Encoding.NAMES,
                        SignatureRules.Encoding::valueOf),
                place.at("prefix").text(),
                word(place.at("secret"), "text", Set.of("text", "html"), "HTML"::equals));
    }

    private static Optional<PollRules> poll(YamlPlace place) {
        if (!place.isGiven()) {
            return Optional.empty();
        }
        place.refuseOtherKeysThan(
                Set.of("path", "query", "since", "items", "changed", "pages", "format"));
        String path = path(place.at("path"));
        Map<String, String> query = new LinkedHashMap<>();
        place.at("query").entries().forEach((key, value) -> query.put(key, value.text()));
        YamlPlace since = place.at("since");
        since.refuseOtherKeysThan(Set.of("pattern", "zone", "overlap"));
        return Optional.of(
                new PollRules(
                        path,
                        query,
                        pointer(place.at("items")),
                        pointer(place.at("changed")),
                        since(since),
                        overlap(since.at("overlap")),
                        pages(place.at("pages")),
                        word(
                                place.at("format"),
                                "json",
                                Set.of("json", "xml"),
                                PollRules.Format::valueOf)));
    }

    private static PollRules.Since since(YamlPlace place) {
        try {
            String pattern = place.at("pattern").text();
            String zone = place.at("zone").text();
            return new PollRules.Since(
                    DateTimeFormatter.ofPattern(
                            pattern.isEmpty() ? "yyyy-MM-dd'T'HH:mm:ssXXX" : pattern, Locale.ROOT),
                    zone.isEmpty() ? null : ZoneId.of(zone));
        } catch (DateTimeException | IllegalArgumentException e) {
            throw place.refused(
                    "value-invalid", "has no pattern or zone of times: " + e.getMessage());
        }
    }

    private static Duration overlap(YamlPlace place) {
        try {
            return place.isGiven() ? Duration.parse(place.text()) : Duration.ofMinutes(5);
        } catch (DateTimeException e) {
            throw place.refused("value-invalid", "must be a duration such as PT5M");
        }
    }

    private static PollRules.Pages pages(YamlPlace place) {
        place.refuseOtherKeysThan(Set.of("by", "header", "pointer", "size", "total"));
        PollRules.Pages.By by =
                word(
                        place.at("by"),
                        "short-page",
                        Set.of("total-pages", "link", "total-count", "short-page"),
                        PollRules.Pages.By::valueOf);
        int size = size(place.at("size"));
        String where =
                switch (by) {
                    case TOTAL_PAGES -> header(place.at("header"));
                    case TOTAL_COUNT -> pointer(place.at("pointer"));
                    case LINK, SHORT_PAGE -> "";
                };
        boolean enough =
                switch (by) {
                    case LINK -> true;
                    case TOTAL_PAGES -> !where.isEmpty();
                    case TOTAL_COUNT -> !where.isEmpty() && size > 0;
                    case SHORT_PAGE -> size > 0;
                };
        if (!enough) {
            throw place.refused(
                    "value-invalid",
                    "needs a header for total-pages, a pointer and a size for total-count, a size"
                            + " for short-page");
        }
        return new PollRules.Pages(by, where, size, header(place.at("total")));
    }

    private static int size(YamlPlace place) {
        String text = place.text();
        if (!text.matches("[0-9]{0,4}")) {
            throw place.refused("value-invalid", "must be a number up to 9999");
        }
        return text.isEmpty() ? 0 : Integer.parseInt(text);
    }

    static String path(YamlPlace place) {
        String path = place.text();
        if (!path.startsWith("/") || path.startsWith("//")) {
            throw place.refused("value-invalid", "must begin with one slash");
        }
        return path;
    }

    static <T> T word(YamlPlace place, String usual, Set<String> known, Function<String, T> value) {
        String text = place.isGiven() ? place.text() : usual;
        if (!known.contains(text)) {
            throw place.refused(
                    "value-invalid",
                    "must be one of " + String.join(", ", known.stream().sorted().toList()));
        }
        return value.apply(text.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    private static String header(YamlPlace place) {
        String text = place.text();
        if (!text.isEmpty() && !HEADER.matcher(text).matches()) {
            throw place.refused("value-invalid", "must be the name of a header");
        }
        return text;
    }

    private static String pointer(YamlPlace place) {
        try {
            return JsonPointer.compile(place.text()).toString();
        } catch (IllegalArgumentException e) {
            throw place.refused("value-invalid", "must be a JSON pointer such as /orders");
        }
    }
}
