package org.moodlegateway.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Stops what would take access from too many people. Whatever takes access away is noted with the
 * order or run that wants it; when more than a share of the site's, or of one course's, live people
 * lose it within a window, none of that is sent until an administrator confirms it. What was to end
 * now anyway, and one order alone, don't count.
 */
public final class Guards {
    private final Ledger ledger;
    private final Limits limits;

    public Guards(Ledger ledger, Limits limits) {
        this.ledger = ledger;
        this.limits = limits;
    }

    /**
     * When it is too much.
     *
     * @param percent of the live people, of the site or of one course
     * @param least fewer people are never too many
     * @param window what is taken within it is counted together
     */
    public record Limits(int percent, int least, Duration window) {
        /** Ten in a hundred, twenty or more, within an hour. */
        public static final Limits USUAL = new Limits(10, 20, Duration.ofHours(1));

        private boolean exceededBy(long taken, long live) {
            return taken >= least && taken * 100 > live * percent;
        }
    }

    /** Something that waits for an administrator, or that one decided about. */
    public record Guard(
            long id,
            Instant since,
            int people,
            String detail,
            String state,
            String confirmedBy,
            Instant confirmedAt) {}

    /** Found by two indexes: this is asked with every claim, and a ledger may have millions. */
    private static final String TAKEN =
            """
            from entitlement e where e.taken_by <> '' and e.id in (
                select id from entitlement where taken_at > :from
                union select held.id from guard g join entitlement held on held.guard_id = g.id where g.state = 'OPEN')
            """;

    /** Holds what is too much. Runs in the claim's transaction, which is one at a time. */
    public void check(Handle handle, Instant now) {
        Instant from = now.minus(limits.window);
        Counted counted =
                handle.createQuery(
                                """
                                select count(distinct person_id) as people, count(distinct taken_by) as causes,
                                    count(case when taken_by like 'run %' then 1 end) as of_runs
                                """
                                        + TAKEN)
                        .bind("from", from)
                        .map((row, context) -> Counted.read(row))
                        .one();
        if (counted.people < limits.least || (counted.causes < 2 && counted.ofRuns == 0)) {
            return;
        }
        Optional<String> tooMuch = tooMuch(handle, counted.people, from, now);
        if (tooMuch.isPresent()) {
            hold(handle, counted.people, tooMuch.get(), from, now);
        }
    }

    private record Counted(int people, int causes, int ofRuns) {
        static Counted read(ResultSet row) throws SQLException {
            return new Counted(row.getInt("people"), row.getInt("causes"), row.getInt("of_runs"));
        }
    }

    private Optional<String> tooMuch(Handle handle, int taken, Instant from, Instant now) {
        long live = live(handle, "", Map.of(), now) + taken;
        if (limits.exceededBy(taken, live)) {
            return Optional.of(taken + " of " + live + " people of the site");
        }
        return handle
                .createQuery(
                        "select e.course_id, count(*) as people "
                                + TAKEN
                                + " group by e.course_id having count(*) >= :least order by"
                                + " e.course_id")
                .bind("from", from)
                .bind("least", limits.least)
                .map((row, context) -> new long[] {row.getLong("course_id"), row.getLong("people")})
                .list()
                .stream()
                .filter(
                        course ->
                                limits.exceededBy(
                                        course[1],
                                        live(
                                                        handle,
                                                        " and course_id = :course",
                                                        Map.of("course", course[0]),
                                                        now)
                                                + course[1]))
                .findFirst()
                .map(course -> course[1] + " people of course " + name(handle, course[0]));
    }

    private static String name(Handle handle, long course) {
        return handle.select("select coalesce(called, name) from course where id = ?", course)
                .mapTo(String.class)
                .one();
    }

    private static long live(
            Handle handle, String condition, Map<String, Object> values, Instant now) {
        return handle.createQuery(
                        """
                        select count(distinct person_id) from entitlement where applied_version > 0 and suspended = false
                            and absent = false and roles <> '' and (ends_at is null or ends_at > :now)
                        """
                                + condition)
                .bind("now", now)
                .bindMap(values)
                .mapTo(Long.class)
                .one();
    }

    private void hold(Handle handle, int people, String detail, Instant from, Instant now) {
        Optional<Long> open =
                handle.select("select id from guard where state = 'OPEN'")
                        .mapTo(Long.class)
                        .findOne();
        long id =
                open.orElseGet(
                        () ->
                                handle.createUpdate(
                                                "insert into guard (since, people, detail, state)"
                                                        + " values (:now, :people, :detail, 'OPEN')")
                                        .bind("now", now)
                                        .bind("people", people)
                                        .bind("detail", detail)
                                        .executeAndReturnGeneratedKeys("id")
                                        .mapTo(Long.class)
                                        .one());
        int held =
                handle.createUpdate(
                                """
                                update entitlement set guard_id = :id where guard_id is null and taken_by <> '' and taken_at > :from
                                    and desired_version > applied_version and state = 'DIRTY'
                                """)
                        .bind("id", id)
                        .bind("from", from)
                        .execute();
        if (open.isPresent() && held > 0) {
            handle.execute(
                    "update guard set people = ?, detail = ? where id = ?", people, detail, id);
        }
        if (open.isEmpty()) {
            Outbox.note(
                    handle,
                    now,
                    new Outbox.Fact(
                            "guard-open",
                            "guard " + id,
                            "",
                            "",
                            Map.of(
                                    "guard", String.valueOf(id),
                                    "people", String.valueOf(people),
                                    "detail", detail)));
        }
    }

    /** The newest first. */
    public List<Guard> all(int most) {
        return ledger.read(
                handle ->
                        handle.createQuery(
                                        "select * from guard order by id desc fetch first :most"
                                                + " rows only")
                                .bind("most", most)
                                .map((row, context) -> read(row))
                                .list());
    }

    private static Guard read(ResultSet row) throws SQLException {
        return new Guard(
                row.getLong("id"),
                Rows.instant(row, "since"),
                row.getInt("people"),
                row.getString("detail"),
                row.getString("state"),
                Rows.text(row, "confirmed_by"),
                Rows.instant(row, "confirmed_at"));
    }

    /**
     * Lets go what a guard holds: it is sent, and counted no more.
     *
     * @return false if there is no such open guard
     */
    public boolean confirm(long id, String actor) {
        Instant now = ledger.clock().instant();
        return ledger.transaction(
                handle -> {
                    handle.execute("select id from site where id = 1 for update");
                    int confirmed =
                            handle.execute(
                                    "update guard set state = 'CONFIRMED', confirmed_by = ?,"
                                            + " confirmed_at = ? where id = ? and state = 'OPEN'",
                                    actor,
                                    now,
                                    id);
                    if (confirmed == 0) {
                        return false;
                    }
                    int released =
                            handle.execute(
                                    "update entitlement set guard_id = null, taken_at = null,"
                                            + " taken_by = '' where guard_id = ?",
                                    id);
                    forgetWhatWasSentBefore(handle, now);
                    Audit.write(
                            handle, now, actor, "confirm", "guard " + id, released + " released");
                    Outbox.note(
                            handle,
                            now,
                            new Outbox.Fact(
                                    "guard-over",
                                    "guard over " + id,
                                    "",
                                    "",
                                    Map.of("guard", String.valueOf(id), "actor", actor)));
                    return true;
                });
    }

    /** What slipped through before the guard closed is part of what was confirmed. */
    private void forgetWhatWasSentBefore(Handle handle, Instant now) {
        handle.execute(
                "update entitlement set taken_at = null, taken_by = '' where taken_by <> '' and"
                        + " taken_at > ?",
                now.minus(limits.window));
    }
}
