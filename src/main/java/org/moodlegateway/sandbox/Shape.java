package org.moodlegateway.sandbox;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * The type of a parameter. Moodle cleans a value by its type and refuses the call when cleaning
 * changed anything; the names are those of Moodle's {@code PARAM_} constants.
 */
interface Shape {
    /**
     * The value, typed: Long, String, {@code List<Object>} or {@link Arguments}.
     *
     * @throws MoodleError invalidparameter
     */
    Object check(Object raw);

    Shape RAW = text(UnaryOperator.identity());
    Shape INT = Shape::whole;
    Shape BOOL = Shape::bool;
    Shape ALPHA = text(value -> value.replaceAll("[^a-zA-Z]", ""));
    Shape ALPHANUMEXT = text(value -> value.replaceAll("[^A-Za-z0-9_-]", ""));
    Shape PLUGIN = text(value -> value.matches("[a-z][a-z0-9_]*") ? value : "");
    Shape SAFEDIR = text(value -> value.replaceAll("[^a-zA-Z0-9_-]", ""));
    Shape RAW_TRIMMED = text(String::strip);
    Shape NOTAGS = text(Tags::strip);
    Shape TEXT = text(Tags::strip);
    Shape USERNAME = text(Usernames::clean);

    /**
     * A list whose entries have this shape; keys count for nothing, an empty list can't be sent.
     */
    static Shape list(Shape entry) {
        return raw -> {
            List<Object> entries = new ArrayList<>();
            for (Object value : map(raw).values()) {
                entries.add(entry.check(value));
            }
            return entries;
        };
    }

    /** A structure with exactly these keys. */
    static Shape struct(Field... fields) {
        return raw -> {
            Map<?, ?> given = map(raw);
            Map<String, Object> checked = new LinkedHashMap<>();
            int known = 0;
            for (Field field : fields) {
                if (given.containsKey(field.name())) {
                    known++;
                    checked.put(field.name(), field.shape().check(given.get(field.name())));
                } else if (field.required()) {
                    throw MoodleError.invalidParameter();
                } else if (field.otherwise() != null) {
                    checked.put(field.name(), field.otherwise());
                }
            }
            if (known < given.size()) {
                throw MoodleError.invalidParameter();
            }
            return new Arguments(checked);
        };
    }

    /** A key of a structure; {@code otherwise} null means that it stays away when it isn't sent. */
    record Field(String name, Shape shape, boolean required, Object otherwise) {
        static Field required(String name, Shape shape) {
            return new Field(name, shape, true, null);
        }

        static Field optional(String name, Shape shape) {
            return new Field(name, shape, false, null);
        }

        static Field optional(String name, Shape shape, Object otherwise) {
            return new Field(name, shape, false, otherwise);
        }
    }

    private static Shape text(UnaryOperator<String> clean) {
        return raw -> {
            String value = scalar(raw);
            if (!clean.apply(value).equals(value)) {
                throw MoodleError.invalidParameter();
            }
            return value;
        };
    }

    private static Object whole(Object raw) {
        String value = scalar(raw);
        try {
            long number = Long.parseLong(value);
            if (Long.toString(number).equals(value)) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw MoodleError.invalidParameter();
        }
        throw MoodleError.invalidParameter();
    }

    private static Object bool(Object raw) {
        String value = scalar(raw);
        if (value.equals("0") || value.equals("1")) {
            return Long.valueOf(value);
        }
        throw MoodleError.invalidParameter();
    }

    private static String scalar(Object raw) {
        if (raw instanceof String value) {
            return value;
        }
        throw MoodleError.invalidParameter();
    }

    private static Map<?, ?> map(Object raw) {
        if (raw instanceof Map<?, ?> map) {
            return map;
        }
        throw MoodleError.invalidParameter();
    }

    /** PHP's {@code strip_tags}: a tag begins with a less-than sign that no blank follows. */
    final class Tags {
        private static final Pattern TAG = Pattern.compile("<(?=[^\\s])[^>]*>?");

        private Tags() {}

        static String strip(String value) {
            return TAG.matcher(value).replaceAll("");
        }
    }

    /** User names without extended characters. */
    final class Usernames {
        private Usernames() {}

        static String clean(String value) {
            return value.strip().toLowerCase(java.util.Locale.ROOT).replaceAll("[^-._@a-z0-9]", "");
        }
    }
}
