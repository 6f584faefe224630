package org.moodlegateway.shop;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The kinds of shop that ship, with their samples. */
final class ShopSamples {
    static final List<String> KINDS =
            List.of("magento", "prestashop", "shopify", "stripe", "woocommerce");

    static final JsonMapper JSON =
            JsonMapper.builder()
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                    .build();

    private static final Path SHOPS = Path.of("config/shops");
    private static final YAMLMapper YAML = new YAMLMapper();

    private ShopSamples() {}

    static Mapping mapping(String kind) {
        return Mapping.compile(kind, text(SHOPS.resolve("lib.jq")), source(kind))
                .keepingEmptyLists(emptyLists(kind));
    }

    /** The fields whose empty lists say to a kind that there are none. */
    static Set<String> emptyLists(String kind) {
        Set<String> fields = new HashSet<>();
        description(kind).path("empty-lists").forEach(field -> fields.add(field.textValue()));
        return fields;
    }

    static String source(String kind) {
        return text(SHOPS.resolve(kind + ".jq"));
    }

    /** The names of a kind's samples, or of all kinds' for an empty one. */
    static List<String> names(String kind) {
        try (Stream<Path> files = Files.list(SHOPS.resolve("samples"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".json") && !name.endsWith(".expected.json"))
                    .map(name -> name.substring(0, name.length() - ".json".length()))
                    .filter(name -> name.startsWith(kind))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String kind(String name) {
        return name.split("-", 2)[0];
    }

    /** A sample as it stands in its file. */
    static ObjectNode sample(String name) {
        return (ObjectNode) json(name + ".json");
    }

    /** A sample as its kind's mapping gets it. */
    static ObjectNode input(String name) {
        return input(kind(name), sample(name));
    }

    /** The same of a sample in hand. */
    static ObjectNode input(String kind, ObjectNode sample) {
        ObjectNode settings = settings(kind);
        if (sample.path("settings") instanceof ObjectNode own) {
            settings.setAll(own);
        }
        ObjectNode input = sample.deepCopy();
        ObjectNode shop = input.putObject("shop").put("name", "boutique");
        shop.set("settings", settings);
        shop.set("products", sample.path("products").deepCopy());
        shop.put("asked", sample.path("asked").asBoolean());
        input.remove(List.of("products", "settings", "asked"));
        return input;
    }

    static JsonNode expected(String name) {
        return json(name + ".expected.json");
    }

    private static ObjectNode settings(String kind) {
        return description(kind).withObject("/settings");
    }

    private static JsonNode description(String kind) {
        try {
            return YAML.readTree(SHOPS.resolve(kind + ".yaml").toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode json(String file) {
        try {
            return JSON.readTree(text(SHOPS.resolve("samples").resolve(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
