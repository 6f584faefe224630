package org.moodlegateway.shop;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import org.moodlegateway.order.Texts;

/** Texts and numbers of a shop, whichever of the two they came as. */
final class Scalars {
    /** More digits are no quantity, and no number that a shop counts with. */
    private static final int MAX_DIGITS = 32;

    private static final BigDecimal MOST = new BigDecimal(Integer.MAX_VALUE);

    private Scalars() {}

    static JsonNode text(JsonNode value) {
        String text = textOf(value);
        return text.isEmpty() ? NullNode.getInstance() : TextNode.valueOf(text);
    }

    /** Empty if there is none. An id that no double could hold keeps each of its digits. */
    static String textOf(JsonNode value) {
        if (value.isTextual()) {
            return Texts.strip(value.textValue());
        }
        if (value.isNumber()) {
            return plain(value);
        }
        return value.isBoolean() && value.booleanValue() ? "true" : "";
    }

    private static String plain(JsonNode number) {
        if (number.isIntegralNumber()) {
            return number.bigIntegerValue().toString();
        }
        double value = number.doubleValue();
        boolean finite = !Double.isNaN(value) && !Double.isInfinite(value);
        return finite ? number.decimalValue().toPlainString() : "";
    }

    static JsonNode whole(JsonNode value) {
        String text = textOf(value);
        if (!text.matches("[+-]?[0-9]+([.][0-9]*)?") || text.length() > MAX_DIGITS) {
            return NullNode.getInstance();
        }
        BigDecimal number = new BigDecimal(text);
        boolean whole = number.stripTrailingZeros().scale() <= 0;
        return whole && number.abs().compareTo(MOST) <= 0
                ? IntNode.valueOf(number.intValueExact())
                : NullNode.getInstance();
    }

    /** A value that is no list is a list of one. */
    static JsonNode isIn(JsonNode value, JsonNode list) {
        String text = textOf(value);
        boolean found = !text.isEmpty() && textOf(list).equals(text);
        for (JsonNode element : list) {
            found |= !text.isEmpty() && textOf(element).equals(text);
        }
        return BooleanNode.valueOf(found);
    }
}
