package org.moodlegateway.shop;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.moodlegateway.shop.UsualLabels.Asked;
import org.moodlegateway.shop.UsualLabels.Field;

/** One answer of a form: what its label asks for, and what was said. */
final class FormAnswer {
    private final String label;
    private final String value;
    private final Map<String, Integer> asked;
    private final Field usual;
    private boolean used;

    private FormAnswer(String label, String value, Map<String, Integer> asked, Field usual) {
        this.label = label;
        this.value = value;
        this.asked = asked;
        this.usual = usual;
    }

    /**
     * Reads one.
     *
     * @param labels by field, the patterns of labels
     * @param usual whether usual labels count too
     */
    static FormAnswer of(JsonNode answer, JsonNode labels, boolean usual) {
        List<String> keys = texts(answer.path("key"));
        String label =
                keys.stream()
                        .filter(key -> !key.startsWith("_"))
                        .findFirst()
                        .or(() -> keys.stream().findFirst())
                        .orElse("");
        String value = String.join("\n", texts(answer.path("value")));
        String field = Scalars.textOf(answer.path("field"));
        if (!field.isEmpty()) {
            return new FormAnswer(label, value, Map.of(field, 0), null);
        }
        for (String key : keys) {
            Map<String, Integer> asked = SeatKeys.seats(Label.of(key), labels);
            if (!asked.isEmpty()) {
                return new FormAnswer(label, value, asked, null);
            }
        }
        Optional<Asked> asked =
                usual
                        ? keys.stream().flatMap(key -> UsualLabels.find(key).stream()).findFirst()
                        : Optional.empty();
        return asked.map(one -> new FormAnswer(label, value, seats(one), one.field()))
                .orElseGet(() -> new FormAnswer(label, value, Map.of(), null));
    }

    /** A value may be a list, such as of ticked boxes. */
    private static List<String> texts(JsonNode value) {
        List<String> texts = new ArrayList<>();
        for (JsonNode one : value.isArray() ? value : List.of(value)) {
            String text = Scalars.textOf(one);
            if (!text.isEmpty()) {
                texts.add(text);
            }
        }
        return texts;
    }

    private static Map<String, Integer> seats(Asked asked) {
        String field =
                switch (asked.field()) {
                    case EMAIL -> "email";
                    case FIRST_NAME -> "firstName";
                    case LAST_NAME -> "lastName";
                    case NAME, SOME_NAME -> "name";
                    case ROLE -> "role";
                    case PERSON -> "person";
                };
        Map<String, Integer> seats = new LinkedHashMap<>();
        seats.put(field, asked.seat());
        return seats;
    }

    /** As the form calls it; may be empty. */
    String label() {
        return label;
    }

    /** Empty if nothing was said. */
    String value() {
        return value;
    }

    /** By field, the number of the seat; 0 where the label says none. */
    Map<String, Integer> asked() {
        return asked;
    }

    /** The same, where a label may mean a whole name or the half that no other label asks for. */
    boolean asksForSomeName() {
        return usual == Field.SOME_NAME;
    }

    /** What may be taken for this field: a name has letters, and a usual label is not enough. */
    boolean says(String field) {
        boolean person = usual != Field.PERSON || value.indexOf('@') >= 0 || value.contains(" ");
        return hasLetters() && person || (field.equals("email") && !value.isEmpty());
    }

    void use() {
        used = true;
    }

    boolean isUsed() {
        return used;
    }

    private boolean hasLetters() {
        return value.codePoints()
                .anyMatch(
                        one ->
                                Character.isLetter(one)
                                        || Character.getType(one) == Character.OTHER_SYMBOL);
    }

    /** Has a label of a person, or holds an address and is no field that the buyer never sees. */
    boolean looksLikePeople() {
        if (!hasLetters()) {
            return false;
        }
        return !asked.isEmpty() || (!label.startsWith("_") && !NamedAddress.in(value).isEmpty());
    }
}
