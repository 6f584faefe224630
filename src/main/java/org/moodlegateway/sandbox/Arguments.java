package org.moodlegateway.sandbox;

import java.util.List;
import java.util.Map;

/** Checked parameters of a call, or one row of them. */
record Arguments(Map<String, Object> values) {

    boolean has(String name) {
        return values.containsKey(name);
    }

    long number(String name) {
        return (Long) values.get(name);
    }

    long number(String name, long otherwise) {
        return has(name) ? number(name) : otherwise;
    }

    /** Whether the number is there and not 0. */
    boolean flag(String name) {
        return number(name, 0) != 0;
    }

    String text(String name) {
        return (String) values.get(name);
    }

    String text(String name, String otherwise) {
        return has(name) ? text(name) : otherwise;
    }

    /** Entries of a list of structures. */
    List<Arguments> rows(String name) {
        return list(name).stream().map(Arguments.class::cast).toList();
    }

    /** Entries of a list of texts. */
    List<String> texts(String name) {
        return list(name).stream().map(String.class::cast).toList();
    }

    private List<?> list(String name) {
        return has(name) ? (List<?>) values.get(name) : List.of();
    }
}
