package org.moodlegateway.enrolment;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;
import org.moodlegateway.ledger.Entitlements;
import org.moodlegateway.ledger.Groups;

/**
 * Seats that Moodle was never told of: they can go to another course or another person as if they
 * had been planned there. Everything here runs in the caller's transaction.
 */
final class UnsentSeats {
    private static final String COLUMNS =
            "select s.id, s.shop, s.reference, s.group_name, s.entitlement_id, e.person_id, e.course_id"
                    + " from seat s join entitlement e on e.id = s.entitlement_id";

    /** Not what was adopted: that is there already. */
    private static final String LIVE =
            " and s.kind <> 'ADOPTED' and s.state in ('WAITING', 'ACTIVE') order by s.id";

    private final Entitlements entitlements;

    UnsentSeats(Entitlements entitlements) {
        this.entitlements = entitlements;
    }

    /** A seat, and what it counts for. {@code reference} is null for what the buyer gets. */
    record Seat(
            long id,
            String shop,
            String reference,
            String group,
            long entitlement,
            long person,
            long course) {
        private static Seat read(ResultSet row) throws SQLException {
            return new Seat(
                    row.getLong("id"),
                    row.getString("shop"),
                    row.getString("reference"),
                    row.getString("group_name"),
                    row.getLong("entitlement_id"),
                    row.getLong("person_id"),
                    row.getLong("course_id"));
        }

        Seat in(long otherCourse) {
            return new Seat(id, shop, reference, group, entitlement, person, otherCourse);
        }

        Seat of(long otherPerson) {
            return new Seat(id, shop, reference, group, entitlement, otherPerson, course);
        }
    }

    /** Those of one course that were sold by a name of it, but for seats that stay there. */
    static List<Seat> soldBy(Handle handle, long name, long course) {
        return handle.createQuery(
                        COLUMNS
                                + " join course n on n.field = s.course_field and n.name = s.course_name"
                                + " where n.id = :name and e.course_id = :course and s.course_stays = false"
                                + " and s.since_version > e.claimed_version"
                                + LIVE)
                .bind("name", name)
                .bind("course", course)
                .map((row, context) -> Seat.read(row))
                .list();
    }

    /**
     * Due ones that were planned while a name was found to lead elsewhere, and so stand in the
     * course that it has left; only of names that moved after {@code moved}.
     */
    static List<Seat> astray(Handle handle, Instant moved, Instant now) {
        return handle.createQuery(
                        COLUMNS.replace("e.course_id", "coalesce(n.same_as, n.id) as course_id")
                                + " join course n on n.field = s.course_field and n.name = s.course_name"
                                + " where n.moved_at > :moved and coalesce(n.same_as, n.id) <> e.course_id"
                                + " and e.state = 'DIRTY' and e.due_at <= :now and s.course_stays = false"
                                + " and s.since_version > e.claimed_version"
                                + LIVE)
                .bind("moved", moved)
                .bind("now", now)
                .map((row, context) -> Seat.read(row))
                .list();
    }

    /**
     * Those of a person that came in under one address after {@code since}. What is in the caller's
     * own claim counts as unsent as well, unless a call about it had no answer.
     */
    static List<Seat> ofPerson(
            Handle handle, long person, String address, Instant since, String claim) {
        return handle.createQuery(
                        COLUMNS
                                + " where e.person_id = :person and lower(s.email) = :address and s.changed_at > :since"
                                + " and s.since_version > case when e.claim_id = :claim and e.unknowns = 0"
                                + " then greatest(e.applied_version, e.shown_version) else e.claimed_version end"
                                + LIVE)
                .bind("person", person)
                .bind("address", address)
                .bind("since", since)
                .bind("claim", claim)
                .map((row, context) -> Seat.read(row))
                .list();
    }

    /** Has each count for the person and course that its record names now. */
    void move(Handle handle, List<Seat> seats, Instant now) {
        TreeSet<Long> touched = new TreeSet<>();
        for (Seat seat : seats) {
            long to = Entitlements.findOrAdd(handle, seat.person, seat.course, now);
            handle.execute(
                    "update seat set entitlement_id = ?, since_version = ? where id = ?",
                    to,
                    Entitlements.NOT_FOLDED_YET,
                    seat.id);
            if (!seat.group.isEmpty()) {
                long group = Groups.findOrAdd(handle, seat.course, seat.shop, seat.group, now);
                Groups.want(handle, group, to);
            }
            touched.add(seat.entitlement);
            touched.add(to);
        }
        entitlements.fold(handle, touched, "", now);
    }
}
