package org.moodlegateway.seating;

import org.moodlegateway.orders.Assignment;

/**
 * What became of one row.
 *
 * @param row as a spreadsheet shows it, from 1
 * @param reference as the row has it
 * @param result {@code assigned}, {@code unchanged} or {@code refused}
 * @param code why it was refused, see {@link Assignment.Refused}; empty otherwise
 * @param message the same in a sentence
 */
public record AssignedRow(long row, String reference, String result, String code, String message) {

    static AssignedRow of(long row, Assignment assignment) {
        if (assignment instanceof Assignment.Refused refused) {
            return refused(
                    row,
                    refused.reference(),
                    refused.problem().code(),
                    refused.problem().message());
        }
        return new AssignedRow(row, assignment.reference(), assignment.word(), "", "");
    }

    static AssignedRow refused(long row, String reference, String code, String message) {
        return new AssignedRow(row, reference, "refused", code, message);
    }

    public boolean isRefused() {
        return result.equals("refused");
    }

    /** The same under the number that the row has in a longer file. */
    public AssignedRow numbered(long otherRow) {
        return new AssignedRow(otherRow, reference, result, code, message);
    }
}
