package org.moodlegateway.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.moodlegateway.catalogue.CourseName;
import org.moodlegateway.ledger.Outbox.Fact;

/**
 * Courses by the names that products use, and which course of Moodle they mean. Where a name leads
 * is certain for an hour, and no further than to the end of the day; then it is asked again, if a
 * seat needs it.
 */
public final class Courses {
    /** Stands for Moodle's id where there is no course: the account alone. */
    private static final Long SITE = 0L;

    private static final Duration SOON = Duration.ofMinutes(1);
    private static final Duration CERTAIN = Duration.ofHours(1);

    /**
     * Seats that were not sent, of due entitlements of course {@code n.same_as} or {@code n.id},
     * which were sold by the name {@code n} and go where it leads.
     */
    private static final String NEEDED =
            """
            exists (select 1 from entitlement e join seat s on s.entitlement_id = e.id
                where e.course_id = coalesce(n.same_as, n.id) and e.state = 'DIRTY' and e.due_at <= :now
                    and s.course_field = n.field and s.course_name = n.name and s.since_version > e.claimed_version
                    and s.course_stays = false and s.kind <> 'ADOPTED' and s.state in ('WAITING', 'ACTIVE'))
            """;

    private static final String UNCERTAIN =
            """
            n.field in ('SHORTNAME', 'IDNUMBER') and (n.moodle_id is not null or n.same_as is not null)
                and (n.certain_until is null or n.certain_until <= :now)
            """;

    private final Ledger ledger;
    private final Entitlements entitlements;

    public Courses(Ledger ledger, Entitlements entitlements) {
        this.ledger = ledger;
        this.entitlements = entitlements;
    }

    /**
     * A course name that Moodle must be asked about.
     *
     * @param ledTo Moodle's id of the course to which it led so far; empty if to none
     * @param refused whether Moodle refused that course since, as if it were gone
     */
    public record Unresolved(long id, CourseName name, Optional<Long> ledTo, boolean refused) {
        private static Unresolved read(ResultSet row) throws SQLException {
            return new Unresolved(
                    row.getLong("id"),
                    new CourseName(
                            CourseName.Field.valueOf(row.getString("field")),
                            row.getString("name")),
                    Rows.id(row, "led_to"),
                    Rows.instant(row, "refused_at") != null);
        }
    }

    /**
     * The id of the course of this name. While Moodle was not asked, the row stays locked, so that
     * what is found out meanwhile reaches the seats that are being planned.
     */
    public static long findOrAdd(Handle handle, CourseName course, Instant now) {
        if (find(handle, course).isEmpty()) {
            boolean site = course.field() == CourseName.Field.SITE;
            handle.execute(
                    """
                    insert into course (field, name, moodle_id, looked_up, due_at) values (?, ?, ?, ?, ?)
                    on conflict do nothing
                    """,
                    course.field().name(),
                    course.value(),
                    site ? SITE : null,
                    site,
                    now);
        }
        handle.select(
                        """
                        select id from course where field = ? and name = ? and moodle_id is null and same_as is null
                        for update
                        """,
                        course.field().name(),
                        course.value())
                .mapTo(Long.class)
                .list();
        return find(handle, course).orElseThrow();
    }

    private static Optional<Long> find(Handle handle, CourseName course) {
        return handle.select(
                        "select coalesce(same_as, id) from course where field = ? and name = ?",
                        course.field().name(),
                        course.value())
                .mapTo(Long.class)
                .findOne();
    }

    /** Names to ask Moodle about now. */
    public List<Unresolved> due(int most) {
        return ledger.read(
                handle ->
                        handle.createQuery(
                                        """
                                        select n.id, n.field, n.name, r.moodle_id as led_to, r.refused_at
                                        from course n join course r on r.id = coalesce(n.same_as, n.id)
                                        where n.due_at <= :now and ((n.moodle_id is null and n.same_as is null)
                                            or n.end_state = 'ASK' or (%s and (r.refused_at is not null or %s)))
                                        order by n.due_at, n.id fetch first :most rows only
                                        """
                                                .formatted(UNCERTAIN, NEEDED))
                                .bind("now", ledger.clock().instant())
                                .bind("most", most)
                                .map((row, context) -> Unresolved.read(row))
                                .list());
    }

    /** Whether a seat waits for Moodle to say again where the name of its course leads. */
    static boolean isAnyUncertain(Handle handle, Instant now) {
        return handle.createQuery(
                        "select 1 from course n where %s and %s fetch first 1 rows only"
                                .formatted(UNCERTAIN, NEEDED))
                .bind("now", now)
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
    }

    /** The name leads where it led. */
    public void certain(long id) {
        ledger.transaction(handle -> certain(handle, id, ledger.clock().instant()));
    }

