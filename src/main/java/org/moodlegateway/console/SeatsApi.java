package org.moodlegateway.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;
import org.apache.camel.Body;
import org.moodlegateway.intake.CsvRow;
import org.moodlegateway.intake.RefusedException;
import org.moodlegateway.ledger.Views;
import org.moodlegateway.order.OrderRejectedException;
import org.moodlegateway.order.Participant;
import org.moodlegateway.orders.Assignment;
import org.moodlegateway.orders.Assignments;
import org.moodlegateway.seating.AssignedRow;
import org.moodlegateway.seating.AssignmentFile;
import org.moodlegateway.seating.RowByRow;

/** Puts people on seats, and takes them off. */
public final class SeatsApi {
    /** So many are done well within the time in which a request must be answered. */
    public static final int MOST_ROWS = 200;

    private static final int UNKNOWN = 404;
    private static final int NOT_NOW = 409;
    private static final int WRONG = 422;
    private static final Set<String> ABOUT_THE_SEAT =
            Set.of(
                    "seat-cancelled",
                    "seat-over",
                    "seat-busy",
                    "already-opened",
                    "product-unknown",
                    "line-failed");

    private final Views views;
    private final Assignments assignments;
    private final Runnable changed;

    /** Calls {@code changed} after every change. */
    public SeatsApi(Views views, Assignments assignments, Runnable changed) {
        this.views = views;
        this.assignments = assignments;
        this.changed = changed;
    }

    /** {@code /api/seats/REFERENCE/assign}. */
    public String assign(@Body Instruction instruction) {
        instruction.question().allow(Set.of());
        JsonNode json =
                instruction.json(
                        Set.of("email", "firstName", "lastName", "course", "role", "force"));
        Participant person =
                new Participant(
                        Instruction.text(json, "email"),
                        Instruction.text(json, "firstName"),
                        Instruction.text(json, "lastName"),
                        Instruction.text(json, "role"));
        return answer(
                assignments.assign(
                        instruction.at(2),
                        person,
                        Instruction.text(json, "course"),
                        Instruction.flag(json, "force"),
                        instruction.actor()));
    }

    /** {@code /api/seats/REFERENCE/unassign}. */
    public String unassign(@Body Instruction instruction) {
        instruction.question().allow(Set.of());
        JsonNode json = instruction.json(Set.of("force"));
        return answer(
                assignments.unassign(
                        instruction.at(2), Instruction.flag(json, "force"), instruction.actor()));
    }

    private String answer(Assignment assignment) {
        if (assignment instanceof Assignment.Refused refused) {
            throw new RefusedException(
                    status(refused.problem().code()), List.of(refused.problem()));
        }
        changed.run();
        ObjectNode answer = JsonNodeFactory.instance.objectNode().put("result", assignment.word());
        views.seat(assignment.reference())
                .ifPresent(seat -> answer.set("seat", ApiJson.seat(seat)));
        return answer.toString();
    }

    private static int status(String code) {
        if (code.equals("seat-unknown")) {
            return UNKNOWN;
        }
        return ABOUT_THE_SEAT.contains(code) ? NOT_NOW : WRONG;
    }

    /** {@code /api/seats/assign}: a CSV file, row by row. */
    public String assignAll(@Body Instruction instruction) {
        instruction.question().allow(Set.of("force"));
        String force = instruction.question().text("force");
        if (!Set.of("", "true", "false").contains(force)) {
            throw new RefusedException(400, "query-invalid", "force must be true or false");
        }
        RowByRow run = new RowByRow(assignments, force.equals("true"), instruction.actor());
        List<AssignedRow> report = rows(instruction).stream().map(run::assign).toList();
        changed.run();
        return ApiJson.report(report).toString();
    }

    private static List<CsvRow> rows(Instruction instruction) {
        try {
            return AssignmentFile.rows(instruction.body(), MOST_ROWS);
        } catch (OrderRejectedException e) {
            throw new RefusedException(WRONG, List.of(e.problem()));
        }
    }
}
