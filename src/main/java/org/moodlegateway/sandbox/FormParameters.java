package org.moodlegateway.sandbox;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads form fields as PHP does: {@code a[0][b]=c} becomes nested maps, a later field of the same
 * name wins, and fields beyond {@code max_input_vars} are dropped in the order of arrival,
 * silently.
 *
 * <p>A query string keeps as many fields as the limit says; a body keeps one more, because PHP
 * counts after it has stored (main/php_variables.c, {@code add_post_vars}).
 */
final class FormParameters {
    private final Map<String, Object> values = new LinkedHashMap<>();

    private FormParameters() {}

    /** One field as it arrived, decoded. */
    record FormField(String name, String value) {}

    static Map<String, Object> ofQuery(String query, int maxInputVars) {
        return parse(query, maxInputVars);
    }

    static Map<String, Object> ofBody(String body, int maxInputVars) {
        return parse(body, maxInputVars + 1L);
    }

    static Map<String, Object> ofParts(List<FormField> parts, int maxInputVars) {
        FormParameters form = new FormParameters();
        parts.stream().limit(maxInputVars).forEach(part -> form.put(part.name(), part.value()));
        return form.values;
    }

    private static Map<String, Object> parse(String text, long limit) {
        FormParameters form = new FormParameters();
        if (text == null) {
            return form.values;
        }
        long kept = 0;
        int from = 0;
        while (from < text.length() && kept < limit) {
            int end = text.indexOf('&', from);
            end = end < 0 ? text.length() : end;
            if (end > from) {
                form.putPair(text.substring(from, end));
                kept++;
            }
            from = end + 1;
        }
        return form.values;
    }

    private void putPair(String pair) {
        int equals = pair.indexOf('=');
        if (equals < 0) {
            put(decode(pair), "");
        } else {
            put(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
        }
    }

    private void put(String rawName, String value) {
        String name = rawName.stripLeading();
        int bracket = name.indexOf('[');
        String top = (bracket < 0 ? name : name.substring(0, bracket)).replaceAll("[ .]", "_");
        if (top.isEmpty()) {
            return;
        }
        if (bracket >= 0 && name.indexOf(']', bracket) < 0) {
            values.put(top + "_" + name.substring(bracket + 1).replaceAll("[ .]", "_"), value);
            return;
        }
        putNested(top, bracket < 0 ? "" : name.substring(bracket), value);
    }

    private void putNested(String top, String brackets, String value) {
        Map<String, Object> level = values;
        String key = top;
        String rest = brackets;
        while (rest.startsWith("[") && rest.indexOf(']') > 0) {
            level = descend(level, key);
            key = rest.substring(1, rest.indexOf(']'));
            key = key.isEmpty() ? nextIndex(level) : key;
            rest = rest.substring(rest.indexOf(']') + 1);
        }
        level.put(key, value);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> descend(Map<String, Object> level, String key) {
        if (!(level.get(key) instanceof Map)) {
            level.put(key, new LinkedHashMap<String, Object>());
        }
        return (Map<String, Object>) level.get(key);
    }

    private static String nextIndex(Map<String, Object> level) {
        long last =
                level.keySet().stream()
                        .filter(key -> key.matches("\\d{1,9}"))
                        .mapToLong(Long::parseLong)
                        .max()
                        .orElse(-1);
        return Long.toString(last + 1);
    }

    private static String decode(String text) {
        if (text.indexOf('%') < 0 && text.indexOf('+') < 0) {
            return text;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream decoded = new ByteArrayOutputStream(bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '%' && i + 2 < bytes.length && hex(bytes[i + 1]) && hex(bytes[i + 2])) {
                decoded.write(
                        Character.digit(bytes[i + 1], 16) * 16 + Character.digit(bytes[i + 2], 16));
                i += 2;
            } else {
                decoded.write(bytes[i] == '+' ? ' ' : bytes[i]);
            }
        }
        return decoded.toString(StandardCharsets.UTF_8);
    }

    private static boolean hex(byte character) {
        return Character.digit(character, 16) >= 0;
    }
}
