package org.moodlegateway.lives;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.moodlegateway.lives.Said.Line;
import org.moodlegateway.lives.Said.Named;
import org.moodlegateway.lives.Said.Says;

/**
 * What is to be thought of one order after all that was heard of it, kept apart from how the
 * gateway does it: everything heard, sorted by its stamp.
 *
 * <p>Readings of what the rules leave open:
 *
 * <ul>
 *   <li>Of equal stamps placed is before paid before refunded and cancelled; of the same status
 *       what was recorded later is the newer.
 *   <li>An event that leaves out who sits on a line, or how many of it are refunded, takes that
 *       from the newest event before it that had a line of this id and product, and said it,
 *       whichever came first. An event between that had lines but not this one ends it: then nobody
 *       can say who sits there, and anybody who was ever named is right.
 *   <li>A paid or placed event without lines is refused, and so was never heard.
 *   <li>The purchase date is that of the first paid event that was the newest when it came.
 *   <li>Refunded places are the last ones: of three named people and one refund the first two sit.
 *   <li>Somebody whose address nobody can use sits nowhere; whoever they replace may stay or go.
 *   <li>Who is named twice on a line sits once, and the other seat is free.
 * </ul>
 */
final class OrderModel {
    private final List<Said> heard = new ArrayList<>();
    private final Map<String, Given> given = new HashMap<>();
    private final Map<String, Integer> emptied = new HashMap<>();
    private final Map<String, Set<String>> everNamed = new HashMap<>();
    private Map<Ware, Integer> counts = Map.of();
    private Set<String> watched = Set.of();
    private final Map<String, Integer> cancelled = new HashMap<>();
    private Optional<Long> purchased = Optional.empty();

    /** Somebody whom an administrator put on a seat. */
    private record Given(String course, String person) {}

    /** Somebody who is to be in a course; an end of 0 is none. */
    record Want(Set<String> roles, long start, long end, int seats) {}

    /** What the newest event wants in one course. */
    static final class Pool {
        final Map<String, Want> wanted = new TreeMap<>();
        final Set<Ware> wares = new HashSet<>();
        int seats;
        int watchers;
        String watcher = "";
        int unsaid;
        int unusable;
        boolean unready;

        private void want(String person, String role, long start, long end) {
            Want before = wanted.get(person);
            if (before == null) {
                wanted.put(person, new Want(Set.of(role), start, end, 1));
                return;
            }
            Set<String> roles = new HashSet<>(before.roles);
            roles.add(role);
            long last = before.end == 0 || end == 0 ? 0 : Math.max(before.end, end);
            wanted.put(
                    person, new Want(roles, Math.min(start, before.start), last, before.seats + 1));
        }
    }

    /** A line with everything that can be known of it. */
    private record Known(Line line, int paid, List<Named> people) {}

    void hear(Said said) {
        if (said.lines() == null && said.status().alive()) {
            return;
        }
        boolean newest = heard.stream().noneMatch(other -> other.newerThan(said));
        heard.add(said);
        if (newest && said.status() == Says.PAID && purchased.isEmpty()) {
            purchased = Optional.of(said.paidSeconds());
        }
        noteNames(said);
        countAgain();
    }

    private void noteNames(Said said) {
        if (said.lines() != null) {
            for (Line line : said.lines()) {
                Set<String> names =
                        everNamed.computeIfAbsent(line.ware().course(), first -> new HashSet<>());
                names.add(said.buyer());
                if (line.people() != null) {
                    line.people().forEach(named -> names.add(named.person()));
                }
            }
        }
    }

    /** Notes how many places of each product, and of the buyer, were lost with this event. */
    private void countAgain() {
        Map<Ware, Integer> now = new EnumMap<>(Ware.class);
        if (status().map(status -> status == Says.PAID).orElse(false)) {
            for (Known known : lines()) {
                int seats = known.line.ware().countsSeats() ? known.paid : Math.min(1, known.paid);
                now.merge(known.line.ware(), seats, Integer::sum);
            }
        }
        counts.forEach(
                (ware, before) -> {
                    int lost = before - now.getOrDefault(ware, 0);
                    if (lost > 0) {
                        cancelled.merge(ware.course(), lost, Integer::sum);
                    }
                });
        counts = now;
        Set<String> watchedNow = new HashSet<>();
        pools().forEach(
                        (course, pool) -> {
                            if (pool.watchers > 0) {
                                watchedNow.add(course);
                            }
                        });
        watched.stream()
                .filter(course -> !watchedNow.contains(course))
                .forEach(course -> cancelled.merge(course, 1, Integer::sum));
        watched = watchedNow;
    }

    /** A seat is known by its reference, whichever line it stands on. */
    void gave(String seat, String course, String person) {
        given.put(seat, new Given(course, person));
    }

    void emptied(String seat, String course) {
        given.remove(seat);
        emptied.merge(course, 1, Integer::sum);
    }

    boolean isGiven(String course, String person) {
        return given.containsValue(new Given(course, person));
    }

