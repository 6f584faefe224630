package org.moodlegateway.orders;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.moodlegateway.ledger.FirstAccess;
import org.moodlegateway.ledger.Ledger;
import org.moodlegateway.orders.Corrections.State;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks Moodle whether those whose seats are to be corrected have opened their courses, one call a
 * course however many they are, with no transaction open; then has their orders planned again,
 * which moves the seats of those who have not. While Moodle gives no answer, the question waits.
 * Several nodes may ask: a question is claimed for a while.
 */
public final class Corrector {
    private static final Logger LOG = LoggerFactory.getLogger(Corrector.class);
    private static final int AT_ONCE = 1000;
    private static final Duration CLAIMED_FOR = Duration.ofMinutes(1);
    private static final int LONGEST_WAIT_SECONDS = 300;

    private final Ledger ledger;
    private final FirstAccess firstAccess;

    public Corrector(Ledger ledger, FirstAccess firstAccess) {
        this.ledger = ledger;
        this.firstAccess = firstAccess;
    }

    /**
     * A question that is claimed.
     *
     * @param course Moodle's id, like that of the user; 0 if Moodle doesn't know it any more
     * @param shown whether Moodle ever showed the enrolment; if not there was nothing to open
     */
    private record Claimed(
            long seat, long entitlement, long course, long user, boolean shown, int attempts) {
        static Claimed read(ResultSet row) throws SQLException {
            return new Claimed(
                    row.getLong("seat_id"),
                    row.getLong("entitlement_id"),
                    row.getLong("course"),
                    row.getLong("account"),
                    row.getLong("applied_version") > 0,
                    row.getInt("attempts"));
        }

        boolean hasNothingToOpen() {
            return !shown || course == 0 || user == 0;
        }
    }

    /** Asks about one course; false if nothing is due. */
    public boolean askSome() {
        List<Claimed> claimed = ledger.transaction(this::claim);
        if (claimed.isEmpty()) {
            return false;
        }
        Optional<Set<Long>> awaited =
                claimed.stream().allMatch(Claimed::hasNothingToOpen)
                        ? Optional.of(Set.of())
                        : firstAccess.asked(claimed.get(0).course);
        ledger.transaction(
                handle -> {
                    if (awaited.isPresent()) {
                        answer(handle, claimed, awaited.get());
                    } else {
                        postpone(handle, claimed);
                    }
                    return null;
                });
        return true;
    }

    /**
     * All that is due of one course. What is on its way to Moodle is not asked about before it is
     * there: who isn't enrolled yet would count as having opened the course.
     */
    private List<Claimed> claim(Handle handle) {
        Instant now = ledger.clock().instant();
        Optional<Long> course =
                handle.createQuery(
                                """
                                select coalesce(e.course_id, 0) from correction c left join entitlement e on e.id = c.entitlement_id
                                where c.state = 'DUE' and c.due_at <= :now
                                    and (e.id is null or e.applied_version > 0 or e.state in ('CLEAN', 'PARKED', 'HELD'))
                                order by c.due_at, c.seat_id fetch first 1 rows only
                                """)
                        .bind("now", now)
                        .mapTo(Long.class)
                        .findOne();
        if (course.isEmpty()) {
            return List.of();
        }
        List<Claimed> due =
                handle.createQuery(
                                """
                                select c.seat_id, c.entitlement_id, c.attempts, coalesce(k.moodle_id, 0) as course,
                                    coalesce(p.moodle_id, 0) as account, coalesce(e.applied_version, 0) as applied_version
                                from correction c left join entitlement e on e.id = c.entitlement_id
                                    left join course k on k.id = e.course_id left join person p on p.id = e.person_id
                                where c.state = 'DUE' and c.due_at <= :now and coalesce(e.course_id, 0) = :course
                                    and (e.id is null or e.applied_version > 0 or e.state in ('CLEAN', 'PARKED', 'HELD'))
                                order by c.seat_id fetch first :most rows only
                                """)
                        .bind("now", now)
                        .bind("course", course.get())
                        .bind("most", AT_ONCE)
                        .map((row, context) -> Claimed.read(row))
                        .list();
        return due.stream()
                .filter(
                        one ->
                                handle.execute(
                                                "update correction set due_at = ? where seat_id = ?"
                                                        + " and state = 'DUE' and due_at <= ?",
                                                now.plus(CLAIMED_FOR),
                                                one.seat,
                                                now)
                                        == 1)
                .toList();
    }

    /** Orders first, as whoever applies one locks it before its corrections. */
    private void answer(Handle handle, List<Claimed> claimed, Set<Long> awaited) {
        Instant now = ledger.clock().instant();
        handle.createUpdate(
                        """
                        update orders set plan_again = true where (shop, order_id) in (
                            select shop, order_id from seat where id in (<ids>))
                        """)
                .bindList("ids", claimed.stream().map(Claimed::seat).toList())
                .execute();
        PreparedBatch batch =
                handle.prepareBatch(
                        """
                        update correction set state = ?, asked_at = ? where seat_id = ? and entitlement_id = ? and state = 'DUE'
                        """);
        int cleared = 0;
        for (Claimed one : claimed) {
            boolean never = one.hasNothingToOpen() || awaited.contains(one.user);
            cleared += never ? 1 : 0;
            batch.add(
                    (never ? State.CLEARED : State.OPENED).name(), now, one.seat, one.entitlement);
        }
        batch.execute();
        LOG.info(
                "Asked for first accesses course={} corrected={} opened={}",
                claimed.get(0).course,
                cleared,
                claimed.size() - cleared);
    }

    private void postpone(Handle handle, List<Claimed> claimed) {
        Instant now = ledger.clock().instant();
        PreparedBatch batch =
                handle.prepareBatch(
                        "update correction set due_at = ?, attempts = attempts + 1 where seat_id ="
                                + " ? and state = 'DUE'");
        claimed.forEach(one -> batch.add(now.plus(delay(one.attempts)), one.seat));
        batch.execute();
        LOG.warn(
                "Moodle doesn't say who opened the course, asked again later course={} seats={}",
                claimed.get(0).course,
                claimed.size());
    }

    private static Duration delay(int attempts) {
        return Duration.ofSeconds(Math.min(LONGEST_WAIT_SECONDS, 1L << Math.min(attempts, 20)));
    }
}
