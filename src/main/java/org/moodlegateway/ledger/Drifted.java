package org.moodlegateway.ledger;

import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;
import org.moodlegateway.entitlement.Drift;
import org.moodlegateway.entitlement.Standing.Difference;

/**
 * What becomes of an entitlement that Moodle shows differently: held until a person decides, or set
 * right. Each step is one transaction, and does nothing where the ledger itself has moved on since
 * the comparison.
 */
public final class Drifted {
    private final Ledger ledger;
    private final String actor;

    /** {@code actor} is who the audit names. */
    public Drifted(Ledger ledger, String actor) {
        this.ledger = ledger;
        this.actor = actor;
    }

    /** Leaves it alone from now on; false if the ledger moved on. What is held stays as it is. */
    public boolean hold(Believed who, List<Difference> differences) {
        if (who.held()) {
            return true;
        }
        Drift gravest = differences.get(0).drift();
        TreeSet<String> foreign = new TreeSet<>(who.standing().foreignRoles());
        differences.stream()
                .filter(difference -> difference.drift() == Drift.ROLE_ADDED_BY_HAND)
                .forEach(difference -> foreign.add(difference.detail()));
        return change(
                who,
                "hold",
                gravest.code(),
                (handle, now) -> {
                    boolean held =
                            handle.createUpdate(
                                                    """
                                                    update entitlement set state = 'HELD', code = :code, hint = :hint, foreign_roles = :foreign
                                                    where id = :id and desired_version = :version and state = :state
                                                    """)
                                            .bind("code", gravest.code())
                                            .bind("hint", gravest.hint())
                                            .bind("foreign", String.join(",", foreign))
                                            .bind("id", who.entitlementId())
                                            .bind("version", who.version())
                                            .bind("state", who.state())
                                            .execute()
                                    == 1;
                    if (held) {
                        keepGroups(handle, who, differences);
                        StuckSeats.note(
                                handle,
                                List.of(who.entitlementId()),
                                who.entitlementId() + "/" + who.version(),
                                now);
                    }
                    return held;
                });
    }

    /**
     * Has it made as it was; false if the ledger moved on, or if there is nothing that may be
     * repaired.
     *
     * @param run names the run, should it take access away
     */
    public boolean repair(Believed who, List<Difference> differences, String run) {
        if (differences.stream().noneMatch(difference -> difference.drift().repairable())) {
            return false;
        }
        boolean enrolment =
                differences.stream()
                        .map(Difference::drift)
                        .anyMatch(drift -> drift.repairable() && drift != Drift.GROUP_LEFT_BY_HAND);
        boolean takes =
                differences.stream().anyMatch(difference -> difference.drift().repairTakes());
        return change(
                who,
                "repair",
                differences.get(0).drift().code(),
                (handle, now) -> {
                    boolean due =
                            enrolment
                                    ? sendAgain(handle, who, takes, run, now)
                                    : letGo(handle, who, now);
                    if (due) {
                        keepGroups(handle, who, differences);
                        joinAgain(handle, who, differences);
                    }
                    return due;
                });
    }

    private static boolean sendAgain(
            Handle handle, Believed who, boolean takes, String run, Instant now) {
        return handle.createUpdate(
                                """
                                update entitlement set state = 'DIRTY', desired_version = desired_version + 1, due_at = :now,
                                        attempts = 0, unknowns = 0, code = null, hint = null,
                                        taken_at = case when :takes then cast(:now as timestamp with time zone) else taken_at end,
                                        taken_by = case when :takes then :run else taken_by end
                                where id = :id and desired_version = :version and state = :state
                                """)
                        .bind("now", now)
                        .bind("takes", takes)
                        .bind("run", run)
                        .bind("id", who.entitlementId())
                        .bind("version", who.version())
                        .bind("state", who.state())
                        .execute()
                == 1;
    }

    /** What was held is as it should be again: somebody undid the change in Moodle. */
    public boolean release(Believed who) {
        return change(who, "release", "as it should be", (handle, now) -> letGo(handle, who, now));
    }

    /** Nothing is to be sent for it but what came up while it was held. */
    private static boolean letGo(Handle handle, Believed who, Instant now) {
        return handle.createUpdate(
                                """
                                update entitlement set code = null, hint = null, due_at = :now,
                                        state = case when applied_version = desired_version then 'CLEAN' else 'DIRTY' end
                                where id = :id and desired_version = :version and state = :state
                                """)
                        .bind("now", now)
                        .bind("id", who.entitlementId())
                        .bind("version", who.version())
                        .bind("state", who.state())
                        .execute()
                == 1;
    }

    /** An enrolment that went has taken its groups along: they come back with it. */
    private static void keepGroups(Handle handle, Believed who, List<Difference> differences) {
        if (differences.get(0).drift() == Drift.REMOVED_BY_HAND) {
            handle.execute(
                    "update membership set state = 'LATER' where entitlement_id = ? and state ="
                            + " 'DONE'",
                    who.entitlementId());
        }
    }

    private static void joinAgain(Handle handle, Believed who, List<Difference> differences) {
        differences.stream()
                .filter(difference -> difference.drift() == Drift.GROUP_LEFT_BY_HAND)
                .forEach(
                        left ->
                                handle.execute(
                                        """
                                        update membership set state = 'WANTED' where entitlement_id = ? and state = 'DONE'
                                            and group_id in (select id from course_group where moodle_id = ?)
                                        """,
                                        who.entitlementId(),
                                        Long.valueOf(left.detail())));
    }

    private interface Change {
        boolean make(Handle handle, Instant now);
    }

    private boolean change(Believed who, String action, String detail, Change change) {
        Instant now = ledger.clock().instant();
        return ledger.transaction(
                handle -> {
                    boolean made = change.make(handle, now);
                    if (made) {
                        Audit.write(
                                handle,
                                now,
                                actor,
                                action,
                                "entitlement " + who.entitlementId(),
                                detail);
                    }
                    return made;
                });
    }
}
