package org.moodlegateway.shop;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import org.moodlegateway.catalogue.YamlPlace;
import org.yaml.snakeyaml.nodes.Tag;

/** What stands in a YAML file as JSON, for a jq to read. */
public final class YamlJson {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private YamlJson() {}

    /** An object, empty if nothing is given. */
    public static ObjectNode object(YamlPlace place) {
        if (place.isGiven() && !place.isMap()) {
            throw place.refused("value-invalid", "must have keys of its own");
        }
        ObjectNode object = NODES.objectNode();
        place.entries().forEach((key, value) -> object.set(key, json(value)));
        return object;
    }

    private static JsonNode json(YamlPlace place) {
        if (place.isMap()) {
            return object(place);
        }
        if (place.isList()) {
            ArrayNode list = NODES.arrayNode();
            place.elements().forEach(element -> list.add(json(element)));
            return list;
        }
        if (!place.isGiven()) {
            return NODES.nullNode();
        }
        String text = place.text();
        Tag tag = place.node().getTag();
        if (tag.equals(Tag.BOOL)) {
            return NODES.booleanNode(place.flag());
        }
        return tag.equals(Tag.INT) && text.matches("-?(0|[1-9][0-9]{0,17})")
                ? NODES.numberNode(new BigDecimal(text))
                : NODES.textNode(text);
    }
}
