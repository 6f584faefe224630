package org.moodlegateway.order;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Events as JSON: one with all that it says of itself, or several in a list.
 *
 * <p>Source: the JSON event format of CloudEvents 1.0.2.
 */
final class EventJson {
    private static final String DATA = "data";
    private static final String DATA_TYPE = "datacontenttype";
    private static final String JSON_TYPE = "application/json|[a-z0-9.+-]+/[a-z0-9.+-]+\\+json";

    private EventJson() {}

    static boolean isEvent(JsonNode body) {
        return body.has(CloudEvent.VERSION);
    }

    /** What lies in an event. */
    static Message unwrapped(JsonNode body) {
        CloudEvent event = CloudEvent.of(name -> text(body, name), name -> "/" + name);
        String type = text(body, DATA_TYPE).split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        if (body.hasNonNull(DATA_TYPE) && !type.matches(JSON_TYPE)) {
            throw new OrderRejectedException(
                    "event-invalid", "/" + DATA_TYPE, "the event's data must be JSON by its type");
        }
        if (!body.path(DATA).isObject()) {
            throw new OrderRejectedException(
                    "event-invalid", "/" + DATA, "the event's data must be an object, the order");
        }
        return new Message(event.type(), body.get(DATA), event.id());
    }

    private static String text(JsonNode body, String name) {
        JsonNode value = body.path(name);
        return value.isTextual() ? value.asText() : "";
    }

    /**
     * The elements of a list, each as it is written; {@code null} for one that is no object or
     * list. The text must be a list, and sound JSON.
     */
    static List<String> elements(JsonFactory factory, String text) {
        List<String> elements = new ArrayList<>();
        try (JsonParser parser = factory.createParser(text)) {
            parser.nextToken();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                int start = (int) parser.currentTokenLocation().getCharOffset();
                parser.skipChildren();
                int end = (int) parser.currentLocation().getCharOffset();
                boolean whole = parser.currentToken().isStructEnd();
                elements.add(whole ? text.substring(start, end) : "null");
            }
            return elements;
        } catch (IOException e) {
            throw new UncheckedIOException("JSON that was read before can't be read", e);
        }
    }
}
