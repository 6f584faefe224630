package org.moodlegateway.orders;

import static java.util.Comparator.comparing;
import static java.util.Comparator.comparingInt;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.moodlegateway.ledger.SeatRow;
import org.moodlegateway.seat.SeatState;

/**
 * What a newer plan changes in the seats of one line. Pure.
 *
 * <p>A seat that may have reached Moodle, or that somebody assigned, keeps its person. People who
 * sit stay seated; new ones take the place with their number if it is free, else the first free
 * one. A line that shrinks gives up unassigned seats first, then those of people whom the newer
 * event doesn't name, then the last ones.
 */
final class SeatChanges {
    private final Map<Integer, SeatRow> seats = new HashMap<>();
    private final List<SeatRow> planned;

    private SeatChanges(List<SeatRow> stored, List<SeatRow> planned) {
        stored.forEach(seat -> seats.put(seat.number(), seat));
        this.planned = planned;
    }

    /**
     * The rows to write: stored ones that changed, and new ones (id 0). Both lists hold one line
     * and one kind only.
     */
    static List<SeatRow> of(List<SeatRow> stored, List<SeatRow> planned) {
        SeatChanges changes = new SeatChanges(stored, planned);
        changes.cancelSurplus();
        Set<String> seated = changes.seated();
        Set<Integer> opened = changes.open();
        changes.seat(seated, opened);
        Set<SeatRow> before = new HashSet<>(stored);
        return changes.seats.values().stream()
                .filter(seat -> !before.contains(seat))
                .sorted(comparingInt(SeatRow::number))
                .toList();
    }

    private void cancelSurplus() {
        Set<String> wanted = wanted();
        List<SeatRow> candidates =
                live().stream()
                        .sorted(
                                comparing((SeatRow seat) -> seat.state() != SeatState.UNASSIGNED)
                                        .thenComparing(seat -> wanted.contains(seat.personKey()))
                                        .thenComparing(comparingInt(SeatRow::number).reversed()))
                        .toList();
        int surplus = candidates.size() - planned.size();
        for (int i = 0; i < surplus; i++) {
            put(candidates.get(i).cancelled());
        }
    }

    private Set<String> wanted() {
        Set<String> wanted = new HashSet<>();
        planned.stream().filter(SeatRow::named).forEach(seat -> wanted.add(seat.personKey()));
        return wanted;
    }

    /**
     * Keys of the planned people who sit already, each on a seat that no newer plan takes from
     * them.
     */
    private Set<String> seated() {
        Set<String> wanted = wanted();
        Set<String> seated = new HashSet<>();
        for (SeatRow seat : live()) {
            if (seat.named()
                    && (!seat.free() || wanted.contains(seat.personKey()))
                    && seated.add(seat.personKey())) {
                refreshName(seat);
            }
        }
        return seated;
    }

    private void refreshName(SeatRow seat) {
        planned.stream()
                .filter(
                        plan ->
                                plan.personKey().equals(seat.personKey())
                                        && seat.free()
                                        && plan.named())
                .findFirst()
                .ifPresent(plan -> put(seat.plannedAs(plan)));
    }

    /** Opens places until there are as many as planned: cancelled numbers come back first. */
    private Set<Integer> open() {
        Set<Integer> opened = new HashSet<>();
        int missing = planned.size() - live().size();
        for (int number = 1; missing > 0; number++) {
            SeatRow there = seats.get(number);
            if (there == null || !there.live()) {
                opened.add(number);
                missing--;
            }
        }
        return opened;
    }

    private void seat(Set<String> seated, Set<Integer> opened) {
        Set<Integer> taken = new HashSet<>();
        live().stream()
                .filter(seat -> seat.named() && seated.contains(seat.personKey()))
                .forEach(seat -> taken.add(seat.number()));
        List<SeatRow> unnamed = new ArrayList<>();
        for (SeatRow plan : planned) {
            if (!plan.named()) {
                unnamed.add(plan);
            } else if (seated.add(plan.personKey())) {
                take(plan, taken, opened);
            }
        }
        for (SeatRow plan : unnamed) {
            take(plan, taken, opened);
        }
        leaveRest(taken, opened);
    }

    private void take(SeatRow plan, Set<Integer> taken, Set<Integer> opened) {
        int number =
                usable(plan.number(), taken, opened) ? plan.number() : firstUsable(taken, opened);
        if (number > 0) {
            taken.add(number);
            SeatRow there = seats.get(number);
            put(there == null ? plan.numbered(number) : there.plannedAs(plan));
        }
    }

    private int firstUsable(Set<Integer> taken, Set<Integer> opened) {
        int most =
                Math.max(
                        seats.keySet().stream().mapToInt(Integer::intValue).max().orElse(0),
                        opened.stream().mapToInt(Integer::intValue).max().orElse(0));
        for (int number = 1; number <= most; number++) {
            if (usable(number, taken, opened)) {
                return number;
            }
        }
        return 0;
    }

    private boolean usable(int number, Set<Integer> taken, Set<Integer> opened) {
        SeatRow there = seats.get(number);
        return !taken.contains(number)
                && (opened.contains(number) || (there != null && there.free()));
    }

    /** Places that nobody of the plan took: the ones who left make room. */
    private void leaveRest(Set<Integer> taken, Set<Integer> opened) {
        SeatRow pattern = planned.isEmpty() ? null : planned.get(0);
        for (SeatRow seat : List.copyOf(live())) {
            if (pattern != null && seat.free() && seat.named() && !taken.contains(seat.number())) {
                put(seat.plannedAs(pattern.empty()));
            }
        }
        for (int number : opened) {
            if (pattern != null && !taken.contains(number)) {
                SeatRow there = seats.get(number);
                SeatRow empty = pattern.empty();
                put(there == null ? empty.numbered(number) : there.plannedAs(empty));
            }
        }
    }

    private List<SeatRow> live() {
        return seats.values().stream()
                .filter(SeatRow::live)
                .sorted(comparingInt(SeatRow::number))
                .toList();
    }

    private void put(SeatRow seat) {
        seats.put(seat.number(), seat);
    }
}
