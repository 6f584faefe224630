package org.moodlegateway.settings;

/**
 * One key of {@code application.properties}.
 *
 * @param fallback the value when nobody sets it
 * @param secret whether its value must never be shown
 */
public record Key(String name, Kind kind, String fallback, boolean secret) {
    /** What a value looks like. */
    public enum Kind {
        TEXT,
        /** ISO-8601, such as {@code PT25S}. */
        DURATION,
        /** A whole number of at least 0. */
        NUMBER,
        /** {@code true} or {@code false}. */
        FLAG,
        ZONE,
        /** {@code name:value} pairs with commas between. */
        PAIRS
    }

    /**
     * The environment variable that overrides the file: {@code moodle.url} is {@code MOODLE_URL}.
     */
    public String environmentName() {
        return name.toUpperCase(java.util.Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    }
}
