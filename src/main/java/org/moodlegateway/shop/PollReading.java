package org.moodlegateway.shop;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.moodlegateway.catalogue.YamlPlace;

/** Reads how a kind of shop is polled. */
final class PollReading {
    private static final String UNIX_SECONDS = "unix-seconds";

    private PollReading() {}

    /** Empty if it can't be. */
    static Optional<PollRules> read(YamlPlace place) {
        if (!place.isGiven()) {
            return Optional.empty();
        }
        place.refuseOtherKeysThan(
                Set.of("path", "query", "since", "items", "changed", "pages", "format"));
        YamlPlace since = place.at("since");
        since.refuseOtherKeysThan(Set.of("pattern", "zone", "overlap"));
        return Optional.of(
                new PollRules(
                        KindValues.path(place.at("path")),
                        query(place.at("query")),
                        KindValues.pointer(place.at("items")),
                        KindValues.pointer(place.at("changed")),
                        since(since),
                        overlap(since.at("overlap")),
                        pages(place),
                        KindValues.word(
                                place.at("format"),
                                "json",
                                Set.of("json", "xml"),
                                PollRules.Format::valueOf)));
    }

    private static Map<String, List<String>> query(YamlPlace place) {
        Map<String, List<String>> query = new LinkedHashMap<>();
        place.entries()
                .forEach(
                        (name, value) ->
                                query.put(
                                        name,
                                        value.isList()
                                                ? value.elements().map(YamlPlace::text).toList()
                                                : List.of(value.text())));
        return query;
    }

    private static PollRules.Since since(YamlPlace place) {
        try {
            String pattern = place.at("pattern").text();
            String zone = place.at("zone").text();
            if (pattern.equals(UNIX_SECONDS)) {
                return new PollRules.Since(
                        new DateTimeFormatterBuilder()
                                .appendValue(ChronoField.INSTANT_SECONDS)
                                .toFormatter(Locale.ROOT),
                        ZoneOffset.UTC);
            }
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

    private static PollRules.Pages pages(YamlPlace poll) {
        YamlPlace place = poll.at("pages");
        place.refuseOtherKeysThan(
                Set.of("by", "header", "pointer", "size", "total", "item", "parameter", "more"));
        PollRules.Pages.By by =
                KindValues.word(
                        place.at("by"),
                        "short-page",
                        Set.of("total-pages", "link", "total-count", "short-page", "last-item"),
                        PollRules.Pages.By::valueOf);
        PollRules.Pages pages =
                new PollRules.Pages(
                        by,
                        by == PollRules.Pages.By.TOTAL_PAGES
                                ? KindValues.header(place.at("header"))
                                : KindValues.pointer(place.at("pointer")),
                        size(place.at("size")),
                        KindValues.header(place.at("total")),
                        KindValues.pointer(place.at("item")),
                        place.at("parameter").text(),
                        KindValues.pointer(place.at("more")));
        if (!isEnough(pages)) {
            throw place.refused(
                    "value-invalid",
                    "needs a header for total-pages, a pointer or total and a size for total-count, a"
                            + " size for short-page, an item, a parameter and more or a pointer for"
                            + " last-item");
        }
        boolean counted =
                query(poll.at("query")).values().stream()
                        .flatMap(List::stream)
                        .anyMatch(value -> value.contains("{offset}"));
        if (pages.overlap() > 0 && !counted) {
            throw place.at("item").refused("value-invalid", "needs {offset} in the query");
        }
        return pages;
    }

    private static boolean isEnough(PollRules.Pages pages) {
        return switch (pages.by()) {
            case LINK -> true;
            case TOTAL_PAGES -> !pages.where().isEmpty();
            case TOTAL_COUNT ->
                    !(pages.where() + pages.total()).isEmpty() && pages.size() > pages.overlap();
            case SHORT_PAGE -> pages.size() > pages.overlap();
            case LAST_ITEM ->
                    !pages.item().isEmpty()
                            && !pages.parameter().isEmpty()
                            && !(pages.more() + pages.where()).isEmpty();
        };
    }

    private static int size(YamlPlace place) {
        String text = place.text();
        if (!text.matches("[0-9]{0,4}")) {
            throw place.refused("value-invalid", "must be a number up to 9999");
        }
        return text.isEmpty() ? 0 : Integer.parseInt(text);
    }
}
