package org.moodlegateway.shop;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Measures what it takes to translate one message: each kind's sample of a paid order, and a
 * WooCommerce order of 20 kB.
 */
public final class MappingBench {
    private static final int WARM_UP = 3_000;
    private static final int MESSAGES = 3_000;

    private MappingBench() {}

    public static void main(String[] arguments) {
        for (String kind : ShopSamples.KINDS) {
            measure(kind + "-paid", ShopSamples.input(kind + "-paid"));
        }
        measure("woocommerce-paid, 20 kB", large());
    }

    private static void measure(String name, ObjectNode input) {
        Mapping mapping = ShopSamples.mapping(ShopSamples.kind(name));
        repeat(mapping, input, WARM_UP);
        long start = System.nanoTime();
        repeat(mapping, input, MESSAGES);
        double each = (System.nanoTime() - start) / 1e6 / MESSAGES;
        int bytes = input.get("message").toString().getBytes(UTF_8).length;
        System.out.printf("%s: %.3f ms a message of %d bytes%n", name, each, bytes);
    }

    private static void repeat(Mapping mapping, ObjectNode input, int times) {
        for (int i = 0; i < times; i++) {
            if (!(mapping.translate(input) instanceof Translation.Canonical)) {
                throw new IllegalStateException("no order");
            }
        }
    }

    /** An order of ten lines with three people each, and the meta that plugins leave. */
    static ObjectNode large() {
        ObjectNode input = ShopSamples.input("woocommerce-paid");
        ArrayNode lines = (ArrayNode) input.at("/message/line_items");
        ObjectNode line = ((ObjectNode) lines.get(0)).put("quantity", 3);
        for (int i = lines.size(); i < 10; i++) {
            lines.add(line.deepCopy().put("id", 100 + i));
        }
        for (int i = 0; i < lines.size(); i++) {
            ArrayNode meta = ((ObjectNode) lines.get(i)).putArray("meta_data");
            for (int seat = 1; seat <= 3; seat++) {
                meta(
                        meta,
                        "Participant " + seat + " e-mail",
                        "p" + i + "." + seat + "@example.org");
                meta(meta, "Participant " + seat + " first name", "Zoé");
                meta(meta, "Participant " + seat + " last name", "Łukasik");
            }
        }
        ArrayNode meta = (ArrayNode) input.at("/message/meta_data");
        for (int i = 0; i < 20; i++) {
            meta(meta, "_plugin_note_" + i, "what some plugin keeps at the order");
        }
        return input;
    }

    private static void meta(ArrayNode list, String key, String value) {
        ObjectNode meta = list.addObject().put("id", 9000 + list.size()).put("key", key);
        meta.put("value", value).put("display_key", key).put("display_value", value);
    }
}
