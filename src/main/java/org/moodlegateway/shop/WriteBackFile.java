package org.moodlegateway.shop;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.moodlegateway.catalogue.YamlPlace;
import org.moodlegateway.shop.WriteBack.Method;

/** Reads what a kind lets the gateway write into its orders. */
final class WriteBackFile {
    private final String library;

    /** {@code library} is what {@code lib.jq} holds. */
    WriteBackFile(String library) {
        this.library = library;
    }

    Map<String, WriteBack> read(YamlPlace place) {
        Map<String, WriteBack> all = new TreeMap<>();
        place.refuseRepeatedKeys();
        place.entries().forEach((name, one) -> all.put(name, one(one)));
        return all;
    }

    private WriteBack one(YamlPlace place) {
        place.refuseOtherKeysThan(Set.of("method", "path", "body", "ask", "if"));
        return new WriteBack(
                KindValues.word(place.at("method"), "post", Set.of("post", "put"), Method::valueOf),
                KindValues.path(place.at("path")),
                YamlJson.object(place.at("body")),
                KindValues.path(place.at("ask")),
                condition(place.at("if")));
    }

    private Condition condition(YamlPlace place) {
        if (!place.isGiven()) {
            throw place.refused("value-invalid", "is needed: a jq that is true or false");
        }
        try {
            return Condition.compile(library, place.text());
        } catch (IllegalArgumentException e) {
            throw place.refused("value-invalid", e.getMessage());
        }
    }
}
