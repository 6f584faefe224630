package org.moodlegateway.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.moodlegateway.catalogue.CourseName;
import org.moodlegateway.order.Order;
import org.moodlegateway.order.Renews;
import org.moodlegateway.seat.Extension;
import org.moodlegateway.seat.Length;
import org.moodlegateway.seat.LinePlan;
import org.moodlegateway.seat.RenewalPlan;

/**
 * A row of the renewal table: a line of an order that buys more time.
 *
 * @param id 0 if it is not stored yet
 * @param found how many seats were there when it was first applied; 0 before
 */
public record RenewalRow(
        long id,
        String shop,
        String order,
        String line,
        String product,
        RenewalPlan plan,
        Instant purchasedAt,
        State state,
        String reason,
        int found) {

    /** How far it is. */
    public enum State {
        /** What it renews is not there, for the reason beside it; goes on when it appears. */
        WAITING,
        /** Its seats have the time. */
        APPLIED,
        /** Refunded or cancelled. */
        CANCELLED
    }

    public static RenewalRow of(Order order, LinePlan line, RenewalPlan plan, Instant purchasedAt) {
        return new RenewalRow(
                0,
                order.shop(),
                order.id(),
                line.line().id(),
                line.line().product(),
                plan,
                purchasedAt.truncatedTo(ChronoUnit.SECONDS),
                State.WAITING,
                "",
                0);
    }

    public static RenewalRow read(ResultSet row) throws SQLException {
        String field = row.getString("course_field");
        return new RenewalRow(
                row.getLong("id"),
                row.getString("shop"),
                row.getString("order_id"),
                row.getString("line_id"),
                row.getString("product"),
                new RenewalPlan(
                        new Renews(
                                Renews.Target.valueOf(row.getString("target")),
                                row.getString("target_value")),
                        Length.parse(row.getString("extension")),
                        field == null
                                ? null
                                : new CourseName(
                                        CourseName.Field.valueOf(field),
                                        row.getString("course_name")),
                        row.getInt("seats"),
                        null),
                Rows.instant(row, "purchased_at"),
                State.valueOf(row.getString("state")),
                row.getString("reason"),
                row.getInt("found_seats"));
    }

    /** The same in place of a stored one, which may be null. */
    public RenewalRow storedAs(RenewalRow stored) {
        return new RenewalRow(
                stored == null ? 0 : stored.id,
                shop,
                order,
                line,
                product,
                plan,
                purchasedAt,
                state,
                reason,
                stored == null ? 0 : stored.found);
    }

    /** Whether the other one buys just this. */
    public boolean buys(RenewalRow other) {
        return state != State.CANCELLED
                && product.equals(other.product)
                && plan.buys(other.plan)
                && purchasedAt.equals(other.purchasedAt);
    }

    public boolean live() {
        return state != State.CANCELLED;
    }

    /** What it adds to each of its seats. */
    public Extension extension() {
        return new Extension(purchasedAt, plan.extension());
    }
}
