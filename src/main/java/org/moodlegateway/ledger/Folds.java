package org.moodlegateway.ledger;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.moodlegateway.catalogue.Ending;
import org.moodlegateway.entitlement.Folding;
import org.moodlegateway.entitlement.Grant;
import org.moodlegateway.entitlement.Wish;
import org.moodlegateway.ledger.ShownSeats.Shown;
import org.moodlegateway.seat.Extension;
import org.moodlegateway.seat.Length;
import org.moodlegateway.seat.Period;

/**
 * Folds seats into entitlements, many at a time, in a few statements however many there are. Keeps
 * beside each seat when it ends and when the renewal run must look at it.
 */
public final class Folds {
    private static final int AT_ONCE = 500;

    private final ZoneId zone;

    Folds(ZoneId zone) {
        this.zone = zone;
    }

    public ZoneId zone() {
        return zone;
    }

    public void fold(Handle handle, Collection<Long> ids, String takenBy, Instant now) {
        List<Long> settled = new ArrayList<>();
        for (List<Long> some : parts(List.copyOf(new TreeSet<>(ids)))) {
            settled.addAll(foldSome(handle, some, takenBy, now));
        }
        for (List<Long> some : parts(settled)) {
            LineOutcomes.ofEntitlements(handle, some, now);
            OrderOutcomes.ofEntitlements(handle, some, now);
        }
    }

    private static List<List<Long>> parts(List<Long> ids) {
        return IntStream.iterate(0, from -> from < ids.size(), from -> from + AT_ONCE)
                .mapToObj(from -> ids.subList(from, Math.min(from + AT_ONCE, ids.size())))
                .toList();
    }

    /** Gives those whose seats go nowhere from here: Moodle shows them, or need not. */
    private Set<Long> foldSome(Handle handle, List<Long> ids, String takenBy, Instant now) {
        Map<Long, FoldedEntitlement> before = entitlements(handle, ids);
        Map<Long, List<FoldedSeat>> seats = seats(handle, ids);
        Map<Long, List<Extension>> extensions = extensions(handle, ids);
        Map<Long, FoldedEntitlement> after = new TreeMap<>();
        Map<Long, Optional<Wish>> wishes = new HashMap<>();
        List<FoldedSeat> moved = new ArrayList<>();
        before.forEach(
                (id, entitlement) -> {
                    List<Grant> grants = new ArrayList<>();
                    List<Ending> endings = new ArrayList<>();
                    for (FoldedSeat seat : seats.getOrDefault(id, List.of())) {
                        Instant end = seat.end(extensions.getOrDefault(seat.id(), List.of()), zone);
                        if (seat.grants()) {
                            seat.grant(end, zone).ifPresent(grants::add);
                        }
                        seat.ending().ifPresent(endings::add);
                        FoldedSeat dated = seat.dated(end, zone);
                        if (!dated.equals(seat)) {
                            moved.add(dated);
                        }
                    }
                    Optional<Wish> wish = Folding.fold(grants, now);
                    wishes.put(id, wish);
                    after.put(id, entitlement.wanting(wish, endings, takenBy, now));
                });
        List<Long> endWithCourse =
                seats.values().stream()
                        .flatMap(List::stream)
                        .filter(seat -> seat.offer().terms().length().dependsOnCourse())
                        .map(FoldedSeat::entitlement)
                        .distinct()
                        .toList();
        if (!endWithCourse.isEmpty()) {
            Courses.askForEnds(handle, endWithCourse, now);
        }
        write(handle, before, after, wishes, now);
        count(handle, ids, after);
        date(handle, moved);
        Groups.unwant(handle, ids);
        Set<Long> settled = new TreeSet<>(ShownSeats.mark(handle, shown(after, wishes), now));
        Groups.unwant(handle, ids);
        wishes.forEach(
                (id, wish) -> {
                    if (wish.isEmpty()) {
                        settled.add(id);
                    }
                });
        return settled;
    }

    private static Map<Long, FoldedEntitlement> entitlements(Handle handle, List<Long> ids) {
        Map<Long, FoldedEntitlement> found = new TreeMap<>();
        handle.createQuery("select id from entitlement where id in (<ids>) order by id for update")
                .bindList("ids", ids)
                .mapTo(Long.class)
                .list();
        handle.createQuery(
                        """
                        select e.*, c.field as course_field, p.moodle_id as account_id from entitlement e
                        join course c on c.id = e.course_id join person p on p.id = e.person_id where e.id in (<ids>)
                        """)
                .bindList("ids", ids)
                .map((row, context) -> FoldedEntitlement.read(row))
                .forEach(entitlement -> found.put(entitlement.id(), entitlement));
        return found;
    }

