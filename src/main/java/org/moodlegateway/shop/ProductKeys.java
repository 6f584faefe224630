package org.moodlegateway.shop;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Finds the product code of a line by the keys under which its shop knows what it sells. */
public final class ProductKeys {
    /** A canonical code has no more characters. */
    private static final int MAX_CODE = 200;

    private ProductKeys() {}

    /**
     * The code of the first key that is named, else of the longest pattern such as {@code COURSE-*}
     * that a key fits, else the first key itself; {@code null} without any key.
     *
     * @param keys a list, the best one first; those that are none are passed over
     * @param products codes by key or pattern
     */
    static JsonNode product(JsonNode keys, JsonNode products) {
        List<String> given = new ArrayList<>();
        for (JsonNode key : keys) {
            String text = Scalars.textOf(key);
            if (!text.isEmpty()) {
                given.add(text);
            }
        }
        String code = code(given, products);
        return code.isEmpty() ? NullNode.getInstance() : TextNode.valueOf(code);
    }

    /**
     * The same of keys that are texts; empty without any key.
     *
     * @param products an object: codes by key or pattern
     */
    public static String code(List<String> keys, JsonNode products) {
        for (String key : keys) {
            String code = Scalars.textOf(products.path(key));
            if (!code.isEmpty()) {
                return code;
            }
        }
        String code = byPattern(keys, products);
        if (!code.isEmpty()) {
            return code;
        }
        return keys.isEmpty() ? "" : cut(keys.get(0));
    }

    private static String byPattern(List<String> keys, JsonNode products) {
        String longest = "";
        String code = "";
        for (Map.Entry<String, JsonNode> product : products.properties()) {
            String pattern = product.getKey();
            if (pattern.endsWith("*") && pattern.length() > longest.length()) {
                String start = pattern.substring(0, pattern.length() - 1);
                if (keys.stream().anyMatch(key -> key.startsWith(start))) {
                    longest = pattern;
                    code = Scalars.textOf(product.getValue());
                }
            }
        }
        return code;
    }

    private static String cut(String key) {
        boolean within = key.codePointCount(0, key.length()) <= MAX_CODE;
        return within ? key : key.substring(0, key.offsetByCodePoints(0, MAX_CODE));
    }
}
