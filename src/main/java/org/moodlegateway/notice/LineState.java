package org.moodlegateway.notice;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.moodlegateway.ledger.SeatView;
import org.moodlegateway.orders.DifferenceView;
import org.moodlegateway.seat.SeatState;

/**
 * How far one line of an order is.
 *
 * @param seats its paid seats that are not cancelled
 * @param differences in what it differs from what its order says
 * @param orderDiffers whether anything of its order does
 */
record LineState(
        String id,
        String product,
        List<SeatView> seats,
        boolean cancelled,
        List<DifferenceView> differences,
        boolean orderDiffers) {
    LineState {
        seats = List.copyOf(seats);
        differences = List.copyOf(differences);
    }

    /** The lines of an order that have paid seats, in line order. */
    static List<LineState> of(List<SeatView> seats, List<DifferenceView> differences) {
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
                                    differences.stream()
                                            .filter(one -> one.line().equals(line.getKey()))
                                            .toList(),
                                    !differences.isEmpty());
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
        if (ready() == total()) {
            return differences.isEmpty() ? "fulfilled" : "partly";
        }
        if (ready() + unnamed() + stuck() < total()) {
            return "pending";
        }
        return ready() > 0 ? "partly" : stuck() > 0 ? "failed" : "pending";
    }

    /**
     * The same as texts say it: while anything of the order differs, none says that it is complete;
     * and of what differs itself, none says that it only takes its time.
     */
    String told() {
        String outcome = outcome();
        if (outcome.equals("fulfilled") && orderDiffers) {
            return "partly";
        }
        return outcome.equals("pending") && !differences.isEmpty()
                ? (ready() > 0 ? "partly" : "failed")
                : outcome;
    }
}
