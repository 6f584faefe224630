package org.moodlegateway.moodle;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import org.moodlegateway.ledger.CrashPoint;
import org.moodlegateway.ledger.Pauses.Scope;
import org.moodlegateway.ledger.Result;
import org.moodlegateway.ledger.Work;
import org.moodlegateway.moodle.MoodleSite.HeldRole;

/**
 * Takes roles that the gateway gave and that nothing covers any more. Roles add up in Moodle, so
 * enrolling anew would leave them.
 */
public final class RoleTaker implements Writing {
    private final MoodleSite moodle;
    private final MoodleSettings settings;
    private final BatchWriter writer;
    private final Refusals refusals;

    public RoleTaker(
            MoodleSite moodle, MoodleSettings settings, BatchWriter writer, Refusals refusals) {
        this.moodle = moodle;
        this.settings = settings;
        this.writer = writer;
        this.refusals = refusals;
    }

    /** Takes the roles of everybody whose enrolment stands as wished. */
    public Batch takeRoles(Batch batch) {
        List<Work> unknown = batch.open().stream().filter(this::hasUnknownRole).toList();
        Batch rest = batch.settle(unknown, refusals.park("role-unknown"));
        return writer.write(rest, rest.open().stream().filter(RoleTaker::wishes).toList(), this);
    }

    private static boolean wishes(Work work) {
        return !work.absent();
    }

    private boolean hasUnknownRole(Work work) {
        return wishes(work) && !settings.roleIds().keySet().containsAll(work.rolesToTake());
    }

    @Override
    public Outcome send(List<Work> part) {
        CrashPoint.at("before-roles-taken");
        List<HeldRole> roles = new ArrayList<>();
        for (Work work : part) {
            for (String role : work.rolesToTake()) {
                roles.add(
                        new HeldRole(
                                work.courseId(),
                                work.person().moodleId(),
                                settings.roleIds().get(role)));
            }
        }
        Outcome outcome = moodle.unassignRoles(roles).outcome();
        CrashPoint.at("roles-taken");
        return outcome;
    }

    @Override
    public Batch done(Batch batch, List<Work> part) {
        return batch.settle(part, new Result.Applied());
    }

    @Override
    public int rows(Work work) {
        return work.rolesToTake().size();
    }

    @Override
    public SortedSet<String> roles(Work work) {
        return work.rolesToTake();
    }

    @Override
    public Scope courseScope() {
        return Scope.TAKING;
    }

    @Override
    public boolean holdsAlready(String errorcode) {
        return false;
    }

    /** Moodle says no more than that of a role that the caller may not take. */
    @Override
    public String code(String errorcode) {
        return errorcode.equals("invalidparameter") ? "role-not-taken" : errorcode;
    }
}
