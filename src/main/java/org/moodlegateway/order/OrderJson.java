package org.moodlegateway.order;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Reads the bytes of a message as JSON, in memory bounded by the size of the body. One charset
 * (UTF-8, with or without a byte order mark), no key twice, nothing after the end.
 *
 * <p>Refuses with {@link OrderRejectedException}; a code that starts with {@code json-} means that
 * the bytes are not acceptable JSON. The sentence names line and column and never repeats the body.
 */
public final class OrderJson {
    public static final int DEFAULT_MAX_BYTES = 1 << 20;

    private static final int MAX_DEPTH = 64;
    private static final int MAX_TEXT = 64 * 1024;
    private static final int MAX_KEY = 1024;
    private static final int MAX_NUMBER = 100;

    private final int maxBytes;
    private final JsonMapper mapper;

    public OrderJson() {
        this(DEFAULT_MAX_BYTES);
    }

    public OrderJson(int maxBytes) {
        this(maxBytes, MAX_TEXT);
    }

    private OrderJson(int maxBytes, int maxText) {
        this.maxBytes = maxBytes;
        this.mapper = mapper(maxText);
    }

    /** For what shops say in their own language, where one text may fill the body. */
    public static OrderJson ofAnyText(int maxBytes) {
        return new OrderJson(maxBytes, maxBytes);
    }

    private static JsonMapper mapper(int maxText) {
        StreamReadConstraints constraints =
                StreamReadConstraints.builder()
                        .maxNestingDepth(MAX_DEPTH)
                        .maxStringLength(maxText)
                        .maxNameLength(MAX_KEY)
                        .maxNumberLength(MAX_NUMBER)
                        .build();
        JsonFactory factory =
                JsonFactory.builder()
                        .streamReadConstraints(constraints)
                        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                        .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                        .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                        .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                        .build();
        return JsonMapper.builder(factory)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                .build();
    }

    /** The order in this body: the body itself, or what lies in {@code data} of an envelope. */
    public JsonNode parse(byte[] body) {
        return message(body).data();
    }

    /** The same, with the type of the envelope. */
    public Message message(byte[] body) {
        JsonNode tree = whole(body);
        return EventJson.isEvent(tree) ? EventJson.unwrapped(tree) : unwrapped(tree);
    }

    /** The same of a body that must be an event, with all that it says of itself. */
    public Message event(byte[] body) {
        return EventJson.unwrapped(whole(body));
    }

    /**
     * A list of events, each as it is written, which may turn out to be none.
     *
     * @param most elements that are taken
     */
    public List<byte[]> events(byte[] body, int most) {
        String text = text(body);
        JsonNode list = tree(text);
        if (!list.isArray()) {
            throw new OrderRejectedException("event-invalid", "", "the body must be a list");
        }
        if (list.size() > most) {
            throw refused("json-too-long", "the list has more than " + most + " events");
        }
        return EventJson.elements(mapper.getFactory(), text).stream()
                .map(event -> event.getBytes(StandardCharsets.UTF_8))
                .toList();
    }

    /** A body as it is, with nothing taken for an envelope. */
    public JsonNode whole(byte[] body) {
        return tree(text(body));
    }

    private String text(byte[] body) {
        if (body.length > maxBytes) {
            throw refused("json-too-long", "the body has more than " + maxBytes + " bytes");
        }
        try {
            CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body));
            boolean marked = text.length() > 0 && text.charAt(0) == '\uFEFF';
            return marked ? text.subSequence(1, text.length()).toString() : text.toString();
        } catch (CharacterCodingException e) {
            throw refused("json-not-utf8", "the body is not UTF-8 text");
        }
    }

    private JsonNode tree(String text) {
        if (text.isBlank()) {
            throw refused("json-unparsable", "the body is empty");
        }
        try {
            return mapper.readTree(text);
        } catch (StreamConstraintsException e) {
            throw beyondLimit(e);
        } catch (MismatchedInputException e) {
            throw refused("json-unparsable", "something follows the end of the JSON" + at(e));
        } catch (JsonProcessingException e) {
            throw unparsable(e);
        } catch (NumberFormatException e) {
            // Jackson lets it pass for an exponent that no number can have
            throw refused("json-unparsable", "a number has too large an exponent");
        }
    }

    /** Jackson tells these apart by message only. */
    private static OrderRejectedException beyondLimit(StreamConstraintsException e) {
        String message = e.getOriginalMessage();
        if (message.contains("depth")) {
            return refused("json-too-deep", "the JSON is nested deeper than " + MAX_DEPTH + at(e));
        }
        if (message.startsWith("Number")) {
            return refused(
                    "json-number-too-long",
                    "a number has more than " + MAX_NUMBER + " characters" + at(e));
        }
        return refused(
                "json-text-too-long",
                "a text has more than "
                        + MAX_TEXT
                        + " characters, or a key more than "
                        + MAX_KEY
                        + at(e));
    }

    private static OrderRejectedException unparsable(JsonProcessingException e) {
        if (e.getOriginalMessage().startsWith("Duplicate field")) {
            return refused("json-duplicate-key", "a key stands twice in one object" + at(e));
        }
        return refused("json-unparsable", "the JSON can't be read" + at(e));
    }

    private static String at(JsonProcessingException e) {
        JsonLocation location = e.getLocation();
        return location == null
                ? ""
                : " at line " + location.getLineNr() + ", column " + location.getColumnNr();
    }

    private static OrderRejectedException refused(String code, String message) {
        return new OrderRejectedException(code, "", message);
    }

    /** Standard Webhooks wraps its payload as {@code {"type": …, "timestamp": …, "data": …}}. */
    private static Message unwrapped(JsonNode body) {
        boolean enveloped = body.has("data") && (body.has("type") || !body.has("id"));
        if (!enveloped) {
            return new Message("", body);
        }
        if (!body.path("type").isTextual() || body.path("type").asText().isBlank()) {
            throw new OrderRejectedException(
                    "envelope-invalid",
                    "/type",
                    "the envelope's type must be a text, such as order.paid");
        }
        if (!body.path("data").isObject()) {
            throw new OrderRejectedException(
                    "envelope-invalid",
                    "/data",
                    "the envelope's data must be an object, the order");
        }
        return new Message(body.get("type").asText().strip(), body.get("data"));
    }
}
