package org.moodlegateway.localshop;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Handler parameters as local_shop reads them, and what a handler of the gateway is told of them.
 * local_shop splits on {@code &} and {@code =}, decodes nothing, drops what follows a second {@code
 * =} and, of a parameter that stands twice, keeps the last.
 *
 * @param told by name, empty values left out
 * @param dropped names that the gateway's handler doesn't know
 * @param cut names of which something after a second {@code =} was dropped
 * @param repeated names that stood twice with different values
 */
record ShopParameters(
        SortedMap<String, String> told,
        Set<String> dropped,
        List<String> cut,
        List<String> repeated) {
    private static final String COURSE_ID = "courseid";
    private static final String COURSE_NAME = "coursename";

    ShopParameters {
        told = Collections.unmodifiableSortedMap(new TreeMap<>(told));
        dropped = Set.copyOf(dropped);
        cut = List.copyOf(cut);
        repeated = List.copyOf(repeated);
    }

    /**
     * Reads text, or a map as it is frozen in a bill.
     *
     * @param known what the gateway's handler knows; null to keep everything
     */
    static ShopParameters of(JsonNode written, Set<String> known) {
        Reading reading = new Reading();
        if (written.isObject()) {
            written.properties()
                    .forEach(pair -> reading.add(pair.getKey(), pair.getValue().asText("")));
        } else {
            for (String pair : written.asText("").split("&")) {
                reading.add(pair);
            }
        }
        return reading.told(known);
    }

    private static final class Reading {
        private final Map<String, String> values = new TreeMap<>();
        private final List<String> cut = new ArrayList<>();
        private final List<String> repeated = new ArrayList<>();

        private void add(String pair) {
            String[] parts = pair.split("=", -1);
            if (parts.length > 2) {
                cut.add(parts[0].strip());
            }
            if (parts.length > 1) {
                add(parts[0], parts[1]);
            }
        }

        private void add(String name, String value) {
            String other = values.put(name.strip(), value.strip());
            if (other != null && !other.equals(value.strip())) {
                repeated.add(name.strip());
            }
        }

        private ShopParameters told(Set<String> known) {
            SortedMap<String, String> told = new TreeMap<>(values);
            told.values().removeIf(String::isEmpty);
            Set<String> dropped = new TreeSet<>();
            if (known != null) {
                nameCourse(told, known);
                told.keySet().stream().filter(name -> !known.contains(name)).forEach(dropped::add);
                told.keySet().removeAll(dropped);
            }
            return new ShopParameters(told, dropped, cut, repeated);
        }

        /** local_shop looks a {@code courseid} up among the short names. */
        private static void nameCourse(SortedMap<String, String> told, Set<String> known) {
            boolean named = told.containsKey(COURSE_NAME);
            if (told.containsKey(COURSE_ID) && known.contains(COURSE_NAME) && !named) {
                told.put(COURSE_NAME, told.remove(COURSE_ID));
            }
            if (told.containsKey(COURSE_NAME)) {
                told.remove("courseidnumber");
            }
        }
    }
}
