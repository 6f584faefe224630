package org.moodlegateway.command;

import java.time.Instant;
import java.util.List;
import org.moodlegateway.catalogue.CourseName;
import org.moodlegateway.order.OrderStatus;
import org.moodlegateway.order.Participant;
import org.moodlegateway.order.Problem;
import org.moodlegateway.seat.Companion;
import org.moodlegateway.seat.LinePlan;
import org.moodlegateway.seat.Period;
import org.moodlegateway.seat.PlannedSeat;
import org.moodlegateway.seat.RenewalPlan;

/** A plan for people. */
final class PlanPage {
    private final Shell shell;

    PlanPage(Shell shell) {
        this.shell = shell;
    }

    void print(List<PlannedOrder> orders) {
        for (int i = 0; i < orders.size(); i++) {
            if (i > 0) {
                shell.out().println();
            }
            print(orders.get(i));
        }
    }

    private void print(PlannedOrder planned) {
        if (planned.order() != null) {
            title(planned);
        }
        seats(planned);
        companions(planned);
        renewals(planned);
        replacements(planned);
        calls(planned);
        for (Problem problem : planned.problems()) {
            shell.out()
                    .println(
                            shell.bad("✘ ")
                                    + problem.message()
                                    + " ("
                                    + (problem.pointer().isEmpty()
                                            ? problem.code()
                                            : problem.code() + " at " + problem.pointer())
                                    + ")");
        }
    }

    private void title(PlannedOrder planned) {
        shell.out()
                .println(
                        shell.heading(
                                        "Order "
                                                + planned.order().shop()
                                                + "/"
                                                + planned.order().id())
                                + ", "
                                + Words.lower(planned.order().status())
                                + planned.order()
                                        .purchasedAt()
                                        .map(at -> ", purchased " + Times.text(at) + " UTC")
                                        .orElse(""));
        if (planned.plan() != null && planned.plan().lines().isEmpty()) {
            shell.out()
                    .println(
                            planned.order().test()
                                    ? "It is a test order, so it buys no seats."
                                    : "It buys no seats while it is not paid.");
        }
    }

    private void seats(PlannedOrder planned) {
        Table table =
                new Table(
                        "SEAT",
                        "REFERENCE",
                        "PERSON",
                        "COURSE",
                        "ROLE",
                        "START (UTC)",
                        "END (UTC)",
                        "STATE");
        List<String> references = planned.references();
        for (int i = 0; i < references.size(); i++) {
            PlannedSeat seat = planned.seats().get(i);
            Period period = planned.period(seat);
            table.row(
                    seat.line() + "/" + seat.number(),
                    references.get(i),
                    seat.participant().map(Participant::email).orElse("-"),
                    seat.course().map(CourseName::value).orElse("-"),
                    seat.role(),
                    period == null ? "-" : Times.text(period.startInclusive()),
                    period == null ? "-" : Times.text(period.endExclusive()),
                    seat.state());
        }
        if (!table.isEmpty()) {
            table.print(shell);
        }
    }

    private void companions(PlannedOrder planned) {
        List<LinePlan> lines = planned.plan() == null ? List.of() : planned.plan().lines();
        boolean unpaid = planned.plan() != null && planned.order().status() == OrderStatus.PLACED;
        for (LinePlan line : lines) {
            for (Companion companion : line.companions()) {
                Instant end = companion.terms().period(planned.zone()).endExclusive();
                shell.out()
                        .println(
                                "The buyer, "
                                        + planned.order().buyer().email()
                                        + ", gets into "
                                        + companion.course().value()
                                        + " as "
                                        + companion.role()
                                        + (unpaid
                                                ? ", though nothing is paid yet, from "
                                                : " too, from ")
                                        + Times.text(companion.terms().start())
                                        + (end.equals(Period.NO_END)
                                                ? ", without end."
                                                : " to " + Times.text(end) + "."));
            }
        }
    }

    private void renewals(PlannedOrder planned) {
        for (LinePlan line : planned.renewals()) {
            RenewalPlan renewal = line.renewal().orElseThrow();
            String extension = renewal.extension().text();
            shell.out()
                    .println(
                            "Line "
                                    + line.line().id()
                                    + " gives "
                                    + renewal.target()
                                    + (extension.isEmpty()
                                            ? " no end any more."
                                            : " more time: " + extension + "."));
        }
    }

    private void replacements(PlannedOrder planned) {
        planned.replacing()
                .forEach(
                        line ->
                                shell.out()
                                        .println(
                                                "Line "
                                                        + line.id()
                                                        + " ends "
                                                        + line.replaces().orElseThrow()
                                                        + " of the same buyer when it starts."));
    }

    private void calls(PlannedOrder planned) {
        if (planned.calls().isEmpty()) {
            return;
        }
        Table table = new Table("CALL IF NOTHING IS KNOWN YET", "ROWS");
        planned.calls().forEach(call -> table.row(call.function().moodleName(), call.rows()));
        table.print(shell);
    }
}
