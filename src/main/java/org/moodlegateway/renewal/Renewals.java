package org.moodlegateway.renewal;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;
import org.moodlegateway.ledger.CrashPoint;
import org.moodlegateway.ledger.Entitlements;
import org.moodlegateway.ledger.Ledger;
import org.moodlegateway.ledger.RenewedSeat;
import org.moodlegateway.ledger.Rows;
import org.moodlegateway.renewal.RenewalStep.Act;
import org.moodlegateway.renewal.RenewalStep.Wish;
import org.moodlegateway.seat.Due;

/**
 * What is due for seats by their dates: more time, questions, reminders, their end. It is found by
 * date, claimed with what it folds into, and done in one transaction; whoever does it twice, late,
 * or beside somebody else, does it once.
 */
public final class Renewals {
    private final Ledger ledger;
    private final Entitlements entitlements;
    private final OrderedRenewals ordered;

    public Renewals(Ledger ledger, Entitlements entitlements) {
        this.ledger = ledger;
        this.entitlements = entitlements;
        this.ordered = new OrderedRenewals(entitlements);
    }

    /** Does what is due now for so many seats at most. */
    public RenewalStep step(int most) {
        return ledger.transaction(
                handle -> {
                    RenewalStep done = step(handle, most, ledger.clock().instant());
                    CrashPoint.at("renewals-before-commit");
                    return done;
                });
    }

    /**
     * What all steps would do one after the other if it were {@code at}: they are done, and undone
     * again.
     */
    public List<RenewalStep> rehearse(int most, Instant at) {
        return ledger.rehearse(
                handle -> {
                    List<RenewalStep> steps = new ArrayList<>();
                    RenewalStep step = step(handle, most, at);
                    while (step.worked()) {
                        steps.add(step);
                        step = step(handle, most, at);
                    }
                    return steps;
                });
    }

    private RenewalStep step(Handle handle, int most, Instant now) {
        if (ordered.applyWaiting(handle, most, now) || ReplacementRows.wake(handle, most, now)) {
            return RenewalStep.ORDERED;
        }
        Map<Long, Long> versions = claim(handle, most, now);
        if (versions.isEmpty()) {
            return RenewalStep.NOTHING;
        }
        RenewalChanges changes = new RenewalChanges(now, entitlements.zone());
        List<Done> done = new ArrayList<>();
        for (RenewedSeat seat : due(handle, versions, now)) {
            changes.gather(seat).forEach(due -> done.add(new Done(seat, due)));
        }
        changes.write(handle);
        RenewedSeat.rejoin(handle, extended(done), now);
        entitlements.fold(handle, versions.keySet(), "", now);
        return new RenewalStep(true, acts(handle, done), wishes(handle, versions));
    }

    /** One thing that was due for a seat. */
    private record Done(RenewedSeat seat, Due due) {}

    private static List<RenewedSeat> extended(List<Done> done) {
        return done.stream()
                .filter(one -> one.due instanceof Due.Extend)
                .map(Done::seat)
                .distinct()
                .toList();
    }

    /** Versions of the entitlements whose seats are due, the seats that are due first first. */
    private static Map<Long, Long> claim(Handle handle, int most, Instant now) {
        List<Long> wanted =
                handle.createQuery(
                                """
                                select entitlement_id from seat
                                where next_at <= :now and entitlement_id is not null and state in ('WAITING', 'ACTIVE')
                                order by next_at, id fetch first :most rows only
                                """)
                        .bind("now", now)
                        .bind("most", most)
                        .mapTo(Long.class)
                        .list();
        Map<Long, Long> claimed = new HashMap<>();
        if (!wanted.isEmpty()) {
            handle.createQuery(
                            """
                            select id, desired_version from entitlement where id in (<ids>)
                            order by id for update skip locked
                            """)
                    .bindList("ids", List.copyOf(new TreeSet<>(wanted)))
                    .map(
                            (row, context) ->
                                    claimed.put(row.getLong("id"), row.getLong("desired_version")))
                    .list();
        }
        return claimed;
    }

    private static List<RenewedSeat> due(Handle handle, Map<Long, Long> claimed, Instant now) {
        return handle.createQuery(
                        RenewedSeat.SELECT
                                + """
                                s.entitlement_id in (<ids>) and s.next_at <= :now and s.state in ('WAITING', 'ACTIVE')
                                order by s.next_at, s.id
                                """)
                .bindList("ids", List.copyOf(claimed.keySet()))
                .bind("now", now)
                .map((row, context) -> RenewedSeat.read(row))
                .list();
    }

    private static List<Act> acts(Handle handle, List<Done> done) {
        if (done.isEmpty()) {
            return List.of();
        }
        Map<Long, Instant> ends = new HashMap<>();
        handle.createQuery("select id, ends_at from seat where id in (<ids>)")
                .bindList("ids", done.stream().map(one -> one.seat.id()).distinct().toList())
                .map((row, context) -> ends.put(row.getLong("id"), Rows.end(row, "ends_at")))
                .list();
        return done.stream()
                .map(
                        one ->
                                new Act(
                                        one.seat.shop(),
                                        one.seat.order(),
                                        one.seat.reference(),
                                        one.seat.email(),
                                        one.seat.courseText(),
                                        one.due,
                                        ends.get(one.seat.id())))
                .toList();
    }

    /** Of what was claimed, what has a newer version now. */
    private static List<Wish> wishes(Handle handle, Map<Long, Long> versions) {
        return handle
                .createQuery(
                        """
                        select e.id, e.desired_version, e.roles, e.given_roles, e.absent, coalesce(c.called, c.name) as course from entitlement e
                        join course c on c.id = e.course_id where e.id in (<ids>) order by e.id
                        """)
                .bindList("ids", List.copyOf(versions.keySet()))
                .map(
                        (row, context) ->
                                row.getLong("desired_version") == versions.get(row.getLong("id"))
                                        ? null
                                        : wish(row))
                .stream()
                .filter(Objects::nonNull)
                .toList();
    }

    private static Wish wish(ResultSet row) throws SQLException {
        TreeSet<String> roles = Rows.words(row, "roles");
        TreeSet<String> toTake = Rows.words(row, "given_roles");
        toTake.removeAll(roles);
        return new Wish(
                row.getLong("id"),
                row.getString("course"),
                roles,
                toTake,
                row.getBoolean("absent"));
    }
}
