package org.moodlegateway.shop;

import com.fasterxml.jackson.core.JsonPointer;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.moodlegateway.catalogue.YamlPlace;

/** Values in the description of a kind that more than one of its parts has. */
final class KindValues {
    private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}");

    private KindValues() {}

    static <T> T word(YamlPlace place, String usual, Set<String> known, Function<String, T> value) {
        String text = place.isGiven() ? place.text() : usual;
        if (!known.contains(text)) {
            throw place.refused(
                    "value-invalid",
                    "must be one of " + String.join(", ", known.stream().sorted().toList()));
        }
        return value.apply(text.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    /** Of the shop's API. */
    static String path(YamlPlace place) {
        String path = place.text();
        if (!path.startsWith("/") || path.startsWith("//")) {
            throw place.refused("value-invalid", "must begin with one slash");
        }
        return path;
    }

    static String header(YamlPlace place) {
        String text = place.text();
        if (!text.isEmpty() && !HEADER.matcher(text).matches()) {
            throw place.refused("value-invalid", "must be the name of a header");
        }
        return text;
    }

    static String pointer(YamlPlace place) {
        try {
            return JsonPointer.compile(place.text()).toString();
        } catch (IllegalArgumentException e) {
            throw place.refused("value-invalid", "must be a JSON pointer such as /orders");
        }
    }
}
