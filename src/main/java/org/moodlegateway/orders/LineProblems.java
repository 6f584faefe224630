package org.moodlegateway.orders;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.moodlegateway.ledger.Rows;
import org.moodlegateway.ledger.SeatRow;
import org.moodlegateway.order.Order;
import org.moodlegateway.order.Problem;
import org.moodlegateway.seat.LinePlan;
import org.moodlegateway.seat.OrderPlan;

/**
 * Lines of an order that can't be delivered as its newest event says them. What an earlier event
 * gave by such a line stays as it is; of one that gave nothing, seats wait and say why.
 */
final class LineProblems {
    private final Map<String, Problem> byLine = new LinkedHashMap<>();

    private LineProblems() {}

    static LineProblems of(OrderPlan plan) {
        LineProblems problems = new LineProblems();
        for (LinePlan line : plan.lines()) {
            line.problem().ifPresent(problem -> problems.byLine.put(line.line().id(), problem));
        }
        return problems;
    }

    /** Those of the seats, stored or planned, of whose lines the newest event may be followed. */
    List<SeatRow> open(List<SeatRow> seats, List<SeatRow> stored) {
        return seats.stream()
                .filter(
                        seat ->
                                seat.kind() == SeatRow.Kind.PAID
                                        ? !keep(seat.line(), stored)
                                        : !byLine.containsKey(seat.line()))
                .toList();
    }

    /** Whether what is stored of a line stays as it is. */
    private boolean keep(String line, List<SeatRow> stored) {
        return byLine.containsKey(line)
                && stored.stream()
                        .anyMatch(
                                seat ->
                                        seat.line().equals(line)
                                                && seat.kind() == SeatRow.Kind.PAID
                                                && seat.live()
                                                && seat.offer() != null);
    }

    /** Writes them down in place of those of the event before. */
    void write(Handle handle, Order order, Instant now) {
        if (stored(handle, order).equals(byLine)) {
            return;
        }
        handle.execute(
                "delete from line_problem where shop = ? and order_id = ?",
                order.shop(),
                order.id());
        byLine.forEach(
                (line, problem) ->
                        handle.execute(
                                """
                                insert into line_problem (shop, order_id, line_id, code, pointer, message, since)
                                values (?, ?, ?, ?, ?, ?, ?)
                                """,
                                order.shop(),
                                order.id(),
                                line,
                                problem.code(),
                                problem.pointer(),
                                problem.message(),
                                now));
    }

    private static Map<String, Problem> stored(Handle handle, Order order) {
        Map<String, Problem> stored = new LinkedHashMap<>();
        handle.select(
                        "select line_id, code, pointer, message from line_problem where shop = ?"
                                + " and order_id = ?",
                        order.shop(),
                        order.id())
                .map(
                        (row, context) ->
                                Map.entry(
                                        row.getString("line_id"),
                                        new Problem(
                                                row.getString("code"),
                                                Rows.text(row, "pointer"),
                                                Rows.text(row, "message"))))
                .forEach(entry -> stored.put(entry.getKey(), entry.getValue()));
        return stored;
    }
}
