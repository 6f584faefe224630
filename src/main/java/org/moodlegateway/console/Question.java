package org.moodlegateway.console;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.moodlegateway.intake.RefusedException;
import org.moodlegateway.intake.RequestPath;

/**
 * A GET request: its path, its query, and the keys it came with.
 *
 * @param keys every {@code X-API-Key} header
 */
public record Question(RequestPath path, Map<String, List<String>> query, List<String> keys) {
    private static final int UNREADABLE = 400;

    public Question {
        query = new TreeMap<>(query);
        keys = List.copyOf(keys);
    }

    /** Refuses what would be overlooked: a parameter that is not known, or stands twice. */
    void allow(Set<String> known) {
        query.forEach(
                (name, values) -> {
                    if (!known.contains(name) || values.size() != 1) {
                        throw new RefusedException(
                                UNREADABLE,
                                "query-invalid",
                                "known parameters, each once at most: "
                                        + String.join(", ", known.stream().sorted().toList()));
                    }
                });
    }

    /** Empty if not given. */
    String text(String name) {
        return query.containsKey(name) ? query.get(name).get(0) : "";
    }

    /** A number from {@code least} to {@code most}; {@code fallback} if not given. */
    long number(String name, long fallback, long least, long most) {
        String text = text(name);
        if (text.isEmpty()) {
            return fallback;
        }
        long number = text.matches("[0-9]{1,18}") ? Long.parseLong(text) : -1;
        if (number < least || number > most) {
            throw new RefusedException(
                    UNREADABLE,
                    "query-invalid",
                    name + " must be a whole number from " + least + " to " + most);
        }
        return number;
    }

    /** An instant such as {@code 2026-07-01T00:00:00Z}; {@code fallback} if not given. */
    Instant instant(String name, Instant fallback) {
        String text = text(name);
        try {
            return text.isEmpty() ? fallback : Instant.parse(text);
        } catch (DateTimeException e) {
            throw new RefusedException(
                    UNREADABLE,
                    "query-invalid",
                    name + " must be a date and a time in UTC, such as 2026-07-01T00:00:00Z");
        }
    }

    @Override
    public String toString() {
        return "Question[" + path + "]";
    }
}
