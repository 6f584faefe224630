package org.moodlegateway;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.moodlegateway.KillOrders.Takes;
import org.moodlegateway.notice.Receiver.Call;

/**
 * What Moodle shows, what it was made to do, and what the shop was told, against what was ordered;
 * in words, one for each fault.
 *
 * @param lost enrolments that are not there
 * @param doubled accounts, enrolments and removals that were made more than once
 * @param wrong enrolments that should not be there, or with other roles, dates or state
 * @param takenWrongly access or roles that went, be it for a moment, and should not have
 * @param untold orders of which the shop was not told how many seats are ready, with what it was
 *     told
 * @param retold notices whose repeats don't carry the same id, or ids of two notices
 * @param repeats how many calls repeated one that had been answered
 */
record KillJudge(
        List<String> lost,
        List<String> doubled,
        List<String> wrong,
        List<String> takenWrongly,
        List<String> untold,
        List<String> retold,
        int notices,
        int repeats) {

    private static final Set<String> ONCE =
            Set.of("user-created", "enrolment-created", "enrolment-removed");

    static KillJudge of(
            KillOrders orders, Map<String, String> shown, JsonNode journal, List<Call> calls) {
        List<String> lost = new ArrayList<>();
        List<String> wrong = new ArrayList<>();
        Map<String, String> expected = orders.expected();
        expected.forEach(
                (key, enrolment) -> {
                    if (!shown.containsKey(key)) {
                        lost.add(key);
                    } else if (!shown.get(key).equals(enrolment)) {
                        wrong.add(key + ": " + shown.get(key) + " and not " + enrolment);
                    }
                });
        shown.forEach(
                (key, enrolment) -> {
                    if (!expected.containsKey(key)) {
                        wrong.add(key + ": " + enrolment + " and not none");
                    }
                });
        Map<String, Set<String>> ids = ids(calls);
        return new KillJudge(
                lost,
                doubled(journal),
                wrong,
                takenWrongly(orders, journal),
                untold(orders, calls),
                retold(orders, ids),
                ids.size(),
                calls.size() - ids.size());
    }

    private static List<String> doubled(JsonNode journal) {
        Map<String, Integer> made = new TreeMap<>();
        for (JsonNode effect : journal) {
            String kind = effect.path("kind").asText();
            if (ONCE.contains(kind)) {
                String who = effect.path("about").path("username").asText();
                String course = effect.path("about").path("course").asText();
                made.merge(kind + " " + who + " " + course, 1, Integer::sum);
            }
        }
        return made.entrySet().stream()
                .filter(entry -> entry.getValue() > 1)
                .map(entry -> entry.getKey() + " " + entry.getValue() + " times")
                .toList();
    }

    private static List<String> takenWrongly(KillOrders orders, JsonNode journal) {
        Set<String> rightly = new TreeSet<>();
        orders.losing(Takes.ACCESS).forEach(key -> rightly.add("suspended " + key));
        orders.losing(Takes.ROLE).forEach(key -> rightly.add("without teacher " + key));
        for (String key : orders.losing(Takes.ENROLMENT)) {
            rightly.add("removed " + key);
            rightly.add("without student " + key);
        }
        Set<String> taken = new TreeSet<>();
        for (JsonNode effect : journal) {
            taken(effect).ifPresent(taken::add);
        }
        taken.removeAll(rightly);
        return List.copyOf(taken);
    }

    private static Optional<String> taken(JsonNode effect) {
        JsonNode about = effect.path("about");
        String key = about.path("username").asText() + " " + about.path("course").asText();
        return switch (effect.path("kind").asText()) {
            case "enrolment-removed" -> Optional.of("removed " + key);
            case "role-unassigned" ->
                    Optional.of("without " + about.path("role").asText() + " " + key);
            default ->
                    about.path("suspended").asBoolean()
                            ? Optional.of("suspended " + key)
                            : Optional.empty();
        };
    }

    /** Orders of which the shop was not told that all that is left of them is there. */
    static List<String> untold(KillOrders orders, List<Call> calls) {
        Map<String, Integer> untold = orders.left();
        for (Call call : calls) {
            JsonNode data = call.json().path("data");
            String order = data.path("order").asText();
            String ready = "(" + untold.get(order) + ")";
            if (call.json().path("type").asText().equals("line-fulfilled")
                    && data.path("text").asText().contains(ready)) {
                untold.remove(order);
            }
        }
        return untold.keySet().stream().map(order -> order + " " + told(order, calls)).toList();
    }

    /** What the shop was told of an order, in the order of the calls. */
    private static List<String> told(String order, List<Call> calls) {
        return calls.stream()
                .map(Call::json)
                .filter(told -> told.path("data").path("order").asText().equals(order))
                .map(
                        told ->
                                told.path("type").asText()
                                        + ": "
                                        + told.path("data").path("text").asText())
                .toList();
    }

    /** By what was told, the ids under which that came; a fact is noted once, at one time. */
    private static Map<String, Set<String>> ids(List<Call> calls) {
        Map<String, Set<String>> ids = new TreeMap<>();
        for (Call call : calls) {
            JsonNode told = call.json();
            String fact =
                    told.path("data").path("order").asText()
                            + " "
                            + told.path("type").asText()
                            + " "
                            + told.path("timestamp").asText();
            ids.computeIfAbsent(fact, first -> new TreeSet<>()).add(call.header("webhook-id"));
        }
        return ids;
    }

    private static List<String> retold(KillOrders orders, Map<String, Set<String>> ids) {
        List<String> faults = new ArrayList<>();
        Map<String, String> facts = new TreeMap<>();
        Map<String, Integer> told = new TreeMap<>();
        ids.forEach(
                (fact, under) -> {
                    if (under.size() != 1 || under.contains("")) {
                        faults.add(fact + " under " + under);
                    }
                    under.forEach(
                            id -> {
                                String other = facts.put(id, fact);
                                if (other != null) {
                                    faults.add(id + " of " + other + " and " + fact);
                                }
                            });
                    told.merge(fact.substring(0, fact.indexOf(' ')), 1, Integer::sum);
                });
        told.forEach(
                (order, times) -> {
                    if (times > orders.tellable(order)) {
                        faults.add(order + " told of " + times + " times under other ids");
                    }
                });
        return faults;
    }

    @Override
    public String toString() {
        return "lost "
                + lost.size()
                + ", doubled "
                + doubled.size()
                + ", wrong "
                + wrong.size()
                + ", taken wrongly "
                + takenWrongly.size()
                + ", notices "
                + notices
                + ", untold "
                + untold.size()
                + ", repeated "
                + repeats
                + ", under another id "
                + retold.size();
    }
}
