package org.moodlegateway.moodle;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;

/**
 * The form of one call. PHP silently drops the variables beyond {@code max_input_vars}, so they are
 * counted, and {@code wsfunction} goes last: a cut is then always an error and never half a
 * success.
 */
final class MoodleForm {
    /** Below PHP's default of 1000. */
    static final int MOST_VARIABLES = 900;

    private final StringBuilder text = new StringBuilder();
    private final WebFunction function;
    private int variables;

    MoodleForm(WebFunction function) {
        this.function = function;
    }

    MoodleForm put(String name, String value) {
        if (!text.isEmpty()) {
            text.append('&');
        }
        text.append(URLEncoder.encode(name, UTF_8))
                .append('=')
                .append(URLEncoder.encode(value, UTF_8));
        variables++;
        return this;
    }

    MoodleForm put(String name, long value) {
        return put(name, Long.toString(value));
    }

    WebFunction function() {
        return function;
    }

    /** The whole body with the credentials. */
    String encode(String token) {
        if (variables + 3 > MOST_VARIABLES) {
            throw new IllegalStateException(
                    function.moodleName()
                            + " with "
                            + variables
                            + " variables: Moodle would lose some of them");
        }
        return encodeAnyLength(token);
    }

    /** The same however long it is. */
    String encodeAnyLength(String token) {
        StringBuilder whole = new StringBuilder(text.length() + 128);
        whole.append("wstoken=")
                .append(URLEncoder.encode(token, UTF_8))
                .append("&moodlewsrestformat=json&");
        if (!text.isEmpty()) {
            whole.append(text).append('&');
        }
        return whole.append("wsfunction=").append(function.moodleName()).toString();
    }
}
