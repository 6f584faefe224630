package org.moodlegateway.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;
import org.moodlegateway.order.Order;
import org.moodlegateway.seat.SeatState;

/** The table {@code seat}, as planning reads and writes it. Runs in the caller's transaction. */
public final class SeatRows {
    private SeatRows() {}

    /** Holds what an order's seats count for, so that nobody claims it while the order changes. */
    public static void lockEntitlements(Handle handle, Order order) {
        handle.select(
                        """
                        select id from entitlement where id in (
                            select entitlement_id from seat where shop = ? and order_id = ?)
                        order by id for update
                        """,
                        order.shop(),
                        order.id())
                .mapTo(Long.class)
                .list();
    }

    /** All seats of an order, cancelled ones included. */
    public static List<SeatRow> of(Handle handle, Order order) {
        return handle.createQuery(
                        """
                        select s.*, (s.entitlement_id is not null and s.since_version <= e.claimed_version) as sent
                        from seat s left join entitlement e on e.id = s.entitlement_id
                        where s.shop = :shop and s.order_id = :id order by s.line_id, s.kind, s.number
                        """)
                .bind("shop", order.shop())
                .bind("id", order.id())
                .map((row, context) -> read(row))
                .list();
    }

    /** Whether any seat has this reference. */
    public static boolean isTaken(Handle handle, String reference) {
        return handle.select("select 1 from seat where reference = ?", reference)
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
    }

    /** The entitlement that a stored seat counts for so far. */
    public static Optional<Long> entitlement(Handle handle, SeatRow seat) {
        return handle.select(
                        "select entitlement_id from seat where id = ? and entitlement_id is not"
                                + " null",
                        seat.id())
                .mapTo(Long.class)
                .findOne();
    }

    public static SeatRow read(ResultSet row) throws SQLException {
        return new SeatRow(
                row.getLong("id"),
                row.getString("line_id"),
                SeatRow.Kind.valueOf(row.getString("kind")),
                row.getInt("number"),
                Rows.text(row, "reference"),
                row.getString("product"),
                new Sitter(
                        row.getString("email"),
                        row.getString("first_name"),
                        row.getString("last_name"),
                        row.getString("assigned_by")),
                Offers.read(row),
                row.getString("role"),
                SeatState.valueOf(row.getString("state")),
                row.getString("reason"),
                row.getBoolean("sent"));
    }

    /**
     * Stores a seat, new or changed. A cancelled one stays tied to its entitlement, so that folding
     * sees how it ended; one that comes back counts from the next version on.
     */
    public static void write(
            Handle handle, Order order, SeatRow seat, Optional<Long> entitlement, Instant now) {
        String statement =
                seat.id() == 0
                        ? """
                        insert into seat (shop, order_id, line_id, kind, number, reference, product, entitlement_id, since_version,
                                email, first_name, last_name, assigned_by, course_field, course_name, course_list, role, starts_at,
                                length, not_before_course, start_on_assign, group_name, on_cancel, renewal, subscription, state,
                                reason, changed_at, sold_parameters, sold_role, sold_group)
                        values (:shop, :order, :line, :kind, :number, :reference, :product, :entitlement, :since,
                                :email, :first, :last, :assigned, :courseField, :courseName, :courseList, :role, :start,
                                :length, :notBefore, :onAssign, :group, :onCancel, :renewal, :subscription, :state,
                                :reason, :now, :soldParameters, :soldRole, :soldGroup)
                        """
                        : """
                        update seat set line_id = :line, number = :number, product = :product, entitlement_id = :entitlement,
                                since_version = case when entitlement_id = :entitlement and (state <> 'CANCELLED' or :state = 'CANCELLED')
                                    then since_version else :since end,
                                email = :email, first_name = :first, last_name = :last, assigned_by = :assigned,
                                course_field = :courseField, course_name = :courseName, course_list = :courseList, role = :role,
                                starts_at = :start, length = :length, not_before_course = :notBefore, start_on_assign = :onAssign,
                                group_name = :group, on_cancel = :onCancel, renewal = :renewal, subscription = :subscription,
                                state = :state, reason = :reason, changed_at = :now, reference = :reference,
                                sold_parameters = :soldParameters, sold_role = :soldRole, sold_group = :soldGroup
                        where id = :id and shop = :shop and order_id = :order and kind = :kind
                        """;
        Update update = handle.createUpdate(statement);
        Offers.bind(update, seat.offer());
        if (seat.id() != 0) {
            update.bind("id", seat.id());
        }
        update.bind("shop", order.shop())
                .bind("order", order.id())
                .bind("line", seat.line())
                .bind("kind", seat.kind().name())
                .bind("number", seat.number())
                .bind("reference", seat.reference().isEmpty() ? null : seat.reference())
                .bind("product", seat.product())
                .bindByType("entitlement", entitlement.orElse(null), Long.class)
                .bind("since", Entitlements.NOT_FOLDED_YET)
                .bind("email", seat.sitter().email())
                .bind("first", seat.sitter().firstName())
                .bind("last", seat.sitter().lastName())
                .bind("assigned", seat.sitter().assignedBy())
                .bind("role", seat.role())
                .bind("subscription", order.subscription())
                .bind("state", seat.state().name())
                .bind("reason", seat.reason())
                .bind("now", now)
                .execute();
    }
}