    private static Map<Long, List<FoldedSeat>> seats(Handle handle, List<Long> ids) {
        return handle
                .createQuery(
                        """
                        select s.*, c.starts_at as opens_at, c.ends_at as closes_at, n.status as subscription_status
                        from seat s join entitlement e on e.id = s.entitlement_id join course c on c.id = e.course_id
                            left join subscription n on n.shop = s.shop and n.subscription_id = s.subscription
                        where s.entitlement_id in (<ids>) order by s.id
                        """)
                .bindList("ids", ids)
                .map((row, context) -> FoldedSeat.read(row))
                .stream()
                .collect(groupingBy(FoldedSeat::entitlement));
    }

    private static Map<Long, List<Extension>> extensions(Handle handle, List<Long> ids) {
        record Added(long seat, Extension extension) {}
        return handle
                .createQuery(
                        """
                        select x.seat_id, x.from_at, x.length from extension x join seat s on s.id = x.seat_id
                        where s.entitlement_id in (<ids>) and x.in_force = true
                        """)
                .bindList("ids", ids)
                .map(
                        (row, context) ->
                                new Added(
                                        row.getLong("seat_id"),
                                        new Extension(
                                                Rows.instant(row, "from_at"),
                                                Length.parse(row.getString("length")))))
                .stream()
                .collect(groupingBy(Added::seat, mapping(Added::extension, toList())));
    }

    private static void write(
            Handle handle,
            Map<Long, FoldedEntitlement> before,
            Map<Long, FoldedEntitlement> after,
            Map<Long, Optional<Wish>> wishes,
            Instant now) {
        PreparedBatch batch =
                handle.prepareBatch(
                        """
                        update entitlement set roles = :roles, starts_at = :start, ends_at = :end, suspended = :suspended,
                                absent = :absent, desired_version = :version, claimed_version = :claimed,
                                applied_version = :applied, state = :state, taken_at = :takenAt, taken_by = :takenBy,
                                guard_id = :guard,
                                due_at = case when :fresh then :now else due_at end,
                                attempts = case when :fresh then 0 else attempts end,
                                code = case when :fresh then null else code end,
                                hint = case when :fresh then null else hint end,
                                fold_at = :fold
                        where id = :id
                        """);
        after.forEach(
                (id, folded) -> {
                    FoldedEntitlement old = before.get(id);
                    Instant foldAt = wishes.get(id).flatMap(Wish::foldAgainAt).orElse(null);
                    if (!folded.equals(old) || !Objects.equals(foldAt, old.foldAt())) {
                        folded.bind(batch)
                                .bind("fresh", folded.changedFrom(old) && folded.isDirty())
                                .bind("now", now)
                                .bindByType("fold", foldAt, Instant.class)
                                .add();
                    }
                });
        if (batch.size() > 0) {
            batch.execute();
        }
    }

    /** Seats that are new here count from this version on. */
    private static void count(Handle handle, List<Long> ids, Map<Long, FoldedEntitlement> after) {
        List<Long> joined =
                handle.createQuery(
                                "select distinct entitlement_id from seat where entitlement_id in"
                                        + " (<ids>) and since_version = :new")
                        .bindList("ids", ids)
                        .bind("new", Entitlements.NOT_FOLDED_YET)
                        .mapTo(Long.class)
                        .list();
        if (joined.isEmpty()) {
            return;
        }
        PreparedBatch batch =
                handle.prepareBatch(
                        "update seat set since_version = ? where entitlement_id = ? and"
                                + " since_version = ?");
        joined.forEach(id -> batch.add(after.get(id).version(), id, Entitlements.NOT_FOLDED_YET));
        batch.execute();
    }

    private static void date(Handle handle, List<FoldedSeat> moved) {
        if (moved.isEmpty()) {
            return;
        }
        PreparedBatch batch =
                handle.prepareBatch(
                        "update seat set ends_at = :end, next_at = :next where id = :id");
        moved.forEach(
                seat ->
                        batch.bindByType("end", seat.endsAt(), Instant.class)
                                .bindByType("next", seat.nextAt(), Instant.class)
                                .bind("id", seat.id())
                                .add());
        batch.execute();
    }

    private static Map<Long, Shown> shown(
            Map<Long, FoldedEntitlement> after, Map<Long, Optional<Wish>> wishes) {
        Map<Long, Shown> shown = new HashMap<>();
        after.forEach(
                (id, folded) -> {
                    Optional<Period> period = wishes.get(id).map(Wish::period);
                    if (folded.isShown() && period.isPresent()) {
                        shown.put(id, new Shown(folded.version(), period.get()));
                    }
                });
        return shown;
    }
}
