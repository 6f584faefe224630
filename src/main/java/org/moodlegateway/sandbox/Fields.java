package org.moodlegateway.sandbox;

import java.util.LinkedHashMap;
import java.util.Map;

/** Puts an object of an answer or of the journal together, key by key, in this order. */
final class Fields {
    private final Map<String, Object> map = new LinkedHashMap<>();

    private Fields() {}

    static Fields with(String key, Object value) {
        return new Fields().and(key, value);
    }

    Fields and(String key, Object value) {
        map.put(key, value);
        return this;
    }

    /** The map itself: it may still be added to. */
    Map<String, Object> map() {
        return map;
    }
}
