package org.moodlegateway.orders;

import static java.util.Comparator.comparing;
import static java.util.Comparator.comparingInt;
import static java.util.stream.Collectors.toCollection;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.moodlegateway.ledger.SeatRow;
import org.moodlegateway.seat.Offer;
import org.moodlegateway.seat.SeatState;

/**
 * Which stored seat stands for which place of a newer plan, of one kind, over the whole order. Pure
 * and total: every place gets a seat, and every live seat has a place or is left.
 *
 * <p>A line is its id and its product, so nothing is matched across products. Within a product
 * people who are named go before line ids, and these before order; what was sold alike, in the same
 * course for the same length, goes before what was not. Seats that move to another line go with
 * their reference, dates and people. Numbers run on within a line and are never given twice.
 */
final class SeatMatching {
    private final Map<String, TreeSet<Integer>> held = new HashMap<>();
    private final List<Match> matches = new ArrayList<>();
    private final List<SeatRow> left = new ArrayList<>();

    private SeatMatching() {}

    /**
     * A place of the plan and what stands for it.
     *
     * @param seat stored, where it stands from now on, live or not; or new, with id 0
     */
    record Match(SeatRow seat, SeatRow planned) {}

    /** Both lists hold one kind only. */
    static SeatMatching of(List<SeatRow> stored, List<SeatRow> planned) {
        SeatMatching matching = new SeatMatching();
        stored.forEach(seat -> matching.numbersOf(seat.line()).add(seat.number()));
        Stream.concat(planned.stream(), stored.stream())
                .map(SeatRow::product)
                .distinct()
                .forEach(
                        product ->
                                matching.new Pool(of(product, stored), of(product, planned))
                                        .match());
        return matching;
    }

    private static List<SeatRow> of(String product, List<SeatRow> seats) {
        return seats.stream()
                .filter(seat -> seat.product().equals(product))
                .collect(toCollection(ArrayList::new));
    }

    List<Match> matches() {
        return Collections.unmodifiableList(matches);
    }

    /** Live seats that the plan has no place for. */
    List<SeatRow> left() {
        return Collections.unmodifiableList(left);
    }

    private TreeSet<Integer> numbersOf(String line) {
        return held.computeIfAbsent(line, first -> new TreeSet<>());
    }

    /** The wanted number if nothing ever had it on that line, else the next one. */
    private SeatRow moved(SeatRow seat, String line, int wanted) {
        if (seat.line().equals(line)) {
            return seat;
        }
        TreeSet<Integer> numbers = numbersOf(line);
        int number = numbers.contains(wanted) ? numbers.last() + 1 : wanted;
        numbers.add(number);
        return seat.at(line, number);
    }

    /** Somewhere to sit; {@code row} is null for a new seat. */
    private record Spot(int number, SeatRow row, boolean opened) {
        boolean usable() {
            return opened || row.free();
        }
    }

    /** The seats and places of one product. */
    private final class Pool {
        private final List<SeatRow> rows;
        private final List<SeatRow> cancelled;
        private final List<SeatRow> places;

        Pool(List<SeatRow> stored, List<SeatRow> planned) {
            rows = stored.stream().filter(SeatRow::live).collect(toCollection(ArrayList::new));
            cancelled =
                    stored.stream()
                            .filter(seat -> !seat.live())
                            .collect(toCollection(ArrayList::new));
            places = planned;
        }

        void match() {
            matchPeople();
            Map<String, List<SeatRow>> byLine = new LinkedHashMap<>();
            places.forEach(
                    place ->
                            byLine.computeIfAbsent(place.line(), line -> new ArrayList<>())
                                    .add(place));
            Map<String, List<SeatRow>> chosen = choose(byLine);
            byLine.forEach((line, wanted) -> seat(line, chosen.get(line), wanted));
            left.addAll(rows);
        }

        private void stand(SeatRow seat, SeatRow place) {
            matches.add(new Match(seat, place));
            places.remove(place);
        }

        /** Who sits there already, first on the same line, and where the same was sold. */
        private void matchPeople() {
            Map<String, List<SeatRow>> sitting = new HashMap<>();
            rows.stream()
                    .filter(SeatRow::named)
                    .forEach(
                            row ->
                                    sitting.computeIfAbsent(
                                                    row.personKey(), key -> new ArrayList<>())
                                            .add(row));
            for (int care = 3; care >= 0; care--) {
                boolean sameSale = care >= 2;
                boolean sameLine = care % 2 == 1;
                for (SeatRow place : List.copyOf(places)) {
                    List<SeatRow> seats =
                            place.named()
                                    ? sitting.getOrDefault(place.personKey(), List.of())
                                    : List.of();
                    seats.stream()
                            .filter(row -> !sameSale || soldAlike(row, place))
                            .filter(row -> !sameLine || row.line().equals(place.line()))
                            .findFirst()
                            .ifPresent(
                                    row -> {
                                        seats.remove(row);
                                        rows.remove(row);
                                        stand(moved(row, place.line(), place.number()), place);
                                    });
                }
            }
        }

