package org.moodlegateway.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.moodlegateway.order.Order;

/** The table {@code seat}, as planning reads and writes it. Runs in the caller's transaction. */
final class SeatRows {
    private SeatRows() {}

    /** Holds what an order's seats count for, so that nobody claims it while the order changes. */
    static void lockEntitlements(Handle handle, Order order) {
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
    static List<SeatRow> of(Handle handle, Order order) {
        return handle.createQuery(
                        """
                        select s.*, (s.entitlement_id is not null and s.since_version <= e.claimed_version) as sent
                        from seat s left join entitlement e on e.id = s.entitlement_id
                        where s.shop = :shop and s.order_id = :id order by s.line_id, s.kind, s.number
                        """)
                .bind("shop", order.shop())
                .bind("id", order.id())
                .map((row, context) -> SeatRow.read(row))
                .list();
    }

    /** Whether any seat has this reference. */
    static boolean isTaken(Handle handle, String reference) {
        return handle.select("select 1 from seat where reference = ?", reference)
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
    }

    /** The entitlement that a stored seat counts for so far. */
    static Optional<Long> entitlement(Handle handle, SeatRow seat) {
        return handle.select(
                        "select entitlement_id from seat where id = ? and entitlement_id is not null",
                        seat.id())
                .mapTo(Long.class)
                .findOne();
    }

    /** Stores a seat, new or changed. */
    static void write(
            Handle handle, Order order, SeatRow seat, Optional<Long> entitlement, Instant now) {
        String statement =
                seat.id() == 0
                        ? """
                insert into seat (shop, order_id, line_id, kind, number, reference, product, entitlement_id, since_version,
                        email, first_name, last_name, course_field, course_name, role, starts_at, length, not_before_course,
                        start_on_assign, group_name, state, reason, changed_at)
                values (:shop, :order, :line, :kind, :number, :reference, :product, :entitlement, :since,
                        :email, :first, :last, :courseField, :courseName, :role, :start, :length, :notBefore,
                        :onAssign, :group, :state, :reason, :now)
                """
                        : """
                update seat set product = :product, entitlement_id = :entitlement,
                        since_version = case when entitlement_id = :entitlement then since_version else :since end,
                        email = :email, first_name = :first, last_name = :last, course_field = :courseField,
                        course_name = :courseName, role = :role, starts_at = :start, length = :length,
                        not_before_course = :notBefore, start_on_assign = :onAssign, group_name = :group, state = :state,
                        reason = :reason, changed_at = :now, reference = :reference
                where shop = :shop and order_id = :order and line_id = :line and kind = :kind and number = :number
                """;
        boolean planned = seat.terms() != null;
        handle.createUpdate(statement)
                .bind("shop", order.shop())
                .bind("order", order.id())
                .bind("line", seat.line())
                .bind("kind", seat.kind().name())
                .bind("number", seat.number())
                .bind("reference", seat.reference().isEmpty() ? null : seat.reference())
                .bind("product", seat.product())
                .bindByType("entitlement", entitlement.orElse(null), Long.class)
                .bind("since", Entitlements.NOT_FOLDED_YET)
                .bind("email", seat.email())
                .bind("first", seat.firstName())
                .bind("last", seat.lastName())
                .bind(
                        "courseField",
                        seat.courseName() == null ? null : seat.courseName().field().name())
                .bind("courseName", seat.courseName() == null ? null : seat.courseName().value())
                .bind("role", seat.role())
                .bindByType("start", planned ? seat.terms().start() : null, Instant.class)
                .bind("length", planned ? seat.terms().length().text() : null)
                .bind("notBefore", planned && seat.terms().notBeforeCourse())
                .bind("onAssign", planned && seat.terms().startOnAssign())
                .bind("group", seat.group())
                .bind("state", seat.state().name())
                .bind("reason", seat.reason())
                .bind("now", now)
                .execute();
    }
}
