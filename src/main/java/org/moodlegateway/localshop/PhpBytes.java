package org.moodlegateway.localshop;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Bytes that are read once, from the first to the last; what is not there is refused. */
final class PhpBytes {
    private final byte[] bytes;
    private int at;

    PhpBytes(byte[] bytes) {
        this.bytes = bytes;
    }

    char next() throws PhpUnreadableException {
        if (at == bytes.length) {
            throw refused("ends too early");
        }
        return (char) (bytes[at++] & 0xFF);
    }

    void expect(char expected) throws PhpUnreadableException {
        if (next() != expected) {
            throw refused("has no " + expected + " where one must be");
        }
    }

    void end() throws PhpUnreadableException {
        if (at != bytes.length) {
            throw refused("goes on after its end");
        }
    }

    /** What stands before an end mark, which is read too; characters above ASCII are none of it. */
    String until(char end, int most) throws PhpUnreadableException {
        StringBuilder text = new StringBuilder();
        for (char character = next(); character != end; character = next()) {
            if (text.length() == most) {
                throw refused("has no " + end + " where one must be");
            }
            text.append(character);
        }
        return text.toString();
    }

    /** A length, a count or a place; never more than there are bytes. */
    int number(char end) throws PhpUnreadableException {
        String digits = until(end, 10);
        if (!digits.matches("0|[1-9][0-9]{0,6}")) {
            throw refused("holds a length that is none");
        }
        return Integer.parseInt(digits);
    }

    /** A text of so many bytes between two quotes. */
    String quoted(int length) throws PhpUnreadableException {
        expect('"');
        if (length > bytes.length - at) {
            throw refused("ends too early");
        }
        ByteBuffer part = ByteBuffer.wrap(bytes, at, length);
        at += length;
        expect('"');
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(part).toString();
        } catch (CharacterCodingException e) {
            throw refused("holds a text that is not UTF-8");
        }
    }

    PhpUnreadableException refused(String what) {
        return new PhpUnreadableException(what + " at byte " + at);
    }
}
