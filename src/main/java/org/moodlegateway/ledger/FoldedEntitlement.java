package org.moodlegateway.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.moodlegateway.catalogue.CourseName;
import org.moodlegateway.catalogue.Ending;
import org.moodlegateway.entitlement.EntitlementState;
import org.moodlegateway.entitlement.Wish;

/**
 * An entitlement's row as far as folding decides it.
 *
 * @param account whether it is about an account and no course
 * @param accountKnown whether Moodle's id of the person is known
 * @param roles with commas between; empty if Moodle was never to show anything
 * @param vacated how a seat that went to somebody else leaves this; null if none did
 * @param takenAt when it last took access away, null if it doesn't or was to end anyway
 */
record FoldedEntitlement(
        long id,
        boolean account,
        boolean accountKnown,
        String roles,
        Instant start,
        Instant end,
        boolean suspended,
        boolean absent,
        long version,
        long claimed,
        long applied,
        EntitlementState state,
        Ending vacated,
        Instant takenAt,
        String takenBy,
        Long guard,
        Instant foldAt) {

    static FoldedEntitlement read(ResultSet row) throws SQLException {
        String vacated = row.getString("vacated");
        return new FoldedEntitlement(
                row.getLong("id"),
                row.getString("course_field").equals(CourseName.Field.SITE.name()),
                Rows.id(row, "account_id").isPresent(),
                row.getString("roles"),
                Rows.instant(row, "starts_at"),
                Rows.instant(row, "ends_at"),
                row.getBoolean("suspended"),
                row.getBoolean("absent"),
                row.getLong("desired_version"),
                row.getLong("claimed_version"),
                row.getLong("applied_version"),
                EntitlementState.valueOf(row.getString("state")),
                vacated.isEmpty() ? null : Ending.valueOf(vacated),
                Rows.instant(row, "taken_at"),
                row.getString("taken_by"),
                Rows.id(row, "guard_id").orElse(null),
                Rows.instant(row, "fold_at"));
    }

    /** The same once its seats come to this. */
    FoldedEntitlement wanting(Optional<Wish> wish, List<Ending> endings, String by, Instant now) {
        FoldedEntitlement wanted =
                wish.map(this::showing).orElseGet(() -> mayBeShown() ? taken(endings) : nothing());
        if (!wanted.differsFrom(this)) {
            return this;
        }
        FoldedEntitlement changed = wanted.nextVersion(wish.isPresent());
        return changed.shows() ? changed.takenBy(null, "", null) : changed.blaming(this, by, now);
    }

    private FoldedEntitlement showing(Wish wish) {
        return with(
                String.join(",", wish.roles()),
                wish.period().startInclusive(),
                Rows.endColumn(wish.period().endExclusive()),
                false,
                false);
    }

    /** Whether there may be something in Moodle to be taken back. */
    private boolean mayBeShown() {
        return claimed > 0 && !account && !roles.isEmpty();
    }

    private FoldedEntitlement taken(List<Ending> endings) {
        Ending ending =
                java.util.stream.Stream.concat(
                                endings.stream(), Optional.ofNullable(vacated).stream())
                        .reduce(Ending::gentler)
                        .orElse(Ending.SUSPEND);
        return switch (ending) {
            case KEEP -> this;
            case SUSPEND -> with(roles, start, end, true, false);
            case UNENROL -> with(roles, start, end, false, true);
        };
    }

    private FoldedEntitlement nothing() {
        return with("", null, null, false, false);
    }

    private FoldedEntitlement with(
            String newRoles, Instant newStart, Instant newEnd, boolean shut, boolean gone) {
        return new FoldedEntitlement(
                id,
                account,
                accountKnown,
                newRoles,
                newStart,
                newEnd,
                shut,
                gone,
                version,
                claimed,
                applied,
                state,
                vacated,
                takenAt,
                takenBy,
                guard,
                foldAt);
    }

    private boolean differsFrom(FoldedEntitlement other) {
        return !(roles.equals(other.roles)
                && Objects.equals(start, other.start)
                && Objects.equals(end, other.end)
                && suspended == other.suspended
                && absent == other.absent);
    }

    /**
     * A changed wish is a new version. What wants nothing was never sent, and an account that is
     * known is there: nothing is to do.
     */
    private FoldedEntitlement nextVersion(boolean wishes) {
        if (account && accountKnown) {
            return version(version + 1, version + 1, EntitlementState.CLEAN);
        }
        boolean wanting = wishes || !roles.isEmpty();
        EntitlementState next =
                switch (state) {
                    case CLEAN, DIRTY, PARKED ->
                            wanting ? EntitlementState.DIRTY : EntitlementState.CLEAN;
                    case HELD -> wanting ? state : EntitlementState.CLEAN;
                    case SENDING, UNKNOWN -> state;
                };
        return version(version + 1, applied, next);
    }

    private FoldedEntitlement version(long newVersion, long newApplied, EntitlementState newState) {
        return new FoldedEntitlement(
                id,
                account,
                accountKnown,
                roles,
                start,
                end,
                suspended,
                absent,
                newVersion,
                Math.max(claimed, newApplied),
                newApplied,
                newState,
                vacated,
                takenAt,
                takenBy,
                guard,
                foldAt);
    }

    private FoldedEntitlement takenBy(Instant at, String by, Long newGuard) {
        return new FoldedEntitlement(
                id,
                account,
                accountKnown,
                roles,
                start,
                end,
                suspended,
                absent,
                version,
                claimed,
                applied,
                state,
                vacated,
                at,
                by,
                newGuard,
                foldAt);
    }

    /** Notes who takes access, the first time it is taken. */
    private FoldedEntitlement blaming(FoldedEntitlement before, String by, Instant now) {
        boolean takes = before.shows() && before.claimed > 0 && !over(before.end, now);
        return takes && !by.isEmpty() ? takenBy(now, by, guard) : this;
    }

    private static boolean over(Instant end, Instant now) {
        return end != null && !end.isAfter(now);
    }

    /** Whether it wants somebody to have access. */
    private boolean shows() {
        return !roles.isEmpty() && !suspended && !absent;
    }

    boolean isDirty() {
        return state == EntitlementState.DIRTY;
    }

    /** Whether Moodle shows just this. */
    boolean isShown() {
        return state == EntitlementState.CLEAN && applied >= version && shows();
    }

    boolean changedFrom(FoldedEntitlement before) {
        return version != before.version;
    }

    /** All columns but those that are about time. */
    PreparedBatch bind(PreparedBatch batch) {
        return batch.bind("id", id)
                .bind("roles", roles)
                .bindByType("start", start, Instant.class)
                .bindByType("end", end, Instant.class)
                .bind("suspended", suspended)
                .bind("absent", absent)
                .bind("version", version)
                .bind("claimed", claimed)
                .bind("applied", applied)
                .bind("state", state.name())
                .bindByType("takenAt", takenAt, Instant.class)
                .bind("takenBy", takenBy)
                .bindByType("guard", guard, Long.class);
    }
}
