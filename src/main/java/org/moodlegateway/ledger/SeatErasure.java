package org.moodlegateway.ledger;

import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.moodlegateway.ledger.Erasure.OrderKey;

/**
 * Takes somebody off their seats. A seat that may have reached Moodle is over, any other is
 * cancelled; a newer event of the order moves neither.
 */
final class SeatErasure {
    /** Why such a seat ended. */
    static final String REASON = "erased";

    private SeatErasure() {}

    private record Seat(long id, String email, String group, String assignedBy) {}

    private static final String SEATS =
            "select id, email, group_name, assigned_by from seat where lower(email) = ?";

    /** All seats of the person. */
    static int hide(Handle handle, Pseudonym person, Instant now) {
        int seats = hide(handle.select(SEATS + " for update", person.key()), person, now);
        hideTraces(handle, person);
        return seats;
    }

    /** Those of one order. */
    static int hide(Handle handle, OrderKey order, Pseudonym person, Instant now) {
        return hide(
                handle.select(
                        SEATS + " and shop = ? and order_id = ? for update",
                        person.key(),
                        order.shop(),
                        order.id()),
                person,
                now);
    }

    private static int hide(Query query, Pseudonym person, Instant now) {
        List<Seat> seats =
                query
                        .map(
                                (row, context) ->
                                        new Seat(
                                                row.getLong("id"),
                                                row.getString("email"),
                                                row.getString("group_name"),
                                                row.getString("assigned_by")))
                        .list()
                        .stream()
                        .filter(seat -> person.isOf(seat.email))
                        .toList();
        seats.forEach(seat -> hide(query.getHandle(), seat, person, now));
        return seats.size();
    }

    private static void hide(Handle handle, Seat seat, Pseudonym person, Instant now) {
        handle.createUpdate(
                        """
                        update seat set email = :name, first_name = '', last_name = '', assigned_by = :by, group_name = :group,
                                renewal = '', next_at = null,
                                order_id = case when kind = 'ADOPTED' then :adopted else order_id end,
                                reason = case when state = 'CANCELLED' then reason else :reason end,
                                state = case when state in ('ACTIVE', 'EXPIRED') then 'EXPIRED'
                                    when entitlement_id in (select id from entitlement
                                        where claimed_version > 0 and seat.since_version <= claimed_version) then 'EXPIRED'
                                    else 'CANCELLED' end,
                                changed_at = :now
                        where id = :id
                        """)
                .bind("name", person.name())
                .bind("by", person.hide(seat.assignedBy))
                .bind("group", person.hideWithin(seat.group))
                .bind("adopted", person.name() + "/" + seat.id)
                .bind("reason", REASON)
                .bind("now", now)
                .bind("id", seat.id)
                .execute();
        handle.execute(
                "update seat set entitlement_id = null, since_version = ? where id = ?",
                Entitlements.NOT_FOLDED_YET,
                seat.id);
    }

    /** Where the e-mail stands on seats of others: who put them there, and groups named by it. */
    private static void hideTraces(Handle handle, Pseudonym person) {
        String within = "%" + Erasure.like(person.key()) + "%";
        record Trace(long id, String by, String group) {}
        handle.select(
                        """
                        select id, assigned_by, group_name from seat
                        where lower(assigned_by) like ? or lower(group_name) like ?
                        """,
                        within,
                        within)
                .map(
                        (row, context) ->
                                new Trace(
                                        row.getLong("id"),
                                        row.getString("assigned_by"),
                                        row.getString("group_name")))
                .list()
                .forEach(
                        trace ->
                                handle.execute(
                                        "update seat set assigned_by = ?, group_name = ? where id ="
                                                + " ?",
                                        person.hide(trace.by),
                                        person.hideWithin(trace.group),
                                        trace.id));
        record Group(long id, String idnumber, String name) {}
        handle.select(
                        "select id, idnumber, name from course_group where lower(name) like ?",
                        within)
                .map(
                        (row, context) ->
                                new Group(
                                        row.getLong("id"),
                                        row.getString("idnumber"),
                                        row.getString("name")))
                .list()
                .forEach(
                        group ->
                                handle.execute(
                                        "update course_group set name = ?, idnumber = ? where id ="
                                                + " ?",
                                        person.hideWithin(group.name),
                                        person.hideWithin(group.idnumber),
                                        group.id));
    }
}
