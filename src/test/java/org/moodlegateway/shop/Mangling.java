package org.moodlegateway.shop;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Spoils messages as nobody would by hand: values of JSON, what stands for a value, and bytes. */
public final class Mangling {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final Pattern VALUE = Pattern.compile(":(\"[^\"]*\"|[0-9.]+|true|false|null)");

    /** What a writer of JSON would not write, or not so long. */
    private static final List<String> NASTY =
            List.of(
                    "null",
                    "[]",
                    "{}",
                    "\"\"",
                    "-1",
                    "1e400",
                    "1e-400",
                    "0",
                    "true",
                    "99999999999999999999",
                    "\"\\u0000\"",
                    "\"\\ud800\"",
                    "\"" + "x".repeat(230) + "\"",
                    "\"" + "x".repeat(300) + "\"",
                    "\"" + "\ud83d\ude00".repeat(80) + "\"",
                    "\"" + "\ud83d\ude00".repeat(150) + "\"",
                    "\"" + "x".repeat(70_000) + "\"",
                    "[[[[[[]]]]]]",
                    "{\"a\":{\"a\":1}}",
                    "\"2026-13-45T99:99:99Z\"",
                    "\"0000-01-01T00:00:00Z\"",
                    "\"+999999999-12-31T23:59:59Z\"",
                    "\"١٢٣\"",
                    "\"a@b\"",
                    "\"\\u202e\"",
                    "1.5",
                    "\"1e9\"",
                    "\"NaN\"");

    private final Random random;

    public Mangling(Random random) {
        this.random = random;
    }

    /** The same numbers for the same message; those of neighbours have nothing in common. */
    public static Random random(long message) {
        return new Random(message * 0x9E3779B97F4A7C15L);
    }

    /** Some of its values, or its text, or its bytes. */
    public byte[] any(JsonNode message) {
        return switch (random.nextInt(4)) {
            case 0 -> bytes(message.toString().getBytes(UTF_8));
            case 1 -> nasty(message.toString()).getBytes(UTF_8);
            default -> {
                JsonNode changed = message.deepCopy();
                for (int times = random.nextInt(4); times >= 0; times--) {
                    value(changed);
                }
                yield changed.toString().getBytes(UTF_8);
            }
        };
    }

    /** Changes one value anywhere in it. */
    void value(JsonNode message) {
        JsonNode place = message;
        while (true) {
            int at = place.isEmpty() ? 0 : random.nextInt(place.size());
            JsonNode child = child(place, at);
            if (child == null || !child.isContainerNode() || random.nextInt(3) == 0) {
                break;
            }
            place = child;
        }
        change(place);
    }

    private static JsonNode child(JsonNode place, int at) {
        if (place.isEmpty()) {
            return null;
        }
        return place.isArray()
                ? place.get(at)
                : new ArrayList<>(place.properties()).get(at).getValue();
    }

    private void change(JsonNode place) {
        if (place instanceof ObjectNode object && !object.isEmpty()) {
            List<String> names = new ArrayList<>();
            object.fieldNames().forEachRemaining(names::add);
            String name = names.get(random.nextInt(names.size()));
            switch (random.nextInt(4)) {
                case 0 -> object.remove(name);
                case 1 -> object.set(names.get(random.nextInt(names.size())), object.get(name));
                default -> object.set(name, oddity());
            }
        } else if (place instanceof ArrayNode list) {
            switch (list.isEmpty() ? 2 : random.nextInt(4)) {
                case 0 -> list.remove(random.nextInt(list.size()));
                case 1 -> list.add(list.get(random.nextInt(list.size())).deepCopy());
                case 2 -> list.add(oddity());
                default -> list.set(random.nextInt(list.size()), oddity());
            }
        }
    }

    /** A value that nobody expects there. */
    JsonNode oddity() {
        return switch (random.nextInt(18)) {
            case 0 -> NODES.nullNode();
            case 1 -> NODES.textNode("");
            case 2 -> NODES.arrayNode();
            case 3 -> NODES.objectNode();
            case 4 -> NODES.booleanNode(true);
            case 5 -> NODES.booleanNode(false);
            case 6 -> NODES.numberNode(-1);
            case 7 -> NODES.numberNode(0);
            case 8 -> NODES.numberNode(Long.MAX_VALUE);
            case 9 -> NODES.numberNode(new BigDecimal("1E+90"));
            case 10 -> NODES.numberNode(1.5);
            case 11 -> NODES.textNode("a text \u0000\ud83d \"/*\\");
            case 12 -> NODES.textNode("0000-00-00 00:00:00");
            case 13 -> NODES.textNode("2026-13-45T99:99:99+99:00");
            case 14 -> NODES.textNode("//evil.example/" + "x".repeat(3000));
            case 15 -> NODES.arrayNode().add(NODES.arrayNode().add(1)).add("x");
            case 16 -> NODES.objectNode().set("id", NODES.objectNode().put("id", "-"));
            default -> NODES.textNode("completed");
        };
    }

    /** Puts something else in the place of one value. */
    String nasty(String json) {
        List<int[]> values = new ArrayList<>();
        Matcher matcher = VALUE.matcher(json);
        while (matcher.find()) {
            values.add(new int[] {matcher.start(1), matcher.end(1)});
        }
        if (values.isEmpty()) {
            return NASTY.get(random.nextInt(NASTY.size()));
        }
        int[] place = values.get(random.nextInt(values.size()));
        return json.substring(0, place[0])
                + NASTY.get(random.nextInt(NASTY.size()))
                + json.substring(place[1]);
    }

    /** Changes some bytes, cuts some out, has some twice, or ends too early. */
    public byte[] bytes(byte[] message) {
        byte[] changed = message;
        for (int i = random.nextInt(4); i >= 0 && changed.length > 0; i--) {
            int at = random.nextInt(changed.length);
            int to = Math.min(changed.length, at + random.nextInt(30));
            changed =
                    switch (random.nextInt(7)) {
                        case 0, 1 -> joined(changed, at, changed, to);
                        case 2, 3 -> joined(changed, to, changed, at);
                        case 4 -> Arrays.copyOf(changed, at);
                        default -> replaced(changed, at);
                    };
        }
        return changed;
    }

    private byte[] replaced(byte[] message, int at) {
        byte[] changed = message.clone();
        changed[at] = (byte) random.nextInt(256);
        return changed;
    }

    /** The beginning of one and the end of the other. */
    private static byte[] joined(byte[] one, int to, byte[] other, int from) {
        byte[] all = Arrays.copyOf(one, to + other.length - from);
        System.arraycopy(other, from, all, to, other.length - from);
        return all;
    }
}
