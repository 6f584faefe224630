package org.moodlegateway.ledger;

import static java.util.Comparator.comparingLong;
import static java.util.stream.Collectors.toSet;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.moodlegateway.ledger.ShownSeats.Shown;

/**
 * Writes down what became of claimed work, and has parked work tried again when a person says so. A
 * result that comes with an old fence changes nothing.
 */
public final class Results {
    private final Ledger ledger;
    private final Entitlements entitlements;

    public Results(Ledger ledger, Entitlements entitlements) {
        this.ledger = ledger;
        this.entitlements = entitlements;
    }

    /**
     * Writes down what became of claimed work, in one transaction. Work whose fence is old is left
     * alone.
     */
    public void record(String claimId, Map<Work, Result> results, Instant startedAt) {
        Instant now = ledger.clock().instant();
        ledger.transaction(
                handle -> {
                    CrashPoint.at("before-record");
                    Map<Work, Result> sorted = new LinkedHashMap<>();
                    results.entrySet().stream()
                            .sorted(comparingLong(entry -> entry.getKey().entitlementId()))
                            .forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
                    List<Long> shown = applied(handle, sorted, now);
                    List<Long> stuck = others(handle, sorted, now);
                    attempts(handle, claimId, sorted, startedAt, now);
                    StuckSeats.note(handle, stuck, claimId, now);
                    List<Long> settled = new ArrayList<>(shown);
                    settled.addAll(stuck);
                    LineOutcomes.ofEntitlements(handle, settled, now);
                    OrderOutcomes.ofEntitlements(handle, shown, now);
                    return true;
                });
        CrashPoint.at("recorded");
    }

    /** The entitlements that Moodle shows now. */
    private List<Long> applied(Handle handle, Map<Work, Result> results, Instant now) {
        PreparedBatch done =
                handle.prepareBatch(
                        """
                        update entitlement set applied_version = :version,
                                state = case when desired_version > :version and roles <> '' then 'DIRTY'
                                            else 'CLEAN' end,
                                due_at = :now, attempts = 0, unknowns = 0, asked = true, claim_id = null, lease_until = null,
                                code = null, hint = null, given_roles = :given, shown_version = 0, shown_until = :until
                        where id = :id and fence = :fence and state = 'SENDING'
                        """);
        List<Work> sent = new ArrayList<>();
        results.forEach(
                (work, result) -> {
                    if (result instanceof Result.Applied) {
                        sent.add(work);
                        done.bind("version", work.version())
                                .bind("given", work.absent() ? "" : String.join(",", work.roles()))
                                .bindByType("until", shownUntil(work), Instant.class)
                                .bind("now", now)
                                .bind("id", work.entitlementId())
                                .bind("fence", work.fence())
                                .add();
                    }
                });
        if (sent.isEmpty()) {
            return List.of();
        }
        Set<Long> ended = ended(handle, sent, now);
        return shown(handle, sent, done.execute(), ended, now);
    }

    private static Instant shownUntil(Work work) {
        return work.absent() ? null : Rows.endColumn(work.period().endExclusive());
    }

    /** Those of which Moodle showed a period that is over. */
    private static Set<Long> ended(Handle handle, List<Work> sent, Instant now) {
        return handle
                .createQuery(
                        "select id from entitlement where id in (<ids>) and shown_until <= :now")
                .bindList("ids", sent.stream().map(Work::entitlementId).toList())
                .bind("now", now)
                .mapTo(Long.class)
                .stream()
                .collect(toSet());
    }

    /** Only what was still ours to write down counts as shown. */
    private List<Long> shown(
            Handle handle, List<Work> sent, int[] written, Set<Long> ended, Instant now) {
        List<Work> ours = new ArrayList<>();
        Map<Long, Shown> shown = new LinkedHashMap<>();
        for (int i = 0; i < sent.size(); i++) {
            Work work = sent.get(i);
            if (written[i] == 1) {
                ours.add(work);
                if (!work.takesAway()) {
                    shown.put(work.entitlementId(), new Shown(work.version(), work.period()));
                }
            }
        }
        ShownSeats.mark(handle, shown, now);
        Groups.shown(handle, ours, ended);
        return List.copyOf(shown.keySet());
    }

