package org.moodlegateway.sandbox;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A request to the REST server, its control fields taken out of the parameters. A field of the body
 * wins over one of the query string.
 */
record RestRequest(String token, String function, boolean json, Map<String, Object> parameters) {

    static RestRequest of(Map<String, Object> query, Map<String, Object> body) {
        Map<String, Object> merged = new LinkedHashMap<>(query);
        merged.putAll(body);
        Object format = merged.remove("moodlewsrestformat");
        Object token = merged.remove("wstoken");
        Object function = merged.remove("wsfunction");
        merged.keySet().removeIf(RestRequest::isServerSetting);
        return new RestRequest(
                token instanceof String text ? text : "",
                function instanceof String text ? text : "",
                "json".equals(format),
                merged);
    }

    /** Rows of its list, as many as arrived; 1 for a call without a list. */
    int rows() {
        return parameters.values().stream()
                .filter(Map.class::isInstance)
                .mapToInt(list -> ((Map<?, ?>) list).size())
                .max()
                .orElse(1);
    }

    private static boolean isServerSetting(String name) {
        return switch (name) {
            case "moodlewssettingraw",
                    "moodlewssettingfileurl",
                    "moodlewssettingfilter",
                    "moodlewssettinglang",
                    "moodlewssettingtimezone" ->
                    true;
            default -> false;
        };
    }
}
