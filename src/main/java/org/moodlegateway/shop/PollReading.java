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
        String path = KindValues.path(place.at("path"));
        YamlPlace since = place.at("since");
        since.refuseOtherKeysThan(Set.of("pattern", "zone", "overlap"));
        return Optional.of(
                new PollRules(
                        path,
                        query(place.at("query")),
                        KindValues.pointer(place.at("items")),
                        KindValues.pointer(place.at("changed")),
                        since(since),
                        overlap(since.at("overlap")),
                        pages(place.at("pages")),
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

    private static PollRules.Pages pages(YamlPlace place) {
        place.refuseOtherKeysThan(
                Set.of("by", "header", "pointer", "size", "total", "parameter", "more"));
        PollRules.Pages.By by =
                KindValues.word(
                        place.at("by"),
                        "short-page",
                        Set.of("total-pages", "link", "total-count", "short-page", "last-item"),
                        PollRules.Pages.By::valueOf);
        int size = size(place.at("size"));
        String where =
                switch (by) {
                    case TOTAL_PAGES -> KindValues.header(place.at("header"));
                    case TOTAL_COUNT, LAST_ITEM -> KindValues.pointer(place.at("pointer"));
                    case LINK, SHORT_PAGE -> "";
                };
        String parameter = place.at("parameter").text();
        String more = KindValues.pointer(place.at("more"));
        boolean enough =
                switch (by) {
                    case LINK -> true;
                    case TOTAL_PAGES -> !where.isEmpty();
                    case TOTAL_COUNT -> !where.isEmpty() && size > 0;
                    case SHORT_PAGE -> size > 0;
                    case LAST_ITEM -> !where.isEmpty() && !parameter.isEmpty() && !more.isEmpty();
                };
        if (!enough) {
            throw place.refused(
                    "value-invalid",
                    "needs a header for total-pages, a pointer and a size for total-count, a size"
                            + " for short-page, a pointer, a parameter and more for last-item");
        }
        return new PollRules.Pages(
                by, where, size, KindValues.header(place.at("total")), parameter, more);
    }

    private static int size(YamlPlace place) {
        String text = place.text();
        if (!text.matches("[0-9]{0,4}")) {
            throw place.refused("value-invalid", "must be a number up to 9999");
        }
        return text.isEmpty() ? 0 : Integer.parseInt(text);
    }
}
