package org.moodlegateway.localshop;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * What PHP wrote with {@code base64_encode(serialize(…))}, as JSON. Arrays and objects both become
 * objects, with their keys as text and in their order; nothing is ever made of a class's name.
 */
public final class PhpData {
    /** Of the bytes behind the base64. */
    static final int MAX_BYTES = 1 << 20;

    private static final int MAX_BASE64 = MAX_BYTES / 3 * 4 + 4;

    private PhpData() {}

    /**
     * Reads a column of local_shop; an empty one is {@code null}.
     *
     * @throws PhpUnreadableException for anything but plain data within the limits
     */
    public static JsonNode decode(String base64) throws PhpUnreadableException {
        String text = base64.strip();
        if (text.isEmpty()) {
            return NullNode.getInstance();
        }
        if (text.length() > MAX_BASE64) {
            throw new PhpUnreadableException("has more than " + MAX_BYTES + " bytes");
        }
        try {
            return PhpReader.read(
                    Base64.getDecoder().decode(text.getBytes(StandardCharsets.ISO_8859_1)));
        } catch (IllegalArgumentException e) {
            throw new PhpUnreadableException("is not base64");
        }
    }
}
