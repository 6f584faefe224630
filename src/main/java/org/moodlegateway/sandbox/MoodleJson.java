package org.moodlegateway.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;

/** JSON as PHP's {@code json_encode} writes it: ASCII only, slashes escaped. */
final class MoodleJson {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private MoodleJson() {}

    static String write(Object value) {
        try {
            return escape(MAPPER.writeValueAsString(value));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String escape(String json) {
        StringBuilder ascii = new StringBuilder(json.length() + 16);
        for (int i = 0; i < json.length(); i++) {
            char character = json.charAt(i);
            if (character == '/') {
                ascii.append("\\/");
            } else if (character > 126) {
                ascii.append(String.format("\\u%04x", (int) character));
            } else {
                ascii.append(character);
            }
        }
        return ascii.toString();
    }
}
