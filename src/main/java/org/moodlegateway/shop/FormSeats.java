package org.moodlegateway.shop;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Gives the answers of one form to seats. A label with a number says which; the same label again
 * fills the next seat; an answer with several addresses is several people.
 */
final class FormSeats {
    private static final Set<String> NAMES = Set.of("name", "firstName", "lastName", "person");

    private final List<FormAnswer> answers;

    /** By seat and field. */
    private final TreeMap<Integer, Map<String, FormAnswer>> seats = new TreeMap<>();

    private final Set<String> asked = new HashSet<>();

    FormSeats(List<FormAnswer> answers) {
        this.answers = answers;
        answers.stream()
                .filter(answer -> !answer.asksForSomeName())
                .forEach(answer -> asked.addAll(answer.asked().keySet()));
    }

    /** Those whom the form names, in the order of their seats. */
    List<NamedPerson> people() {
        answers.forEach(this::placeNumbered);
        int last = 0;
        for (Map<String, FormAnswer> group : unnumbered()) {
            last = place(group, last + 1);
        }
        List<NamedPerson> people = new ArrayList<>();
        seats.values().forEach(seat -> people.addAll(people(seat)));
        return withoutRepeated(people);
    }

    /** A number that comes again is somebody else's, unless it says the same. */
    private void placeNumbered(FormAnswer answer) {
        answer.asked()
                .forEach(
                        (asked, number) -> {
                            String field = field(answer, asked);
                            if (number > 0 && answer.says(field)) {
                                int seat = number;
                                while (isTaken(seat, field, answer)) {
                                    seat++;
                                }
                                seat(seat).putIfAbsent(field, answer);
                                answer.use();
                            }
                        });
    }

    private boolean isTaken(int seat, String field, FormAnswer answer) {
        FormAnswer there = seats.getOrDefault(seat, Map.of()).get(field);
        return there != null && !there.value().equalsIgnoreCase(answer.value());
    }

    private Map<String, FormAnswer> seat(int number) {
        return seats.computeIfAbsent(number, first -> new LinkedHashMap<>());
    }

    /** Where none of the group's fields is taken yet. */
    private int place(Map<String, FormAnswer> group, int from) {
        int seat = from;
        while (!Collections.disjoint(seats.getOrDefault(seat, Map.of()).keySet(), group.keySet())) {
            seat++;
        }
        Map<String, FormAnswer> there = seat(seat);
        group.forEach(
                (field, answer) -> {
                    if (answer.says(field)) {
                        there.put(field, answer);
                        answer.use();
                    }
                });
        return seat;
    }

    /**
     * Answers without a number, by person. Where each label comes equally often, its first answers
     * are the first person's; else a person ends where a field comes again.
     */
    private List<Map<String, FormAnswer>> unnumbered() {
        Map<String, List<FormAnswer>> byField = new LinkedHashMap<>();
        List<Map<String, FormAnswer>> inOrder = new ArrayList<>();
        for (FormAnswer answer : answers) {
            answer.asked()
                    .forEach(
                            (asked, number) -> {
                                if (number == 0) {
                                    String field = field(answer, asked);
                                    byField.computeIfAbsent(field, one -> new ArrayList<>())
                                            .add(answer);
                                    if (inOrder.isEmpty() || last(inOrder).containsKey(field)) {
                                        inOrder.add(new LinkedHashMap<>());
                                    }
                                    last(inOrder).put(field, answer);
                                }
                            });
        }
        long counts = byField.values().stream().map(List::size).distinct().count();
        return counts == 1 ? columns(byField) : inOrder;
    }

    private static <T> T last(List<T> list) {
        return list.get(list.size() - 1);
    }

    private static List<Map<String, FormAnswer>> columns(Map<String, List<FormAnswer>> byField) {
        List<Map<String, FormAnswer>> groups = new ArrayList<>();
        byField.forEach(
                (field, answers) -> {
                    for (int i = 0; i < answers.size(); i++) {
                        if (groups.size() <= i) {
                            groups.add(new LinkedHashMap<>());
                        }
                        groups.get(i).put(field, answers.get(i));
                    }
                });
        return groups;
    }

    /** The half of a name that no other label asks for, else the whole. */
    private String field(FormAnswer answer, String field) {
        if (!answer.asksForSomeName()) {
            return field;
        }
        boolean first = asked.contains("firstName");
        boolean last = asked.contains("lastName");
        return first == last ? field : first ? "lastName" : "firstName";
    }

    private static List<NamedPerson> people(Map<String, FormAnswer> seat) {
        if (seat.keySet().stream().allMatch("role"::equals)) {
            return List.of();
        }
        String key = seat.containsKey("email") ? "email" : "person";
        List<NamedAddress> addresses =
                seat.containsKey(key) ? NamedAddress.in(seat.get(key).value()) : List.of();
        if (addresses.size() > 1) {
            return several(seat, key, addresses);
        }
        Map<String, String> fields = new LinkedHashMap<>();
        seat.forEach((field, answer) -> fields.put(field, answer.value()));
        addresses.forEach(
                one -> {
                    if (key.equals("person")) {
                        fields.remove(key);
                    }
                    fields.put("email", one.email());
                    if (NAMES.stream().noneMatch(fields::containsKey) && !one.name().isEmpty()) {
                        fields.put("name", one.name());
                    }
                });
        return List.of(new NamedPerson(fields));
    }

    /** Names beside them are theirs if there are as many. */
    private static List<NamedPerson> several(
            Map<String, FormAnswer> seat, String key, List<NamedAddress> addresses) {
        List<Map<String, String>> people = new ArrayList<>();
        for (NamedAddress one : addresses) {
            Map<String, String> fields = new LinkedHashMap<>();
            fields.put("email", one.email());
            if (!one.name().isEmpty()) {
                fields.put("name", one.name());
            }
            people.add(fields);
        }
        seat.forEach(
                (field, answer) -> {
                    if (field.equals(key)) {
                        return;
                    }
                    String[] parts = answer.value().split("\\s*[,;\\n]\\s*");
                    for (int i = 0; i < people.size(); i++) {
                        if (field.equals("role")) {
                            people.get(i).put(field, answer.value());
                        } else if (NAMES.contains(field) && parts.length == people.size()) {
                            people.get(i).put(field, parts[i]);
                        }
                    }
                });
        return people.stream().map(NamedPerson::new).toList();
    }

    /** Who is asked to type an address twice is one person. */
    private List<NamedPerson> withoutRepeated(List<NamedPerson> people) {
        boolean numbered =
                answers.stream()
                        .flatMap(answer -> answer.asked().values().stream())
                        .anyMatch(number -> number > 0);
        Set<String> seen = new HashSet<>();
        return numbered
                ? people
                : people.stream()
                        .filter(
                                one ->
                                        one.email().isEmpty()
                                                || seen.add(one.email().toLowerCase(Locale.ROOT)))
                        .toList();
    }
}
