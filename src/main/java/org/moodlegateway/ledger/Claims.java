package org.moodlegateway.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.Query;
import org.moodlegateway.seat.Period;

/**
 * Hands out entitlements to workers and takes them back from dead workers.
 *
 * <p>No two workers ever hold the same person: claims are made one at a time, under the site's row.
 * A claim holds for one lease; what a dead worker held is UNKNOWN, settles, and is sent again.
 */
public final class Claims {
    private static final int UNKNOWNS_BEFORE_ALONE = 2;
    private static final int FOLDS_AT_ONCE = 200;

    private final Ledger ledger;
    private final Entitlements entitlements;
    private final Guards guards;

    public Claims(Ledger ledger, Entitlements entitlements, Guards guards) {
        this.ledger = ledger;
        this.entitlements = entitlements;
        this.guards = guards;
    }

    /** Close enough: it may take roles that are only added for roles to take, never the reverse. */
    private static final String ROLES_TO_TAKE =
            "(e.absent = false and e.given_roles <> '' and position(',' || e.given_roles || ',' in"
                    + " ',' || e.roles || ',') = 0)";

    private static final String READY =
            """
            from entitlement e join course c on c.id = e.course_id join person p on p.id = e.person_id
            where e.state = 'DIRTY' and e.roles <> '' and e.due_at <= :now and c.moodle_id is not null
                and e.guard_id is null
                and not exists (select 1 from entitlement busy
                    where busy.person_id = e.person_id and busy.state in ('SENDING', 'UNKNOWN'))
                and not exists (select 1 from pause x where x.probe_at > :now and (
                    (x.scope = 'COURSE' and e.absent = false and x.subject = cast(c.moodle_id as varchar(20)))
                    or (x.scope = 'TAKING' and x.subject = cast(c.moodle_id as varchar(20))
                        and (e.absent or $ROLES_TO_TAKE))
                    or (x.scope = 'ROLE' and e.absent = false and x.subject like cast(c.moodle_id as varchar(20)) || '/%'
                        and ',' || e.roles || ',' || e.given_roles || ','
                            like '%,' || substring(x.subject from position('/' in x.subject) + 1) || ',%')
                    or (x.scope = 'FUNCTION' and x.subject = 'core_user_create_users' and p.moodle_id is null
                        and e.absent = false and e.suspended = false)
                    or (x.scope = 'FUNCTION' and x.subject = 'enrol_manual_unenrol_users' and e.absent)
                    or (x.scope = 'FUNCTION' and x.subject = 'core_role_unassign_roles' and $ROLES_TO_TAKE)))
            """
                    .replace("$ROLES_TO_TAKE", ROLES_TO_TAKE);

    /** Seats that were never sent wait until it is certain where the name of their course leads. */
    private static final String IN_CERTAIN_COURSES =
            """
             and not exists (select 1 from seat s join course n on n.field = s.course_field and n.name = s.course_name
                where s.entitlement_id = e.id and s.since_version > e.claimed_version and s.course_stays = false
                    and s.kind <> 'ADOPTED' and s.state in ('WAITING', 'ACTIVE')
                    and (n.moodle_id is not null or n.same_as is not null) and n.field <> 'SITE'
                    and (n.certain_until is null or n.certain_until <= :now))
            """;

    /**
     * Claims what is due: the course that has waited longest first, filled up from others. Empty
     * while the site is paused or nothing is due.
     */
    public Claim claim(int most) {
        long claimedAt = System.nanoTime();
        Claim claim =
                ledger.transaction(
                        handle -> {
                            Instant now = ledger.clock().instant();
                            handle.execute("select id from site where id = 1 for update");
                            if (handle.select("select 1 from pause where scope = 'SITE'")
                                    .mapTo(Integer.class)
                                    .findOne()
                                    .isPresent()) {
                                return new Claim("", claimedAt, List.of());
                            }
                            takeBack(handle, now);
                            foldDue(handle, now);
                            guards.check(handle, now);
                            List<Long> ids = lock(handle, candidates(handle, now, most));
                            return ids.isEmpty()
                                    ? new Claim("", claimedAt, List.of())
                                    : take(handle, ids, now, claimedAt);
                        });
        if (!claim.isEmpty()) {
            CrashPoint.at("claimed");
        }
        return claim;
    }

    /** What a dead worker held becomes UNKNOWN, and what has settled is due again. */
    private void takeBack(Handle handle, Instant now) {
        handle.createUpdate(
                        """
                        update entitlement set state = 'UNKNOWN', due_at = :settled, unknowns = unknowns + 1, claim_id = null,
                                lease_until = null, code = 'lease-expired'
                        where state = 'SENDING' and lease_until <= :now
                        """)
                .bind("settled", now.plus(ledger.settings().settle()))
                .bind("now", now)
                .execute();
        handle.createUpdate(
                        "update entitlement set state = case when roles = '' then 'CLEAN' else"
                                + " 'DIRTY' end where state = 'UNKNOWN' and due_at <= :now")
                .bind("now", now)
                .execute();
    }