        /** Which of the other seats go with which line; people are the last to lose theirs. */
        private Map<String, List<SeatRow>> choose(Map<String, List<SeatRow>> byLine) {
            Map<String, List<SeatRow>> chosen = new HashMap<>();
            byLine.keySet().forEach(line -> chosen.put(line, new ArrayList<>()));
            for (int care = 3; care >= 0; care--) {
                boolean sameSale = care >= 2;
                boolean sameLine = care % 2 == 1;
                byLine.forEach(
                        (line, wanted) ->
                                rows.stream()
                                        .filter(row -> !sameLine || row.line().equals(line))
                                        .filter(row -> !sameSale || soldAlike(row, wanted.get(0)))
                                        .sorted(
                                                comparing(
                                                                (SeatRow row) ->
                                                                        row.state()
                                                                                == SeatState
                                                                                        .UNASSIGNED)
                                                        .thenComparing(SeatRow::number))
                                        .limit(wanted.size() - chosen.get(line).size())
                                        .toList()
                                        .forEach(
                                                row -> {
                                                    rows.remove(row);
                                                    chosen.get(line)
                                                            .add(moved(row, line, row.number()));
                                                }));
            }
            return chosen;
        }

        private void seat(String line, List<SeatRow> chosen, List<SeatRow> wanted) {
            List<SeatRow> open = new ArrayList<>(wanted);
            for (SeatRow place : wanted) {
                if (place.named() && open.size() > chosen.size()) {
                    comingBack(place)
                            .ifPresent(
                                    row -> {
                                        cancelled.remove(row);
                                        open.remove(place);
                                        stand(moved(row, line, place.number()), place);
                                    });
                }
            }
            List<Spot> spots = new ArrayList<>();
            chosen.forEach(row -> spots.add(new Spot(row.number(), row, false)));
            open(line, open.size() - chosen.size(), spots);
            spots.sort(comparingInt(Spot::number));
            List<SeatRow> named = open.stream().filter(SeatRow::named).toList();
            for (int i = 0; i < named.size(); i++) {
                sit(named.get(i), spots, named.subList(i + 1, named.size()));
            }
            open.stream()
                    .filter(place -> !place.named())
                    .forEach(place -> sit(place, spots, List.of()));
        }

        private Optional<SeatRow> comingBack(SeatRow place) {
            return cancelled.stream()
                    .filter(row -> row.named() && row.personKey().equals(place.personKey()))
                    .min(comparing(row -> !row.line().equals(place.line())));
        }

        /** Cancelled numbers come back first. What was left to somebody is nobody else's. */
        private void open(String line, int count, List<Spot> spots) {
            Map<Integer, SeatRow> back = new TreeMap<>();
            cancelled.stream()
                    .filter(row -> row.line().equals(line) && !row.reason().equals(SeatRow.KEPT))
                    .forEach(row -> back.put(row.number(), row));
            int missing = count;
            for (int number = 1; missing > 0; number++) {
                SeatRow row = back.get(number);
                if (row != null || numbersOf(line).add(number)) {
                    cancelled.remove(row);
                    spots.add(new Spot(number, row, true));
                    missing--;
                }
            }
        }

        /**
         * On the place with its number where that is free; where somebody sits whom the plan names
         * no more, there only if no other place is to spare.
         */
        private void sit(SeatRow place, List<Spot> spots, List<SeatRow> later) {
            Optional<Spot> own =
                    spots.stream().filter(spot -> spot.number() == place.number()).findFirst();
            boolean spare =
                    !place.named()
                            || spots.stream()
                                    .filter(Spot::usable)
                                    .anyMatch(
                                            spot ->
                                                    later.stream()
                                                            .noneMatch(
                                                                    other ->
                                                                            other.number()
                                                                                    == spot
                                                                                            .number()));
            Spot taken =
                    own.filter(Spot::usable)
                            .or(() -> own.filter(spot -> !spare && spot.row.correctable()))
                            .or(() -> spots.stream().filter(Spot::usable).findFirst())
                            .or(
                                    () ->
                                            spots.stream()
                                                    .filter(spot -> spot.row.correctable())
                                                    .findFirst())
                            .orElseGet(() -> spots.get(0));
            spots.remove(taken);
            stand(taken.row == null ? place.at(place.line(), taken.number) : taken.row, place);
        }
    }

    /** Whether both were sold in the same course, for the same length, as far as is known. */
    private static boolean soldAlike(SeatRow seat, SeatRow planned) {
        Offer sold = seat.offer();
        Offer offered = planned.offer();
        if (sold == null || offered == null) {
            return true;
        }
        boolean sameCourse =
                sold.choices().isEmpty()
                        ? sold.course().equals(offered.course())
                        : sold.choices().equals(offered.choices());
        return sameCourse && sold.terms().length().equals(offered.terms().length());
    }
}
