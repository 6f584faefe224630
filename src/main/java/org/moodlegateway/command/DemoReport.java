package org.moodlegateway.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.moodlegateway.ledger.RejectedMessage;
import org.moodlegateway.ledger.SeatView;
import org.moodlegateway.moodle.WebFunction;
import org.moodlegateway.seat.SeatState;

/** What the sample orders came to. */
record DemoReport(
        String moodle,
        boolean sandbox,
        List<SeatView> seats,
        MoodleView view,
        List<RejectedMessage> rejected,
        Map<WebFunction, Long> calls) {
    private static final Set<String> FINE =
            Set.of("nobody-named", "starts-later", "too-many-participants");

    /** Whether every seat that has a person is in Moodle, or will be by itself in its time. */
    boolean isGood() {
        return seats.stream()
                .filter(seat -> !FINE.contains(seat.reason()))
                .allMatch(seat -> seat.state() != SeatState.WAITING && isThere(seat));
    }

    private boolean isThere(SeatView seat) {
        return view.of(seat).map(shown -> shown.roles().contains(seat.role())).orElse(false);
    }

    private boolean isPaid(SeatView seat) {
        return seat.kind().equals("PAID");
    }

    /** As the orders came. */
    private List<SeatView> inOrder() {
        return seats.stream().sorted(Comparator.comparing(SeatView::id)).toList();
    }

    void print(Shell shell) {
        shell.out()
                .println(
                        sandbox
                                ? "What the sandbox Moodle has now, seat by seat:"
                                : "What "
                                        + moodle
                                        + " has now, seat by seat. Its web service tells no dates;"
                                        + " these are the ones that were sent.");
        table(shell, true);
        shell.out().println();
        shell.out().println("What the buyers got beside their seats:");
        table(shell, false);
        if (!rejected.isEmpty()) {
            shell.out().println();
            shell.out().println("What was refused, and kept:");
            rejected.stream()
                    .sorted(Comparator.comparing(RejectedMessage::id))
                    .forEach(
                            message ->
                                    shell.out()
                                            .println(
                                                    shell.bad("✘ ")
                                                            + message.shop()
                                                            + "/"
                                                            + message.orderId()
                                                            + ": "
                                                            + message.problem().message()
                                                            + " ("
                                                            + message.problem().pointer()
                                                            + ")"));
        }
        List<SeatView> stuck = inOrder().stream().filter(SeatView::stuck).toList();
        if (!stuck.isEmpty()) {
            shell.out().println();
            shell.out().println("What waits for a person:");
            stuck.forEach(
                    seat ->
                            shell.out()
                                    .println(
                                            shell.bad("✘ ")
                                                    + seat.shop()
                                                    + "/"
                                                    + seat.order()
                                                    + ": "
                                                    + seat.hint()
                                                    + " ("
                                                    + seat.reason()
                                                    + ")"));
        }
        shell.out().println();
        shell.out().println(cost());
    }

    private void table(Shell shell, boolean paid) {
        Table table =
                new Table(
                        paid ? "REFERENCE" : "BESIDE",
                        "ORDER",
                        "PERSON",
                        "COURSE",
                        "ROLES",
                        "START (UTC)",
                        "END (UTC)",
                        "GROUP",
                        "REMARK");
        for (SeatView seat : inOrder()) {
            if (isPaid(seat) == paid) {
                Optional<Shown> shown = view.of(seat);
                table.row(
                        paid ? seat.reference() : seat.kind().toLowerCase(java.util.Locale.ROOT),
                        seat.order(),
                        seat.email().isEmpty() ? "-" : seat.email(),
                        seat.course(),
                        shown.map(row -> String.join(", ", row.roles())).orElse("-"),
                        shown.map(row -> Times.ofSeconds(row.startSeconds(), "-")).orElse("-"),
                        shown.map(row -> Times.ofSeconds(row.endSeconds(), "no end")).orElse("-"),
                        shown.map(row -> String.join(", ", row.groups())).orElse(""),
                        seat.reason());
            }
        }
        table.print(shell);
    }

    private String cost() {
        long all = calls.values().stream().mapToLong(Long::longValue).sum();
        return calls.entrySet().stream()
                .map(call -> call.getValue() + " " + call.getKey().moodleName())
                .collect(
                        Collectors.joining(
                                ", ", "It took " + Words.count(all, "call") + " to Moodle: ", "."));
    }

    ObjectNode json() {
        ObjectNode json = Json.object().put("moodle", moodle).put("sandbox", sandbox);
        json.put("datesFrom", sandbox ? "moodle" : "ledger");
        ArrayNode rows = json.putArray("seats");
        inOrder().forEach(seat -> rows.add(json(seat)));
        ArrayNode refused = json.putArray("rejected");
        rejected.forEach(message -> refused.add(Lists.json(message)));
        ArrayNode counted = json.putArray("calls");
        calls.forEach(
                (function, times) ->
                        counted.addObject()
                                .put("function", function.moodleName())
                                .put("calls", times));
        return json;
    }

    private ObjectNode json(SeatView seat) {
        ObjectNode json =
                Json.object()
                        .put("shop", seat.shop())
                        .put("order", seat.order())
                        .put("line", seat.line())
                        .put("kind", seat.kind())
                        .put("number", seat.number())
                        .put("reference", seat.reference().isEmpty() ? null : seat.reference())
                        .put("person", seat.email().isEmpty() ? null : seat.email())
                        .put("course", seat.course())
                        .put("state", seat.state().name())
                        .put("reason", seat.reason());
        Optional<Shown> shown = view.of(seat);
        if (shown.isEmpty()) {
            return json.putNull("moodle");
        }
        ObjectNode there = json.putObject("moodle");
        ArrayNode roles = there.putArray("roles");
        shown.get().roles().forEach(roles::add);
        there.put("start", shown.get().startSeconds()).put("end", shown.get().endSeconds());
        ArrayNode groups = there.putArray("groups");
        shown.get().groups().forEach(groups::add);
        return json;
    }
}