    /**
     * The same, by a look that saw the end of the course, which is kept from the first time on.
     *
     * @param endsAt null for none
     * @return whether seats end with the course, and were only now found to have no end
     */
    public boolean certain(long id, Instant endsAt) {
        Instant now = ledger.clock().instant();
        return ledger.transaction(
                handle -> {
                    certain(handle, id, now);
                    boolean read =
                            handle.createUpdate(
                                                    """
                                                    update course set ends_at = :end, end_state = 'READ'
                                                    where id = (select coalesce(same_as, id) from course where id = :id) and end_state <> 'READ'
                                                    """)
                                            .bindByType("end", endsAt, Instant.class)
                                            .bind("id", id)
                                            .execute()
                                    == 1;
                    if (read) {
                        foldThoseThatWaitForItsDates(handle, id, now);
                    }
                    return read && endsAt == null && seatsEndWith(handle, id);
                });
    }

    private int certain(Handle handle, long id, Instant now) {
        handle.execute(
                "update course set refused_at = null where id = (select coalesce(same_as, id) from"
                        + " course where id = ?)",
                id);
        return handle.execute(
                "update course set certain_until = ?, due_at = ? where id = ?",
                certainUntil(now),
                now,
                id);
    }

    private Instant certainUntil(Instant now) {
        Instant anHour = now.plus(CERTAIN);
        Instant tomorrow =
                LocalDate.ofInstant(now, entitlements.zone())
                        .plusDays(1)
                        .atStartOfDay(entitlements.zone())
                        .toInstant();
        return tomorrow.isBefore(anHour) ? tomorrow : anHour;
    }

    /** Has every name asked again that a seat needs: names may lead elsewhere since we looked. */
    public void askAgain() {
        Instant now = ledger.clock().instant();
        ledger.transaction(
                handle ->
                        handle.execute(
                                "update course set certain_until = null, due_at = ? where"
                                        + " certain_until > ?",
                                now,
                                now));
    }

    /**
     * Moodle knows the course. Its start and its end are kept from the first time on; both are null
     * for none.
     *
     * @return whether seats end with a course that has no end, so that they have none
     */
    public boolean found(long id, long moodleId, Instant startsAt, Instant endsAt) {
        Instant now = ledger.clock().instant();
        return ledger.transaction(
                handle -> {
                    lock(handle, id);
                    Optional<Long> other =
                            handle.select(
                                            "select id from course where moodle_id = ? and id <> ?",
                                            moodleId,
                                            id)
                                    .mapTo(Long.class)
                                    .findOne();
                    if (other.isPresent()) {
                        merge(handle, id, other.get(), now);
                        tellIfMoved(handle, id, moodleId, now);
                        return false;
                    }
                    handle.createUpdate(
                                    """
                                    update course set moodle_id = :moodle, starts_at = coalesce(starts_at, :start), looked_up = true,
                                            ends_at = case when end_state = 'READ' then ends_at else :end end, end_state = 'READ'
                                    where id = :id
                                    """)
                            .bind("moodle", moodleId)
                            .bindByType("start", startsAt, Instant.class)
                            .bindByType("end", endsAt, Instant.class)
                            .bind("id", id)
                            .execute();
                    certain(handle, id, now);
                    foldThoseThatWaitForItsDates(handle, id, now);
                    tellIfMoved(handle, id, moodleId, now);
                    return endsAt == null && seatsEndWith(handle, id);
                });
    }

    /** Once for each time that a name leads elsewhere. */
    private static void tellIfMoved(Handle handle, long id, long moodleId, Instant now) {
        handle.select(
                        """
                        select field, name, was_moodle_id, moved_at from course
                        where id = ? and was_moodle_id <> ?
                        """,
                        id,
                        moodleId)
                .map(
                        (row, context) ->
                                moved(
                                        new CourseName(
                                                CourseName.Field.valueOf(row.getString("field")),
                                                row.getString("name")),
                                        moodleId,
                                        row.getLong("was_moodle_id"),
                                        Rows.instant(row, "moved_at")))
                .forEach(fact -> Outbox.note(handle, now, fact));
    }

    private static Fact moved(CourseName name, long is, long was, Instant at) {
        return new Fact(
                "alert",
                "alert course-moved " + name.field() + " " + name.value() + " " + is + " " + at,
                "",
                "",
                Map.of(
                        "alert",
                        "course-moved",
                        "subject",
                        name.toString(),
                        "course",
                        String.valueOf(is),
                        "was",
                        String.valueOf(was),
                        "since",
                        at.toString(),
                        "hint",
                        name
                                + " is course "
                                + is
                                + " now, was "
                                + was
                                + ": new seats go into course "
                                + is
                                + ", seats that are there stay in course "
                                + was
                                + "."));
    }

