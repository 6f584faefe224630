package org.moodlegateway.order;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Handler parameters as shops and catalogues write them, {@code coursename=SCI&duration=180} or a
 * map. What a parameter means is its handler's business; here one that is empty is not given.
 */
public final class HandlerParameters {

    private HandlerParameters() {}

    /**
     * Reads the text form: split on {@code &}, then on {@code =}, nothing decoded.
     *
     * @throws OrderRejectedException with an empty pointer, for the caller to fill in
     */
    public static SortedMap<String, String> parse(String text) {
        SortedMap<String, String> parameters = new TreeMap<>();
        for (String part : text.split("&")) {
            if (!part.isBlank()) {
                add(parameters, part);
            }
        }
        return Collections.unmodifiableSortedMap(parameters);
    }

    private static void add(Map<String, String> parameters, String part) {
        String[] pair = part.split("=", -1);
        if (pair.length != 2) {
            throw refused(
                    "parameter-invalid",
                    "\"" + part + "\" has " + (pair.length == 1 ? "no =" : "more than one ="));
        }
        String name = Texts.strip(pair[0]);
        String value = Texts.strip(pair[1]);
        if (name.isEmpty()) {
            throw refused("parameter-invalid", "\"" + part + "\" has no name before the =");
        }
        if (value.isEmpty()) {
            return;
        }
        String other = parameters.put(name, value);
        if (other != null && !other.equals(value)) {
            throw refused(
                    "parameter-conflict",
                    name + "=" + other + " and " + name + "=" + value + " can't both stand");
        }
    }

    private static OrderRejectedException refused(String code, String message) {
        return new OrderRejectedException(code, "", message);
    }
}
