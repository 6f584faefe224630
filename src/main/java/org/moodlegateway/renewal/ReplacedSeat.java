package org.moodlegateway.renewal;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.moodlegateway.catalogue.Ending;
import org.moodlegateway.ledger.Rows;
import org.moodlegateway.ledger.SeatRow;
import org.moodlegateway.order.Emails;
import org.moodlegateway.seat.SeatState;

/**
 * A seat that a replacement may be about.
 *
 * @param entitlement null while nobody sits there
 * @param person see {@link Emails#key}
 * @param buyer the key of whoever may have it replaced: of an enrolment that was there before the
 *     gateway whoever has it, else the buyer
 * @param purchasedAt of its order; null if that is not known
 * @param replacedBy by which replacement it ended; null if by none
 * @param sent whether it may have reached Moodle
 */
record ReplacedSeat(
        long id,
        Long entitlement,
        String order,
        String line,
        SeatRow.Kind kind,
        String person,
        String buyer,
        Instant purchasedAt,
        SeatState state,
        String reason,
        Ending onCancel,
        Long replacedBy,
        boolean sent) {

    /** To be followed by a condition on {@code s} and its order {@code o}. */
    static final String SELECT =
            """
            select s.*, o.buyer_email, o.purchased_at,
                (s.entitlement_id is not null and s.since_version <= e.claimed_version) as sent
            from seat s left join orders o on o.shop = s.shop and o.order_id = s.order_id
                left join entitlement e on e.id = s.entitlement_id
            where
            """;

    static ReplacedSeat read(ResultSet row) throws SQLException {
        SeatRow.Kind kind = SeatRow.Kind.valueOf(row.getString("kind"));
        boolean adopted = kind == SeatRow.Kind.ADOPTED;
        return new ReplacedSeat(
                row.getLong("id"),
                Rows.id(row, "entitlement_id").orElse(null),
                row.getString("order_id"),
                row.getString("line_id"),
                kind,
                Emails.key(row.getString("email")),
                Emails.key(Rows.text(row, adopted ? "email" : "buyer_email")),
                Rows.instant(row, "purchased_at"),
                SeatState.valueOf(row.getString("state")),
                row.getString("reason"),
                Ending.valueOf(row.getString("on_cancel")),
                Rows.id(row, "replaced_by").orElse(null),
                row.getBoolean("sent"));
    }

    boolean cancelled() {
        return state == SeatState.CANCELLED;
    }

    /** Whether it goes on, so that there is something to end. */
    boolean goesOn() {
        return !cancelled() && state != SeatState.EXPIRED;
    }

    boolean replaced() {
        return state == SeatState.EXPIRED && SeatRow.isReplaced(reason);
    }

    boolean replacedBy(Replacement one) {
        return replaced() && replacedBy != null && replacedBy == one.id();
    }

    /** As a cancelled one, it leaves alone what it never gave. */
    String reasonOnceReplaced() {
        return sent && onCancel == Ending.KEEP ? SeatRow.REPLACED_KEPT : SeatRow.REPLACED;
    }
}
