package org.moodlegateway.enrolment;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.moodlegateway.catalogue.CourseName;
import org.moodlegateway.ledger.CrashPoint;
import org.moodlegateway.ledger.Entitlements;
import org.moodlegateway.ledger.Ledger;
import org.moodlegateway.ledger.Rows;

/**
 * Names of courses that lead to another course of Moodle than before, as after a rollover. New
 * seats go where the name leads now; seats that are there stay in their course.
 */
public final class CourseNames {
    /** So long after a name moved, an order may still be planned that read it before. */
    private static final Duration PLANNED_MEANWHILE = Duration.ofHours(1);

    private final Ledger ledger;
    private final UnsentSeats unsent;

    public CourseNames(Ledger ledger, Entitlements entitlements) {
        this.ledger = ledger;
        this.unsent = new UnsentSeats(entitlements);
    }

    /**
     * A name that leads to another course than before.
     *
     * @param is Moodle's id of the course to which it leads now; empty while it leads nowhere
     * @param was Moodle's id of the course to which it led before
     */
    public record Moved(CourseName name, Optional<Long> is, long was, Instant at) {
        private static Moved read(ResultSet row) throws SQLException {
            return new Moved(
                    new CourseName(
                            CourseName.Field.valueOf(row.getString("field")),
                            row.getString("name")),
                    Rows.id(row, "is_now"),
                    row.getLong("was_moodle_id"),
                    Rows.instant(row, "moved_at"));
        }

        /** As people are told, such as {@code SCI is course 9 now, was 2}. */
        public String sentence() {
            return is.map(id -> name + " is course " + id + " now, was " + was)
                    .orElse(name + " is no course now, was " + was);
        }
    }

    private record Row(long id, CourseName name, Optional<Long> sameAs, Optional<Long> moodleId) {
        static Row read(ResultSet row) throws SQLException {
            return new Row(
                    row.getLong("id"),
                    new CourseName(
                            CourseName.Field.valueOf(row.getString("field")),
                            row.getString("name")),
                    Rows.id(row, "same_as"),
                    Rows.id(row, "led_to"));
        }

        long course() {
            return sameAs.orElse(id);
        }
    }

    /**
     * The name has left the course to which it led: the course stays what it is, with all that is
     * in it, and the name waits to be found anew, with the seats that were not sent.
     *
     * @return the row that the name has now
     */
    public long leave(long name) {
        Instant now = ledger.clock().instant();
        long left =
                ledger.transaction(
                        handle -> {
                            Row row = lock(handle, name);
                            long is =
                                    row.sameAs.isPresent()
                                            ? freed(handle, row, now)
                                            : replaced(handle, row, now);
                            List<UnsentSeats.Seat> seats =
                                    UnsentSeats.soldBy(handle, is, row.course()).stream()
                                            .map(seat -> seat.in(is))
                                            .toList();
                            unsent.move(handle, seats, now);
                            return is;
                        });
        CrashPoint.at("name-left");
        return left;
    }

    private static Row lock(Handle handle, long name) {
        handle.select("select id from course where id = ? for update", name)
                .mapTo(Long.class)
                .one();
        return handle.select(
                        """
                        select n.id, n.field, n.name, n.same_as, r.moodle_id as led_to
                        from course n join course r on r.id = coalesce(n.same_as, n.id) where n.id = ?
                        """,
                        name)
                .map((row, context) -> Row.read(row))
                .one();
    }

    /** One of several names of a course: nothing hangs on its row. */
    private static long freed(Handle handle, Row row, Instant now) {
        handle.createUpdate(
                        """
                        update course set same_as = null, looked_up = false, due_at = :now, certain_until = null,
                            moved_at = :now, was_moodle_id = :was
                        where id = :id
                        """)
                .bind("now", now)
                .bindByType("was", row.moodleId.orElse(null), Long.class)
                .bind("id", row.id)
                .execute();
        return row.id;
    }

    /** The row is the course's, so the name gets another one. */
    private static long replaced(Handle handle, Row row, Instant now) {
        handle.execute(
                "update course set field = 'ID', name = cast(moodle_id as varchar(20)), called = ?,"
                        + " refused_at = null where id = ?",
                row.name.value(),
                row.id);
        handle.createUpdate(
                        """
                        insert into course (field, name, looked_up, due_at, moved_at, was_moodle_id)
                        values (:field, :name, false, :now, :now, :was)
                        """)
                .bind("field", row.name.field().name())
                .bind("name", row.name.value())
                .bind("now", now)
                .bindByType("was", row.moodleId.orElse(null), Long.class)
                .execute();
        return handle.select(
                        "select id from course where field = ? and name = ?",
                        row.name.field().name(),
                        row.name.value())
                .mapTo(Long.class)
                .one();
    }

    /**
     * Moodle has the course to which the name led no more: whoever had a live seat in it gets it
     * again where the name leads.
     *
     * @return how many enrolments are due again
     */
    public int gone(long name) {
        Instant now = ledger.clock().instant();
        return ledger.transaction(
                handle -> {
                    Row row = lock(handle, name);
                    handle.execute(
                            "update course set moodle_id = null, refused_at = null, looked_up = false,"
                                    + " due_at = ? where id = ?",
                            now,
                            row.course());
                    return SentAgain.ofCourse(handle, row.course(), now);
                });
    }

    /** Takes seats along that were planned while a name was found to lead elsewhere. */
    public void follow() {
        Instant now = ledger.clock().instant();
        Instant since = now.minus(PLANNED_MEANWHILE);
        boolean any =
                ledger.read(
                        handle ->
                                handle.select(
                                                "select 1 from course where moved_at > ? fetch first 1"
                                                        + " rows only",
                                                since)
                                        .mapTo(Integer.class)
                                        .findOne()
                                        .isPresent());
        if (any) {
            ledger.transaction(
                    handle -> {
                        List<UnsentSeats.Seat> seats = UnsentSeats.astray(handle, since, now);
                        unsent.move(handle, seats, now);
                        return seats.size();
                    });
        }
    }

    /** Every name that leads to another course than before, by name. */
    public List<Moved> moved() {
        return ledger.read(
                handle ->
                        handle.createQuery(
                                        """
                                        select n.field, n.name, n.was_moodle_id, n.moved_at, r.moodle_id as is_now
                                        from course n join course r on r.id = coalesce(n.same_as, n.id)
                                        where n.was_moodle_id is not null and n.field <> 'ID'
                                            and (r.moodle_id is null or r.moodle_id <> n.was_moodle_id)
                                        order by n.name, n.field
                                        """)
                                .map((row, context) -> Moved.read(row))
                                .list());
    }

    /** Where every name leads that was asked so far: Moodle's id of the course, by name. */
    public List<Led> led() {
        return ledger.read(
                handle ->
                        handle.createQuery(
                                        """
                                        select n.field, n.name, r.moodle_id from course n
                                            join course r on r.id = coalesce(n.same_as, n.id)
                                        where n.field in ('SHORTNAME', 'IDNUMBER') and r.moodle_id is not null
                                        order by n.name, n.field
                                        """)
                                .map(
                                        (row, context) ->
                                                new Led(
                                                        new CourseName(
                                                                CourseName.Field.valueOf(
                                                                        row.getString("field")),
                                                                row.getString("name")),
                                                        row.getLong("moodle_id")))
                                .list());
    }

    /** Where a name led when it was asked last. */
    public record Led(CourseName name, long moodleId) {}
}
