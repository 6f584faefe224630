package org.moodlegateway.localshop;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;

/**
 * Reads one value of PHP's {@code serialize}, and everything in it. Takes null, bool, int, float,
 * string, array and object; refuses enums, classes that write themselves, references to what is not
 * whole yet, keys that stand twice, numbers that JSON doesn't have, and whatever is too deep or too
 * much. A value that is referred to counts each time, so what comes out is never larger than the
 * limit.
 */
final class PhpReader {
    static final int MAX_DEPTH = 32;
    static final int MAX_VALUES = 50_000;

    private static final int MAX_NUMBER = 40;
    private static final int MAX_CLASS_NAME = 255;

    private final PhpBytes bytes;
    private final PhpSlots slots = new PhpSlots(MAX_VALUES);

    private PhpReader(byte[] serialized) {
        this.bytes = new PhpBytes(serialized);
    }

    static JsonNode read(byte[] serialized) throws PhpUnreadableException {
        if (serialized.length > PhpData.MAX_BYTES) {
            throw new PhpUnreadableException("has more than " + PhpData.MAX_BYTES + " bytes");
        }
        PhpReader reader = new PhpReader(serialized);
        JsonNode value = reader.value(0);
        reader.bytes.end();
        return value;
    }

    private JsonNode value(int depth) throws PhpUnreadableException {
        if (depth > MAX_DEPTH) {
            throw bytes.refused("is nested deeper than " + MAX_DEPTH);
        }
        char type = bytes.next();
        return switch (type) {
            case 'N' -> {
                bytes.expect(';');
                yield slots.keep(NullNode.getInstance());
            }
            case 'b' -> slots.keep(bool());
            case 'i' -> slots.keep(whole());
            case 'd' -> slots.keep(decimal());
            case 's' -> slots.keep(text());
            case 'a' -> array(depth);
            case 'O' -> object(depth);
            case 'R' -> slots.variable(slot());
            case 'r' -> slots.object(slot());
            case 'C' -> throw bytes.refused("holds a class that writes itself");
            case 'E' -> throw bytes.refused("holds an enum");
            default -> throw bytes.refused("holds no value that is known");
        };
    }

    private JsonNode bool() throws PhpUnreadableException {
        bytes.expect(':');
        String digit = bytes.until(';', 1);
        if (!digit.equals("0") && !digit.equals("1")) {
            throw bytes.refused("holds a bool that is neither 0 nor 1");
        }
        return BooleanNode.valueOf(digit.equals("1"));
    }

    private LongNode whole() throws PhpUnreadableException {
        bytes.expect(':');
        String digits = bytes.until(';', MAX_NUMBER);
        if (!digits.matches("-?(0|[1-9][0-9]{0,18})")) {
            throw bytes.refused("holds an int that is none");
        }
        try {
            return LongNode.valueOf(Long.parseLong(digits));
        } catch (NumberFormatException e) {
            throw bytes.refused("holds an int of more than 64 bits");
        }
    }

    private JsonNode decimal() throws PhpUnreadableException {
        bytes.expect(':');
        String digits = bytes.until(';', MAX_NUMBER);
        if (!digits.matches("-?[0-9]{1,30}(\\.[0-9]{1,30})?([Ee][+-]?[0-9]{1,3})?")) {
            throw bytes.refused("holds a float that is no number");
        }
        return DecimalNode.valueOf(new BigDecimal(digits));
    }

    private TextNode text() throws PhpUnreadableException {
        bytes.expect(':');
        String text = bytes.quoted(bytes.number(':'));
        bytes.expect(';');
        return TextNode.valueOf(text);
    }

    private JsonNode array(int depth) throws PhpUnreadableException {
        bytes.expect(':');
        return members(bytes.number(':'), depth);
    }

    /** Whatever its class is called: its properties are data, and data is all that is read. */
    private JsonNode object(int depth) throws PhpUnreadableException {
        bytes.expect(':');
        int length = bytes.number(':');
        if (length == 0 || length > MAX_CLASS_NAME) {
            throw bytes.refused("holds an object whose class has no name, or too long a one");
        }
        bytes.quoted(length);
        bytes.expect(':');
        return members(bytes.number(':'), depth);
    }

    private JsonNode members(int count, int depth) throws PhpUnreadableException {
        ObjectNode members = JsonNodeFactory.instance.objectNode();
        int slot = slots.open();
        bytes.expect('{');
        for (int i = 0; i < count; i++) {
            String key = key();
            if (members.has(key)) {
                throw bytes.refused("holds a key twice");
            }
            members.set(key, value(depth + 1));
        }
        bytes.expect('}');
        return slots.close(slot, members);
    }

    /** Without the class that PHP puts before the name of a property that is not public. */
    private String key() throws PhpUnreadableException {
        char type = bytes.next();
        if (type == 'i') {
            return whole().asText();
        }
        if (type != 's') {
            throw bytes.refused("holds a key that is neither int nor string");
        }
        String key = text().textValue();
        return key.startsWith("\0") ? key.substring(key.lastIndexOf('\0') + 1) : key;
    }

    private int slot() throws PhpUnreadableException {
        bytes.expect(':');
        return bytes.number(';');
    }
}
