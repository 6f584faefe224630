package org.moodlegateway.orders;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.moodlegateway.ledger.RenewalRow;
import org.moodlegateway.ledger.SeatRow;
import org.moodlegateway.seat.LinePlan;
import org.moodlegateway.seat.OrderPlan;
import org.moodlegateway.seat.PlannedSeat;
import org.moodlegateway.seat.RenewalPlan;

/** What the newest event of an order says, against what its seats and renewals are. Pure. */
public final class OrderComparison {
    private final OrderPlan plan;
    private final List<SeatRow> seats;
    private final List<RenewalRow> renewals;
    private final UnaryOperator<String> people;
    private final Map<String, Map<String, Set<String>>> found = new LinkedHashMap<>();

    private OrderComparison(
            OrderPlan plan,
            List<SeatRow> seats,
            List<RenewalRow> renewals,
            UnaryOperator<String> people) {
        this.plan = plan;
        this.seats = seats.stream().filter(SeatRow::live).toList();
        this.renewals = renewals.stream().filter(RenewalRow::live).toList();
        this.people = people;
    }

    /**
     * In the order of the lines. Nothing is said of what a later edit of the catalogue changed.
     *
     * @param plan of the order's newest event, with all its seats
     * @param seats every seat of the order, of every kind, cancelled ones included
     * @param renewals every renewal that the order bought, cancelled ones included
     */
    public static List<Difference> of(
            OrderPlan plan, List<SeatRow> seats, List<RenewalRow> renewals) {
        return of(plan, seats, renewals, UnaryOperator.identity());
    }

    /** The same where somebody may have several addresses: {@code people} makes one of them. */
    public static List<Difference> of(
            OrderPlan plan,
            List<SeatRow> seats,
            List<RenewalRow> renewals,
            UnaryOperator<String> people) {
        return new OrderComparison(plan, seats, renewals, people).differences();
    }

    private List<Difference> differences() {
        Map<String, List<SeatRow>> paid =
                seats.stream()
                        .filter(seat -> seat.kind() == SeatRow.Kind.PAID)
                        .collect(
                                groupingBy(SeatRow::line, LinkedHashMap::new, Collectors.toList()));
        Map<String, List<PlannedSeat>> planned =
                plan.seats().stream().collect(groupingBy(PlannedSeat::line));
        for (LinePlan line : plan.lines()) {
            String id = line.line().id();
            List<SeatRow> there = paid.getOrDefault(id, List.of());
            if (line.problem().isPresent() && isUnsure(line, there)) {
                differ(id, Difference.LINE, references(there));
                continue;
            }
            renewed(line);
            if (!isUnsure(line, there)) {
                counted(line, there);
            }
            new LineComparison(
                            plan.order(),
                            line,
                            planned.getOrDefault(id, List.of()),
                            there,
                            companions(id),
                            people)
                    .differences()
                    .forEach((code, references) -> differ(id, code, references));
        }
        leftOver(paid);
        List<Difference> all = new ArrayList<>();
        found.forEach(
                (line, codes) ->
                        codes.forEach(
                                (code, references) ->
                                        all.add(
                                                new Difference(
                                                        line, code, List.copyOf(references)))));
        return all;
    }

    private List<SeatRow> companions(String line) {
        return seats.stream()
                .filter(seat -> seat.line().equals(line))
                .filter(
                        seat ->
                                seat.kind() == SeatRow.Kind.SUPPORT
                                        || seat.kind() == SeatRow.Kind.SUPERVISOR)
                .toList();
    }

    /**
     * Its product left the catalogue after it was sold, or the line fails now: what its quantity
     * means is not known.
     */
    private boolean isUnsure(LinePlan line, List<SeatRow> there) {
        boolean soldKnown =
                there.stream().anyMatch(seat -> seat.offer() != null)
                        || renewal(line.line().id()).isPresent();
        return !line.waitingFor().isEmpty() && soldKnown;
    }

    private Optional<RenewalRow> renewal(String line) {
        return renewals.stream().filter(row -> row.line().equals(line)).findFirst();
    }

    private void counted(LinePlan line, List<SeatRow> there) {
        if (there.size() != line.seats()) {
            differ(line.line().id(), Difference.QUANTITY, references(there));
        }
    }

    private void renewed(LinePlan line) {
        Optional<RenewalRow> stored = renewal(line.line().id());
        boolean unknown = !line.waitingFor().isEmpty();
        boolean same =
                line.renewal()
                        .map(
                                bought ->
                                        stored.filter(row -> isRenewedAs(line, bought, row))
                                                .isPresent())
                        .orElse(unknown || stored.isEmpty());
        if (!same) {
            differ(line.line().id(), Difference.RENEWAL, Set.of());
        } else {
            line.renewal()
                    .filter(bought -> stored.isPresent() && isForFewer(bought, stored.get()))
                    .ifPresent(
                            bought -> differ(line.line().id(), Difference.RENEWED_FEWER, Set.of()));
        }
    }

    /** How much time it adds is only compared where the line says that, and not the catalogue. */
    private boolean isRenewedAs(LinePlan line, RenewalPlan bought, RenewalRow row) {
        RenewalRow wanted = RenewalRow.of(plan.order(), line, bought, plan.purchasedAt());
        return row.plan().target().equals(bought.target())
                && row.product().equals(wanted.product())
                && row.purchasedAt().equals(wanted.purchasedAt())
                && (!line.saysExtension() || row.plan().extension().equals(bought.extension()));
    }

    /** Whether all lines that renew the same seats pay for fewer than there were. */
    private boolean isForFewer(RenewalPlan bought, RenewalRow row) {
        int paid =
                plan.lines().stream()
                        .flatMap(line -> line.renewal().stream())
                        .filter(bought::isBeside)
                        .mapToInt(RenewalPlan::seats)
                        .sum();
        return bought.seats() > 0 && row.found() > paid;
    }

    /** Of lines that the newest event has no more, or that are not sold any more. */
    private void leftOver(Map<String, List<SeatRow>> paid) {
        Map<String, LinePlan> lines =
                plan.lines().stream().collect(toMap(line -> line.line().id(), identity()));
        paid.forEach(
                (line, there) -> {
                    if (!lines.containsKey(line)) {
                        differ(line, Difference.QUANTITY, references(there));
                    }
                });
        for (RenewalRow row : renewals) {
            if (!lines.containsKey(row.line())) {
                differ(row.line(), Difference.RENEWAL, Set.of());
            }
        }
        for (SeatRow seat : seats) {
            boolean companion =
                    seat.kind() == SeatRow.Kind.SUPPORT || seat.kind() == SeatRow.Kind.SUPERVISOR;
            if (companion && !lines.containsKey(seat.line())) {
                differ(seat.line(), LineComparison.code(seat.kind()), Set.of());
            }
        }
    }

    static Set<String> references(List<SeatRow> seats) {
        return seats.stream()
                .map(SeatRow::reference)
                .filter(reference -> !reference.isEmpty())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private void differ(String line, String code, Set<String> references) {
        found.computeIfAbsent(line, first -> new LinkedHashMap<>())
                .computeIfAbsent(code, first -> new LinkedHashSet<>())
                .addAll(references);
    }
}