    int emptied(String course) {
        return emptied.getOrDefault(course, 0);
    }

    boolean everNamed(String course, String person) {
        return everNamed.getOrDefault(course, Set.of()).contains(person);
    }

    /** Whether anybody was put on a seat by hand, or taken off one. */
    boolean touchedByHand() {
        return !given.isEmpty() || !emptied.isEmpty();
    }

    /** Places of a course that were lost since it was looked at. */
    int cancelled(String course) {
        return cancelled.getOrDefault(course, 0);
    }

    void lookedAt() {
        cancelled.clear();
    }

    Optional<Says> status() {
        return newest().map(Said::status);
    }

    private Optional<Said> newest() {
        return Optional.ofNullable(heard.isEmpty() ? null : inTime().get(heard.size() - 1));
    }

    /** By stamp; what is equal stays as it was recorded. */
    private List<Said> inTime() {
        return heard.stream().sorted((Comparator<Said>) Said::compare).toList();
    }

    private List<Known> lines() {
        List<Said> all = inTime();
        int at = all.size() - 1;
        if (at < 0 || all.get(at).lines() == null) {
            return List.of();
        }
        return all.get(at).lines().stream().map(line -> known(all, at, line)).toList();
    }

    private static Known known(List<Said> all, int from, Line line) {
        List<Named> people = line.people();
        Integer refunded = line.refunded();
        boolean lookForPeople = people == null;
        boolean lookForRefunds = refunded == null;
        for (int at = from - 1; at >= 0 && (lookForPeople || lookForRefunds); at--) {
            if (all.get(at).lines() == null) {
                continue;
            }
            Optional<Line> there =
                    all.get(at).lines().stream()
                            .filter(one -> one.id().equals(line.id()) && one.ware() == line.ware())
                            .findFirst();
            if (lookForPeople && (there.isEmpty() || there.get().people() != null)) {
                people = there.map(Line::people).orElse(null);
                lookForPeople = false;
            }
            if (lookForRefunds && (there.isEmpty() || there.get().refunded() != null)) {
                refunded = there.map(Line::refunded).orElse(null);
                lookForRefunds = false;
            }
        }
        int paid = line.quantity() - (refunded == null ? 0 : refunded);
        return new Known(line, Math.max(0, paid), people);
    }

    /** Whether something was paid for that nobody can be given yet. */
    boolean waitsForProducts() {
        return status().filter(status -> status == Says.PAID).isPresent()
                && lines().stream()
                        .anyMatch(known -> known.line.ware() == Ware.NOPE && known.paid > 0);
    }

    /** By course; without courses in which nobody is wanted. */
    Map<String, Pool> pools() {
        Map<String, Pool> pools = new TreeMap<>();
        Optional<Said> newest = newest();
        if (newest.isEmpty() || !newest.get().status().alive()) {
            return pools;
        }
        boolean paid = newest.get().status() == Says.PAID;
        for (Known known : lines()) {
            Ware ware = known.line.ware();
            if (ware == Ware.NOPE || known.paid == 0) {
                continue;
            }
            if (ware.watched()) {
                help(pools, newest.get().buyer());
            }
            if (paid) {
                sell(pool(pools, ware.course()), known, newest.get().buyer());
            }
        }
        return pools;
    }

    private static Pool pool(Map<String, Pool> pools, String course) {
        return pools.computeIfAbsent(course, first -> new Pool());
    }

    private static void help(Map<String, Pool> pools, String buyer) {
        Pool help = pool(pools, Ware.HELP);
        if (help.wanted.isEmpty()) {
            help.watchers = 1;
            help.watcher = buyer;
            help.want(buyer, "student", Said.placedSeconds(), 0);
        }
    }

    private void sell(Pool pool, Known known, String buyer) {
        Ware ware = known.line.ware();
        long start = purchased.orElseThrow();
        long end = ware.days() == 0 ? 0 : start + ware.days() * 86_400L;
        pool.wares.add(ware);
        if (ware.watched() && pool.watchers == 0) {
            pool.watchers = 1;
            pool.watcher = buyer;
            pool.want(buyer, Ware.SUPERVISOR, start, end);
        }
        int seats = ware.countsSeats() ? known.paid : 1;
        pool.seats += seats;
        List<Named> people = known.people;
        if (!ware.countsSeats() && (people == null || people.isEmpty())) {
            people = List.of(new Named(buyer, ""));
        }
        if (people == null) {
            pool.unsaid += seats;
            return;
        }
        Set<String> here = new HashSet<>();
        for (Named named : people.subList(0, Math.min(seats, people.size()))) {
            if (named.person().startsWith("x") || !here.add(named.person())) {
                pool.unready = true;
                pool.unusable += named.person().startsWith("x") ? 1 : 0;
            } else {
                String role = named.role().isEmpty() ? ware.role() : named.role();
                pool.want(named.person(), role, start, end);
            }
        }
    }
}
