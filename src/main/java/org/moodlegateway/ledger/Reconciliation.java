package org.moodlegateway.ledger;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toSet;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;
import org.moodlegateway.catalogue.CourseName;
import org.moodlegateway.entitlement.Drift;
import org.moodlegateway.entitlement.Standing;
import org.moodlegateway.seat.Period;

/**
 * What the ledger believes that Moodle shows. Only entitlements whose newest wish Moodle said yes
 * to are compared, and those that an earlier comparison held. Reads only.
 */
public final class Reconciliation {
    private static final String BY_HAND =
            Arrays.stream(Drift.values())
                    .map(drift -> "'" + drift.code() + "'")
                    .collect(java.util.stream.Collectors.joining(", "));

    private static final String JUDGED =
            """
            e.absent = false and e.applied_version > 0 and e.roles <> '' and p.moodle_id is not null
                and ((e.state = 'CLEAN' and e.applied_version = e.desired_version)
                    or (e.state = 'HELD' and e.guard_id is null and e.code in (%s)))
            """
                    .formatted(BY_HAND);

    private final Ledger ledger;

    public Reconciliation(Ledger ledger) {
        this.ledger = ledger;
    }

    /** A course that the ledger enrolled people in. {@code moodleId} is Moodle's id of it. */
    public record Course(long id, CourseName name, long moodleId) {}

    /** Courses with people to compare; {@code name} empty for all. */
    public List<Course> courses(String name) {
        return ledger.read(
                handle ->
                        handle.createQuery(
                                        """
                                        select c.id, c.field, c.name, c.moodle_id from course c
                                        where c.moodle_id is not null and c.field <> 'SITE' and exists (
                                                select 1 from entitlement e join person p on p.id = e.person_id
                                                where e.course_id = c.id and %s)
                                            and (:name = '' or c.id in (
                                                select coalesce(same_as, id) from course where name = :name or called = :name))
                                        order by c.id
                                        """
                                                .formatted(JUDGED))
                                .bind("name", name)
                                .map(
                                        (row, context) ->
                                                new Course(
                                                        row.getLong("id"),
                                                        new CourseName(
                                                                CourseName.Field.valueOf(
                                                                        row.getString("field")),
                                                                row.getString("name")),
                                                        row.getLong("moodle_id")))
                                .list());
    }

    /** The next people of a course by Moodle's id of them, above {@code after}. */
    public List<Believed> next(Course course, long after, int most) {
        return ledger.read(
                handle -> {
                    List<Row> rows =
                            handle.createQuery(
                                            """
                                            select e.*, p.moodle_id as user_id, p.email
                                            from entitlement e join person p on p.id = e.person_id
                                            where e.course_id = :course and p.moodle_id > :after and %s
                                            order by p.moodle_id fetch first :most rows only
                                            """
                                                    .formatted(JUDGED))
                                    .bind("course", course.id)
                                    .bind("after", after)
                                    .bind("most", most)
                                    .map((row, context) -> Row.read(row))
                                    .list();
                    Map<Long, Set<Long>> groups = groups(handle, rows);
                    return rows.stream()
                            .map(row -> row.with(groups.getOrDefault(row.id, Set.of())))
                            .toList();
                });
    }

    private static Map<Long, Set<Long>> groups(Handle handle, List<Row> rows) {
        if (rows.isEmpty()) {
            return Map.of();
        }
        return handle
                .createQuery(
                        """
                        select m.entitlement_id, g.moodle_id from membership m join course_group g on g.id = m.group_id
                        where m.state = 'DONE' and g.moodle_id is not null and m.entitlement_id in (<ids>)
                        """)
                .bindList("ids", rows.stream().map(Row::id).toList())
                .map((row, context) -> Map.entry(row.getLong(1), row.getLong(2)))
                .list()
                .stream()
                .collect(groupingBy(Map.Entry::getKey, mapping(Map.Entry::getValue, toSet())));
    }

    private record Row(
            long id,
            long version,
            long userId,
            String email,
            boolean held,
            boolean newest,
            TreeSet<String> roles,
            TreeSet<String> given,
            TreeSet<String> foreign,
            Period period,
            boolean suspended) {

        static Row read(ResultSet row) throws SQLException {
            return new Row(
                    row.getLong("id"),
                    row.getLong("desired_version"),
                    row.getLong("user_id"),
                    row.getString("email"),
                    row.getString("state").equals("HELD"),
                    row.getLong("applied_version") == row.getLong("desired_version"),
                    Rows.words(row, "roles"),
                    Rows.words(row, "given_roles"),
                    Rows.words(row, "foreign_roles"),
                    new Period(Rows.instant(row, "starts_at"), Rows.end(row, "ends_at")),
                    row.getBoolean("suspended"));
        }

        /** A wish that was held back asks of Moodle only what an earlier one gave. */
        Believed with(Set<Long> groups) {
            TreeSet<String> shown = new TreeSet<>(roles);
            TreeSet<String> ours = new TreeSet<>(given);
            if (newest) {
                ours.addAll(roles);
            } else {
                shown.retainAll(given);
            }
            Set<String> known = held ? Set.of() : foreign;
            return new Believed(
                    id,
                    version,
                    userId,
                    email,
                    held,
                    new Standing(shown, ours, known, period, suspended, groups));
        }
    }
}
