package org.moodlegateway.localshop;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * The values read so far, numbered as PHP numbers them, for those that come later and only say
 * which earlier one they are.
 */
final class PhpSlots {
    private final List<JsonNode> values = new ArrayList<>();

    /** How many values each is, with all that is in it. */
    private final List<Integer> weights = new ArrayList<>();

    private final int most;
    private int total;

    PhpSlots(int most) {
        this.most = most;
    }

    JsonNode keep(JsonNode value) throws PhpUnreadableException {
        return close(open(), value);
    }

    /** Takes the next number for a value that is still to be read. */
    int open() throws PhpUnreadableException {
        add(1);
        values.add(null);
        weights.add(total);
        return values.size() - 1;
    }

    JsonNode close(int slot, JsonNode value) {
        values.set(slot, value);
        weights.set(slot, total - weights.get(slot) + 1);
        return value;
    }

    /** The same variable again, which has no number of its own. */
    JsonNode variable(int number) throws PhpUnreadableException {
        if (number < 1 || number > values.size() || values.get(number - 1) == null) {
            throw new PhpUnreadableException("refers to a value that is not there");
        }
        add(weights.get(number - 1));
        return values.get(number - 1);
    }

    /** The same object again, under a number of its own. */
    JsonNode object(int number) throws PhpUnreadableException {
        int before = total;
        JsonNode value = variable(number);
        values.add(value);
        weights.add(total - before);
        return value;
    }

    private void add(int weight) throws PhpUnreadableException {
        total += weight;
        if (total > most) {
            throw new PhpUnreadableException("holds more than " + most + " values");
        }
    }
}
