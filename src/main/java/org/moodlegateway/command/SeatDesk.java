package org.moodlegateway.command;

import java.time.Instant;
import java.util.List;
import org.moodlegateway.enrolment.PeopleDecisions.Decision;
import org.moodlegateway.intake.CsvRow;
import org.moodlegateway.order.Participant;
import org.moodlegateway.orders.Assignment;
import org.moodlegateway.seating.AssignedRow;

/** Where seats are given away: at the ledger itself, or at a running gateway that has it. */
interface SeatDesk extends AutoCloseable {

    Assignment assign(String reference, Participant person, String course, boolean force);

    Assignment unassign(String reference, boolean force);

    /** How many rows to hand over at once. */
    int rowsAtOnce();

    /** A report for each row, in the same order. */
    List<AssignedRow> assignAll(List<CsvRow> rows, boolean force);

    /** A link for the buyer of an order. */
    Link link(String shop, String order, int days);

    /** Makes a link lead nowhere; false if it did already, or there is none. */
    boolean revoke(String id);

    /** Two e-mails are one person. */
    Decision same(String oldEmail, String newEmail);

    /** Two e-mails are two people. */
    Decision differ(String oldEmail, String newEmail);

    @Override
    void close();

    /** A claim link as it is handed out: its address is known only now. */
    record Link(String id, String url, Instant expires) {
        @Override
        public String toString() {
            return "Link[" + id + "]";
        }
    }
}
