package org.moodlegateway.seating;

import org.moodlegateway.intake.CsvRow;
import org.moodlegateway.order.Participant;
import org.moodlegateway.orders.Assignments;

/** Assigns row after row, each in a transaction of its own; asks Moodle once for each course. */
public final class RowByRow {
    private final Assignments assignments;
    private final boolean force;
    private final String actor;

    /** {@code force} and {@code actor} as {@link Assignments} takes them. */
    public RowByRow(Assignments assignments, boolean force, String actor) {
        this.assignments = assignments.remembering();
        this.force = force;
        this.actor = actor;
    }

    /** Does what one row says. */
    public AssignedRow assign(CsvRow row) {
        String reference = row.at(AssignmentFile.REFERENCE);
        if (!row.complete()) {
            return AssignedRow.refused(
                    row.number(),
                    reference,
                    "csv-cells",
                    "the row has something in a column without a name");
        }
        Participant person =
                new Participant(
                        row.at(AssignmentFile.EMAIL),
                        row.at(AssignmentFile.FIRST),
                        row.at(AssignmentFile.LAST),
                        row.at(AssignmentFile.ROLE));
        return AssignedRow.of(
                row.number(),
                assignments.assign(reference, person, row.at(AssignmentFile.COURSE), force, actor));
    }
}
