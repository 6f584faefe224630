package org.moodlegateway.moodle;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.moodlegateway.ledger.Claim;
import org.moodlegateway.ledger.PersonRow;
import org.moodlegateway.ledger.Result;
import org.moodlegateway.ledger.Work;

/**
 * Claimed work on its way through Moodle: the message of the sending route. What is settled on the
 * way leaves {@code open}.
 *
 * @param open work that goes on, sorted by course and person
 * @param results what became of the rest
 */
public record Batch(Claim claim, Instant startedAt, List<Work> open, Map<Work, Result> results) {
    public Batch {
        open = List.copyOf(open);
        results = Map.copyOf(results);
    }

    static Batch of(Claim claim, Instant startedAt) {
        return new Batch(claim, startedAt, claim.work(), Map.of());
    }

    /** Whether nothing was due. */
    public boolean isEmpty() {
        return claim.isEmpty();
    }

    /** The same with other open work, one for one. */
    Batch with(List<Work> work) {
        return new Batch(claim, startedAt, work, results);
    }

    Batch with(Claim prolonged) {
        return new Batch(prolonged, startedAt, open, results);
    }

    /** The same with some of the open work settled alike. */
    Batch settle(Collection<Work> settled, Result result) {
        Map<Work, Result> all = new LinkedHashMap<>();
        settled.forEach(work -> all.put(work, result));
        return settle(all);
    }

    Batch settle(Map<Work, Result> settled) {
        if (settled.isEmpty()) {
            return this;
        }
        Set<Long> gone = new HashSet<>();
        settled.keySet().forEach(work -> gone.add(work.entitlementId()));
        List<Work> left = new ArrayList<>(open);
        left.removeIf(work -> gone.contains(work.entitlementId()));
        Map<Work, Result> all = new LinkedHashMap<>(results);
        all.putAll(settled);
        return new Batch(claim, startedAt, left, all);
    }

    /** The people of open work. */
    List<PersonRow> people() {
        Map<Long, PersonRow> people = new LinkedHashMap<>();
        open.stream().map(Work::person).forEach(person -> people.putIfAbsent(person.id(), person));
        return List.copyOf(people.values());
    }

    /** Those of them whose account is not known. */
    List<PersonRow> withoutAccount() {
        return people().stream().filter(person -> person.account().isEmpty()).toList();
    }

    /** Those of the people whose work is still open. */
    List<PersonRow> present(List<PersonRow> people) {
        Set<Long> ids = new HashSet<>();
        open.forEach(work -> ids.add(work.person().id()));
        return people.stream().filter(person -> ids.contains(person.id())).toList();
    }

    /** The open work of these people. */
    List<Work> workOf(Collection<PersonRow> people) {
        Set<Long> ids = new HashSet<>();
        people.forEach(person -> ids.add(person.id()));
        return open.stream().filter(work -> ids.contains(work.person().id())).toList();
    }
}