    private void foldDue(Handle handle, Instant now) {
        List<Long> due =
                handle.createQuery(
                                "select id from entitlement where fold_at <= :now order by id fetch"
                                        + " first :most rows only")
                        .bind("now", now)
                        .bind("most", FOLDS_AT_ONCE)
                        .mapTo(Long.class)
                        .list();
        if (!due.isEmpty()) {
            entitlements.fold(handle, due, "", now);
        }
    }

    private record Candidate(long id, long course, int unknowns) {}

    /**
     * Accounts come beside the batch: they are looked up and made with it, and enrolled nowhere.
     */
    private static List<Candidate> candidates(Handle handle, Instant now, int most) {
        List<Candidate> found = new ArrayList<>();
        String certain = Courses.isAnyUncertain(handle, now) ? IN_CERTAIN_COURSES : "";
        Optional<Candidate> oldest = oldest(handle, now, certain);
        if (oldest.isPresent() && oldest.get().unknowns >= UNKNOWNS_BEFORE_ALONE) {
            return List.of(oldest.get());
        }
        if (oldest.isPresent()) {
            String course = " and e.course_id = " + oldest.get().course;
            found.addAll(query(handle, now, course + MANY + certain, most).list());
            String others = " and e.course_id <> " + oldest.get().course + IN_COURSES + certain;
            if (found.size() < most) {
                found.addAll(query(handle, now, others + MANY, most - found.size()).list());
            }
        }
        Optional<Long> accounts =
                handle.select("select id from course where field = 'SITE'")
                        .mapTo(Long.class)
                        .findFirst();
        accounts.ifPresent(
                id -> found.addAll(query(handle, now, " and e.course_id = " + id, most).list()));
        return found;
    }

    /**
     * With thousands waiting, as on a day of renewals, it is found without a look at all of them.
     */
    private static Optional<Candidate> oldest(Handle handle, Instant now, String certain) {
        List<String> first =
                handle.createQuery(
                                """
                        select id from entitlement where state = 'DIRTY' and due_at <= :now and guard_id is null
                        order by due_at, id fetch first 100 rows only
                        """)
                        .bind("now", now)
                        .mapTo(String.class)
                        .list();
        if (first.isEmpty()) {
            return Optional.empty();
        }
        String among = " and e.id in (" + String.join(",", first) + ")";
        return query(handle, now, IN_COURSES + certain + among, 1)
                .findOne()
                .or(() -> query(handle, now, IN_COURSES + certain, 1).findOne());
    }

    private static final String IN_COURSES = " and c.field <> 'SITE'";

    /**
     * What Moodle gave no answer for repeatedly goes alone, so that one poisonous row can't hold up
     * others.
     */
    private static final String MANY = " and e.unknowns < " + UNKNOWNS_BEFORE_ALONE;

    private static org.jdbi.v3.core.result.ResultIterable<Candidate> query(
            Handle handle, Instant now, String condition, int most) {
        Query query =
                handle.createQuery(
                        "select e.id, e.course_id, e.unknowns "
                                + READY
                                + condition
                                + " order by e.due_at, e.id fetch first :most rows only");
        return query.bind("now", now)
                .bind("most", most)
                .map(
                        (row, context) ->
                                new Candidate(
                                        row.getLong("id"),
                                        row.getLong("course_id"),
                                        row.getInt("unknowns")));
    }

    /**
     * Of the candidates, those that no order is changing at this moment, and whose seats are where
     * the names of their courses lead: a name may have been found to lead elsewhere while an order
     * was planned.
     */
    private static List<Long> lock(Handle handle, List<Candidate> candidates) {
        if (candidates.isEmpty()) {
            return List.of();
        }
        return handle.createQuery(
                        """
                        select id from entitlement where id in (<ids>) and state = 'DIRTY' and not exists (
                            select 1 from seat s join course n on n.field = s.course_field and n.name = s.course_name
                            where s.entitlement_id = entitlement.id and n.moved_at is not null
                                and s.since_version > entitlement.claimed_version and s.course_stays = false
                                and s.kind <> 'ADOPTED' and s.state in ('WAITING', 'ACTIVE')
                                and coalesce(n.same_as, n.id) <> entitlement.course_id)
                        for update skip locked
                        """)
                .bindList("ids", candidates.stream().map(Candidate::id).toList())
                .mapTo(Long.class)
                .list();
    }

