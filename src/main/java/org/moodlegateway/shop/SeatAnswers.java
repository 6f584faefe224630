package org.moodlegateway.shop;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Makes people of the answers of forms: jq's {@code seat_answers(how)}.
 *
 * <p>Its input is a list of forms that may say the same, best first: the first that names anybody
 * counts. A form is a list of answers {@code {"key": the label or several spellings of it, "value":
 * …}}, or {@code {"field": "email", …}} where no label has to be read. {@code how} is {@code
 * {"labels": the patterns by field, "usual": whether usual labels count too, "known": addresses
 * that are used elsewhere, "taken": whether anybody is to be named}}.
 *
 * <p>It gives {@code {"people": [{"email", "firstName", "lastName", "name", "person", "role"}],
 * "unused": [labels]}}: the labels of answers that look like people, for they contain an address or
 * have a label of a person, and were not used.
 */
final class SeatAnswers {
    private static final int LONGEST_LABEL = 100;

    private final JsonNode labels;
    private final boolean usual;
    private final boolean taken;
    private final Set<String> known = new HashSet<>();
    private final List<FormAnswer> all = new ArrayList<>();

    private SeatAnswers(JsonNode how) {
        this.labels = how.path("labels");
        this.usual = how.path("usual").asBoolean(true);
        this.taken = how.path("taken").asBoolean(true);
        how.path("known").forEach(address -> known.add(lower(Scalars.textOf(address))));
    }

    static JsonNode read(JsonNode forms, JsonNode how) {
        return new SeatAnswers(how).read(forms);
    }

    private JsonNode read(JsonNode forms) {
        List<NamedPerson> people = List.of();
        for (JsonNode form : forms) {
            List<FormAnswer> answers = answers(form);
            all.addAll(answers);
            if (taken && people.isEmpty()) {
                people = new FormSeats(answers).people();
            }
        }
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        ArrayNode list = result.putArray("people");
        people.forEach(person -> list.add(person.json()));
        result.set("unused", texts(unused(people)));
        return result;
    }

    private List<FormAnswer> answers(JsonNode form) {
        List<FormAnswer> answers = new ArrayList<>();
        for (JsonNode answer : form) {
            Steps.count();
            answers.add(FormAnswer.of(answer, labels, usual));
        }
        return answers;
    }

    private List<FormAnswer> unused(List<NamedPerson> people) {
        people.forEach(person -> known.add(lower(person.email())));
        Set<String> said = new HashSet<>();
        all.stream().filter(FormAnswer::isUsed).forEach(answer -> said.add(lower(answer.value())));
        return all.stream()
                .filter(answer -> !answer.isUsed() && answer.looksLikePeople())
                .filter(answer -> !said.contains(lower(answer.value())))
                .filter(answer -> !isKnown(NamedAddress.in(answer.value())))
                .toList();
    }

    private boolean isKnown(List<NamedAddress> addresses) {
        return !addresses.isEmpty()
                && addresses.stream().allMatch(one -> known.contains(lower(one.email())));
    }

    private static ArrayNode texts(Collection<FormAnswer> answers) {
        Set<String> labels = new LinkedHashSet<>();
        answers.forEach(answer -> labels.add(shown(answer.label())));
        ArrayNode texts = JsonNodeFactory.instance.arrayNode();
        labels.forEach(texts::add);
        return texts;
    }

    /** A label that is shown names nobody itself. */
    private static String shown(String label) {
        String text = label.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
        return text.isEmpty() || text.indexOf('@') >= 0
                ? "?"
                : text.codePoints()
                        .limit(LONGEST_LABEL)
                        .collect(
                                StringBuilder::new,
                                StringBuilder::appendCodePoint,
                                StringBuilder::append)
                        .toString();
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