    private static boolean seatsEndWith(Handle handle, long course) {
        return handle.select(
                                """
                                select count(*) from seat s join entitlement e on e.id = s.entitlement_id
                                where e.course_id = ? and s.length = 'COURSE'
                                """,
                                course)
                        .mapTo(Long.class)
                        .one()
                > 0;
    }

    /**
     * Has the end asked for of courses in which these end, and which were found before ends were
     * kept.
     */
    static void askForEnds(Handle handle, List<Long> entitlements, Instant now) {
        handle.createUpdate(
                        """
                        update course set end_state = 'ASK', due_at = :now
                        where end_state = '' and moodle_id > 0 and id in (
                            select e.course_id from entitlement e where e.id in (<ids>))
                        """)
                .bind("now", now)
                .bindList("ids", entitlements)
                .execute();
    }

    private void foldThoseThatWaitForItsDates(Handle handle, long course, Instant now) {
        List<Long> waiting =
                handle.select(
                                """
                                select distinct e.id from entitlement e join seat s on s.entitlement_id = e.id
                                where e.course_id = ? and (s.not_before_course = true or s.length like 'COURSE%') order by e.id
                                """,
                                course)
                        .mapTo(Long.class)
                        .list();
        entitlements.fold(handle, waiting, "", now);
    }

    /**
     * Two names mean one course: what hung on the second, never sent so far, moves to the first.
     */
    private void merge(Handle handle, long alias, long course, Instant now) {
        if (isUnderWay(handle, alias)) {
            handle.execute("update course set due_at = ? where id = ?", now.plus(SOON), alias);
            return;
        }
        handle.execute(
                "update course set same_as = ?, looked_up = true where id = ?", course, alias);
        certain(handle, alias, now);
        handle.select(
                        "select id, person_id from entitlement where course_id = ? order by"
                                + " person_id",
                        alias)
                .map((row, context) -> new long[] {row.getLong("id"), row.getLong("person_id")})
                .list()
                .forEach(
                        from ->
                                move(
                                        handle,
                                        from[0],
                                        Entitlements.findOrAdd(handle, from[1], course, now),
                                        now));
    }

    private static void lock(Handle handle, long id) {
        handle.select("select id from course where id = ? for update", id).mapTo(Long.class).one();
    }

    /** Whether a call about people of this course may be running now. */
    private static boolean isUnderWay(Handle handle, long course) {
        return handle.select(
                                "select count(*) from entitlement where course_id = ? and state in"
                                        + " ('SENDING', 'UNKNOWN')",
                                course)
                        .mapTo(Long.class)
                        .one()
                > 0;
    }

    private void move(Handle handle, long from, long to, Instant now) {
        Groups.move(handle, from, to, now);
        handle.execute(
                "update seat set entitlement_id = ?, since_version = ? where entitlement_id = ?",
                to,
                Long.MAX_VALUE,
                from);
        handle.execute(
                """
                update entitlement set asked = true
                where id = ? and exists (select 1 from entitlement e where e.id = ? and e.applied_version > 0)
                """,
                to,
                from);
        handle.execute("delete from entitlement where id = ?", from);
        entitlements.fold(handle, List.of(to), "", now);
    }

    /** Moodle knows no such course; ask again after {@code wait}. True the first time. */
    public boolean missing(long id, Duration wait) {
        Instant now = ledger.clock().instant();
        return ledger.transaction(
                handle -> {
                    boolean first =
                            handle.select("select looked_up from course where id = ?", id)
                                    .mapTo(Boolean.class)
                                    .map(known -> !known)
                                    .one();
                    handle.execute(
                            "update course set looked_up = true, due_at = ? where id = ?",
                            now.plus(wait),
                            id);
                    return first;
                });
    }

    /** Moodle gave no answer about it: ask again after {@code wait}. */
    public void later(long id, Duration wait) {
        Instant due = ledger.clock().instant().plus(wait);
        ledger.transaction(
                handle -> handle.execute("update course set due_at = ? where id = ?", due, id));
    }

    /** Moodle refused this id as if the course were gone: ask where its names lead. */
    public void doubt(long moodleId) {
        Instant now = ledger.clock().instant();
        ledger.transaction(
                handle -> {
                    handle.execute(
                            "update course set refused_at = ? where moodle_id = ?", now, moodleId);
                    return handle.execute(
                            """
                            update course set certain_until = null, due_at = ? where coalesce(same_as, id) in (
                                select id from course where moodle_id = ?)
                            """,
                            now,
                            moodleId);
                });
    }

    /** Whether any course is known to be missing, and which. */
    public List<String> missingNames() {
        return ledger.read(
                handle ->
                        handle.select(
                                        "select name from course where moodle_id is null and"
                                                + " same_as is null and looked_up = true order by name")
                                .mapTo(String.class)
                                .list());
    }
}