    private Claim take(Handle handle, List<Long> ids, Instant now, long claimedAt) {
        String claim = UUID.randomUUID().toString();
        Duration lease = ledger.settings().lease();
        PreparedBatch batch =
                handle.prepareBatch(
                        """
                        update entitlement set state = 'SENDING', claim_id = :claim, fence = fence + 1, lease_until = :until,
                                claimed_version = desired_version
                        where id = :id
                        """);
        ids.forEach(
                id ->
                        batch.bind("claim", claim)
                                .bind("until", now.plus(lease))
                                .bind("id", id)
                                .add());
        batch.execute();
        giveRoles(handle, claim);
        List<Work> work =
                handle.select(
                                """
                                select e.*, c.moodle_id as course_moodle_id, coalesce(c.called, c.name) as course_name, p.id as person_id,
                                        coalesce(p.address, p.person_key) as person_key, p.proven_at, p.email, p.username, p.first_name, p.last_name, p.country, p.language,
                                        p.moodle_id as account_id, p.origin,
                                        exists (select 1 from seat s where s.entitlement_id = e.id
                                            and s.since_version > e.applied_version and s.state in ('WAITING', 'ACTIVE')) as new_seats
                                from entitlement e join course c on c.id = e.course_id join person p on p.id = e.person_id
                                where e.claim_id = ? order by c.moodle_id, p.moodle_id, p.id
                                """,
                                claim)
                        .map((row, context) -> work(row))
                        .list();
        return new Claim(claim, claimedAt + lease.toNanos(), work);
    }

    /** From now on Moodle may have these roles from us. */
    private static void giveRoles(Handle handle, String claim) {
        PreparedBatch batch =
                handle.prepareBatch("update entitlement set given_roles = ? where id = ?");
        handle.select(
                        "select id, roles, given_roles from entitlement where claim_id = ? and"
                                + " absent = false and given_roles <> roles",
                        claim)
                .map(
                        (row, context) -> {
                            TreeSet<String> given = Rows.words(row, "given_roles");
                            given.addAll(Rows.words(row, "roles"));
                            return batch.add(String.join(",", given), row.getLong("id"));
                        })
                .list();
        if (batch.size() > 0) {
            batch.execute();
        }
    }

    private static Work work(ResultSet row) throws SQLException {
        TreeSet<String> roles = Rows.words(row, "roles");
        TreeSet<String> toTake = Rows.words(row, "given_roles");
        toTake.removeAll(roles);
        return new Work(
                row.getLong("id"),
                row.getLong("desired_version"),
                row.getLong("fence"),
                PeopleRows.read(row),
                row.getLong("course_moodle_id"),
                row.getString("course_name"),
                roles,
                toTake,
                new Period(Rows.instant(row, "starts_at"), Rows.end(row, "ends_at")),
                row.getBoolean("suspended"),
                row.getBoolean("absent"),
                row.getLong("shown_version") == row.getLong("desired_version"),
                row.getLong("applied_version") > 0,
                row.getBoolean("asked"),
                row.getInt("attempts"),
                row.getInt("unknowns"),
                row.getBoolean("new_seats"));
    }

    /** Prolongs a claim by one lease from now; empty if any part of it was taken away. */
    public Optional<Claim> prolong(Claim claim) {
        long from = System.nanoTime();
        Duration lease = ledger.settings().lease();
        int held =
                ledger.transaction(
                        handle ->
                                handle.createUpdate(
                                                "update entitlement set lease_until = :until where"
                                                        + " claim_id = :claim and state = 'SENDING'")
                                        .bind("until", ledger.clock().instant().plus(lease))
                                        .bind("claim", claim.id())
                                        .execute());
        return held == claim.work().size()
                ? Optional.of(new Claim(claim.id(), from + lease.toNanos(), claim.work()))
                : Optional.empty();
    }

    /** Moodle was asked, and shows no access that the ledger doesn't know. */
    public void asked(Work work) {
        ledger.transaction(
                handle ->
                        handle.execute(
                                "update entitlement set asked = true where id = ? and fence = ?",
                                work.entitlementId(),
                                work.fence()));
    }

    /** Moodle shows these now, but some roles are left to take. */
    public void shown(List<Work> work) {
        ledger.transaction(
                handle -> {
                    PreparedBatch batch =
                            handle.prepareBatch(
                                    "update entitlement set shown_version = ? where id = ? and"
                                            + " fence = ?");
                    work.forEach(
                            shown ->
                                    batch.add(
                                            shown.version(), shown.entitlementId(), shown.fence()));
                    return batch.execute();
                });
    }

    /** The monotonic time left of a claim. */
    public static Duration left(Claim claim) {
        return Duration.ofNanos(claim.leaseEndsNanos() - System.nanoTime());
    }

    /** How many entitlements are due to be sent, counted no further than {@code most}. */
    public int due(int most) {
        return ledger.read(
                handle ->
                        handle.createQuery(
                                        """
                                        select count(*) from (select id from entitlement
                                            where state = 'DIRTY' and due_at <= :now
                                            fetch first :most rows only) due
                                        """)
                                .bind("now", ledger.clock().instant())
                                .bind("most", most)
                                .mapTo(Integer.class)
                                .one());
    }
}
