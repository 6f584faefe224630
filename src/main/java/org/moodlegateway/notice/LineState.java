package org.moodlegateway.notice;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.moodlegateway.ledger.OrderView;
import org.moodlegateway.ledger.SeatView;
import org.moodlegateway.order.Problem;
import org.moodlegateway.seat.SeatState;

/**
 * How far one line of an order is.
 *
 * @param seats its paid seats that are not cancelled
 * @param problem why it can't be delivered as the order says it now, as a sentence; empty if it can
 */
record LineState(
        String id, String product, List<SeatView> seats, boolean cancelled, String problem) {
    LineState {
        seats = List.copyOf(seats);
    }

    /** The lines of an order that have paid seats, in line order. */
    static List<LineState> of(OrderView order) {
        return of(order.seats(), order.problems());
    }

    /** The same, while no line fails. */
    static List<LineState> of(List<SeatView> seats) {
        return of(seats, Map.of());
    }

    private static List<LineState> of(List<SeatView> seats, Map<String, Problem> problems) {
        Map<String, List<SeatView>> byLine = new LinkedHashMap<>();
        for (SeatView seat : seats) {
            if (seat.paid()) {
                byLine.computeIfAbsent(seat.line(), first -> new ArrayList<>()).add(seat);
            }
        }
        return byLine.entrySet().stream()
                .map(
                        line -> {
                            List<SeatView> live =
                                    line.getValue().stream().filter(SeatView::live).toList();
                            return new LineState(
                                    line.getKey(),
                                    line.getValue().get(0).product(),
                                    live,
                                    live.isEmpty(),
                                    Optional.ofNullable(problems.get(line.getKey()))
                                            .map(Problem::message)
                                            .orElse(""));
                        })
                .toList();
    }

    int total() {
        return seats.size();
    }

    long ready() {
        return seats.stream().filter(SeatView::ready).count();
    }

    long unnamed() {
        return seats.stream().filter(seat -> seat.state() == SeatState.UNASSIGNED).count();
    }

    long stuck() {
        return seats.stream().filter(SeatView::stuck).count();
    }

    /** fulfilled, partly, failed, pending or cancelled. */
    String outcome() {
        if (cancelled) {
            return "cancelled";
        }
        if (ready() == total() && problem.isEmpty()) {
            return "fulfilled";
        }
        if (ready() + unnamed() + stuck() < total()) {
            return "pending";
        }
        return ready() > 0 ? "partly" : stuck() > 0 ? "failed" : "pending";
    }
}
