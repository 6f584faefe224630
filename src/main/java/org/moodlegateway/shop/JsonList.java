package org.moodlegateway.shop;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Finds a list in a JSON document and hands out its items byte for byte. An object whose values are
 * all objects counts as a list of them, any other object as a list of itself: languages without
 * types write them so.
 */
final class JsonList {
    private static final JsonFactory FACTORY = new JsonFactory();

    private final byte[] document;
    private final String[] steps;
    private final List<byte[]> items = new ArrayList<>();

    private JsonList(byte[] document, String pointer) {
        this.document = document;
        this.steps = pointer.isEmpty() ? new String[0] : pointer.substring(1).split("/", -1);
    }

    /**
     * Reads all items.
     *
     * @param pointer of the list
     */
    static List<byte[]> read(byte[] document, String pointer) throws UnreadableAnswerException {
        JsonList list = new JsonList(document, pointer);
        try (JsonParser parser = FACTORY.createParser(document)) {
            boolean found = parser.nextToken() != null && list.descend(parser, 0);
            while (parser.nextToken() != null) {
                // to its end, so that half a document is not taken for a whole one
            }
            if (!found) {
                throw new UnreadableAnswerException(
                        "the shop's answer has no list of orders at '" + pointer + "'");
            }
            return list.items;
        } catch (IOException e) {
            throw new UnreadableAnswerException("the shop's answer is no JSON that can be read", e);
        }
    }

    /** What is empty has no list in it, and that is no mistake. */
    private boolean descend(JsonParser parser, int depth) throws IOException {
        if (depth == steps.length) {
            return take(parser);
        }
        return switch (parser.currentToken()) {
            case START_OBJECT -> search(parser, depth);
            case START_ARRAY -> parser.nextToken() == JsonToken.END_ARRAY;
            case VALUE_NULL -> true;
            case VALUE_STRING -> parser.getText().isBlank();
            default -> false;
        };
    }

    private boolean search(JsonParser parser, int depth) throws IOException {
        boolean empty = true;
        boolean found = false;
        String wanted = steps[depth].replace("~1", "/").replace("~0", "~");
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            empty = false;
            boolean here = parser.currentName().equals(wanted);
            parser.nextToken();
            if (here && !found) {
                found = descend(parser, depth + 1);
                if (!found) {
                    return false;
                }
            } else {
                parser.skipChildren();
            }
        }
        return found || empty;
    }

    private boolean take(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_ARRAY -> {
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    if (parser.currentToken().isStructStart()) {
                        items.add(slice(parser));
                    } else if (parser.currentToken() != JsonToken.VALUE_NULL) {
                        yield false;
                    }
                }
                yield true;
            }
            case START_OBJECT -> {
                takeObject(parser);
                yield true;
            }
            case VALUE_NULL -> true;
            case VALUE_STRING -> parser.getText().isBlank();
            default -> false;
        };
    }

    private void takeObject(JsonParser parser) throws IOException {
        int start = offset(parser);
        boolean list = true;
        List<byte[]> values = new ArrayList<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            if (parser.nextToken() == JsonToken.START_OBJECT) {
                values.add(slice(parser));
            } else {
                list = false;
                parser.skipChildren();
            }
        }
        if (list) {
            items.addAll(values);
        } else {
            items.add(Arrays.copyOfRange(document, start, end(parser)));
        }
    }

    private byte[] slice(JsonParser parser) throws IOException {
        int start = offset(parser);
        parser.skipChildren();
        return Arrays.copyOfRange(document, start, end(parser));
    }

    private static int offset(JsonParser parser) throws IOException {
        return known(parser.currentTokenLocation().getByteOffset());
    }

    private static int end(JsonParser parser) throws IOException {
        return known(parser.currentLocation().getByteOffset());
    }

    /** Not known in another charset than UTF-8. */
    private static int known(long offset) throws IOException {
        if (offset < 0) {
            throw new IOException("not UTF-8");
        }
        return (int) offset;
    }
}
