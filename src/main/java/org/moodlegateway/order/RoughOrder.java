package org.moodlegateway.order;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finds out which order a message is about that can't be taken, so that whoever asks for the order
 * finds the message. Guesses, and refuses nothing.
 */
public final class RoughOrder {
    private static final int LONGEST_ID = 200;
    private static final int LONGEST_BODY = 1 << 20;
    private static final JsonMapper MAPPER = new JsonMapper();

    /** Where the gateway's own orders and the shops' messages have it; the first that is there. */
    private static final List<String> PLACES =
            List.of(
                    "/data/object/id",
                    "/data/id",
                    "/order_id",
                    "/order/id",
                    "/entity_id",
                    "/bill/id",
                    "/id");

    private static final Pattern ID =
            Pattern.compile("\"id\"\\s*:\\s*(?:\"([^\"\\\\\\p{Cntrl}]{1,200})\"|([0-9]{1,30}))");

    private RoughOrder() {}

    /** The order's id, empty if nothing looks like it. */
    public static String idIn(byte[] body) {
        if (body.length > LONGEST_BODY) {
            return "";
        }
        String text = new String(body, UTF_8);
        try {
            return idIn(MAPPER.readTree(text));
        } catch (JsonProcessingException | NumberFormatException e) {
            return idInPieces(text);
        }
    }

    /** The same of what could be read as JSON. */
    public static String idIn(JsonNode message) {
        boolean event = EventJson.isEvent(message);
        return PLACES.stream()
                .filter(place -> !event || place.startsWith("/data"))
                .map(message::at)
                .map(RoughOrder::id)
                .filter(id -> !id.isEmpty())
                .findFirst()
                .orElse("");
    }

    private static String id(JsonNode node) {
        return node.isTextual() || node.isIntegralNumber() ? said(node.asText()) : "";
    }

    private static String said(String id) {
        return Texts.cut(Texts.onOneLine(id), LONGEST_ID);
    }

    /** Of an envelope, the first id would be the event's. */
    private static String idInPieces(String text) {
        Matcher id = ID.matcher(text);
        boolean found = !text.contains("\"data\"") && id.find();
        return found
                ? Stream.of(id.group(1), id.group(2))
                        .filter(one -> one != null)
                        .map(RoughOrder::said)
                        .findFirst()
                        .orElse("")
                : "";
    }
}