    /** The entitlements that need a person now. */
    private List<Long> others(Handle handle, Map<Work, Result> results, Instant now) {
        PreparedBatch batch =
                handle.prepareBatch(
                        """
                        update entitlement set state = case when :state = 'DIRTY' and roles = '' then 'CLEAN'
                                    else :state end, due_at = :due, attempts = attempts + :attempt,
                                unknowns = case when :unknown = 1 then unknowns + 1 else unknowns end,
                                claimed_version = case when :unknown = 0 and unknowns = 0 and shown_version < claimed_version
                                    then applied_version else claimed_version end,
                                given_roles = case when :unknown = 0 and unknowns = 0 and applied_version = 0 and shown_version = 0
                                    then '' else given_roles end,
                                claim_id = null, lease_until = null, code = :code, hint = :hint
                        where id = :id and fence = :fence and state = 'SENDING'
                        """);
        List<Long> tried = new ArrayList<>();
        results.forEach(
                (work, result) -> {
                    if (!(result instanceof Result.Applied)) {
                        Ending ending = ending(result);
                        tried.add(ending.needsPerson() ? work.entitlementId() : null);
                        batch.bind("state", ending.state)
                                .bind("due", now.plus(ending.delay))
                                .bind("attempt", ending.burns ? 1 : 0)
                                .bind("unknown", result instanceof Result.Unknown ? 1 : 0)
                                .bind("code", result.code())
                                .bind("hint", ending.hint)
                                .bind("id", work.entitlementId())
                                .bind("fence", work.fence())
                                .add();
                    }
                });
        if (tried.isEmpty()) {
            return List.of();
        }
        List<Long> stuck = new ArrayList<>();
        int[] written = batch.execute();
        for (int i = 0; i < written.length; i++) {
            if (written[i] == 1 && tried.get(i) != null) {
                stuck.add(tried.get(i));
            }
        }
        forgetWhatNeverWas(handle, results.keySet(), now);
        return stuck;
    }

    /** What certainly never reached Moodle needs not be taken back from it. */
    private void forgetWhatNeverWas(Handle handle, Collection<Work> works, Instant now) {
        List<Long> never =
                handle.createQuery(
                                """
                                select id from entitlement where id in (<ids>) and claimed_version = 0
                                    and (suspended = true or absent = true)
                                """)
                        .bindList("ids", works.stream().map(Work::entitlementId).toList())
                        .mapTo(Long.class)
                        .list();
        if (!never.isEmpty()) {
            entitlements.fold(handle, never, "", now);
        }
    }

    private record Ending(String state, Duration delay, boolean burns, String hint) {
        boolean needsPerson() {
            return state.equals("PARKED") || state.equals("HELD");
        }
    }

    private Ending ending(Result result) {
        if (result instanceof Result.Later later) {
            return new Ending("DIRTY", later.delay(), later.burnsAttempt(), later.hint());
        }
        if (result instanceof Result.Unknown) {
            return new Ending("UNKNOWN", ledger.settings().settle(), false, "");
        }
        if (result instanceof Result.Parked parked) {
            return new Ending("PARKED", Duration.ZERO, true, parked.hint());
        }
        if (result instanceof Result.Held held) {
            return new Ending("HELD", Duration.ZERO, false, held.hint());
        }
        throw new IllegalStateException("no ending for " + result);
    }

    private static void attempts(
            Handle handle,
            String claimId,
            Map<Work, Result> results,
            Instant startedAt,
            Instant now) {
        PreparedBatch batch =
                handle.prepareBatch(
                        """
                        insert into attempt (entitlement_id, version, fence, claim_id, started_at, ended_at, outcome, code)
                        values (:id, :version, :fence, :claim, :started, :ended, :outcome, :code)
                        """);
        results.forEach(
                (work, result) ->
                        batch.bind("id", work.entitlementId())
                                .bind("version", work.version())
                                .bind("fence", work.fence())
                                .bind("claim", claimId)
                                .bind("started", startedAt)
                                .bind("ended", now)
                                .bind("outcome", result.outcome())
                                .bind("code", result.code().isEmpty() ? null : result.code())
                                .add());
        if (batch.size() > 0) {
            batch.execute();
        }
    }

    /**
     * Has an order's parked entitlements tried again, and with {@code overwrite} its held ones sent
     * as they are.
     *
     * @return how many are due now
     */
    public int retry(String shop, String orderId, boolean overwrite, String actor) {
        Instant now = ledger.clock().instant();
        return ledger.transaction(
                handle -> {
                    int due =
                            handle.createUpdate(
                                            """
                                            update entitlement set state = 'DIRTY', due_at = :now, attempts = 0, unknowns = case when unknowns > 0 then 1 else 0 end,
                                                    asked = case when state = 'HELD' then true else asked end, code = null, hint = null
                                            where (state = 'PARKED' or (:overwrite = 1 and state = 'HELD')) and id in (
                                                select entitlement_id from seat where shop = :shop and order_id = :order)
                                            """)
                                    .bind("now", now)
                                    .bind("overwrite", overwrite ? 1 : 0)
                                    .bind("shop", shop)
                                    .bind("order", orderId)
                                    .execute();
                    Audit.write(
                            handle,
                            now,
                            actor,
                            overwrite ? "overwrite" : "retry",
                            "order " + shop + "/" + orderId,
                            due + " due");
                    return due;
                });
    }
}
