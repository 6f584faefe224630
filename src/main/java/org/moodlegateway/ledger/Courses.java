package org.moodlegateway.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.moodlegateway.catalogue.CourseName;

/** Courses by the names that products use, and which course of Moodle they mean. */
public final class Courses {
    /** Stands for Moodle's id where there is no course: the account alone. */
    private static final Long SITE = 0L;

    private static final Duration SOON = Duration.ofMinutes(1);

    private final Ledger ledger;
    private final Entitlements entitlements;

    public Courses(Ledger ledger, Entitlements entitlements) {
        this.ledger = ledger;
        this.entitlements = entitlements;
    }

    /** A course name that Moodle must be asked about. */
    public record Unresolved(long id, CourseName name) {}

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
                                        select id, field, name from course
                                        where same_as is null and due_at <= :now
                                            and (moodle_id is null or end_state = 'ASK')
                                        order by due_at, id fetch first :most rows only
                                        """)
                                .bind("now", ledger.clock().instant())
                                .bind("most", most)
                                .map(
                                        (row, context) ->
                                                new Unresolved(
                                                        row.getLong("id"),
                                                        new CourseName(
                                                                CourseName.Field.valueOf(
                                                                        row.getString("field")),
                                                                row.getString("name"))))
                                .list());
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
                    foldThoseThatWaitForItsDates(handle, id, now);
                    return endsAt == null && seatsEndWith(handle, id);
                });
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

    /** Moodle refused this id: find the course anew by its name. */
    public void forget(long moodleId) {
        Instant now = ledger.clock().instant();
        ledger.transaction(
                handle ->
                        handle.execute(
                                "update course set moodle_id = null, due_at = ? where moodle_id ="
                                        + " ?",
                                now,
                                moodleId));
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
