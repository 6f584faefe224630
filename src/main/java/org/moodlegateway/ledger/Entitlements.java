package org.moodlegateway.ledger;

import org.jdbi.v3.core.Handle;
import org.moodlegateway.catalogue.CourseName;
import org.moodlegateway.entitlement.Folding;
import org.moodlegateway.entitlement.Grant;
import org.moodlegateway.entitlement.Wish;
import org.moodlegateway.ledger.ShownSeats.Shown;
import org.moodlegateway.order.Emails;
import org.moodlegateway.order.Order;
import org.moodlegateway.seat.Length;
import org.moodlegateway.seat.Period;
import org.moodlegateway.seat.SeatState;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** Seats and the entitlements they fold into. Everything here runs in the caller's transaction. */
public final class Entitlements {
    /** Since which version a seat counts, until it is folded. */
    static final long NOT_FOLDED_YET = Long.MAX_VALUE;

    private final ZoneId zone;

    /** Calendar lengths are counted in {@code zone}. */
    public Entitlements(ZoneId zone) {
        this.zone = zone;
    }

    private record Key(long person, long course) implements Comparable<Key> {
        private static final Comparator<Key> ORDER =
                Comparator.comparing(Key::person).thenComparing(Key::course);

        @Override
        public int compareTo(Key other) {
            return ORDER.compare(this, other);
        }
    }

    /**
     * Writes changed seats of one order, ties them to their entitlements, and folds every
     * entitlement they touch.
     */
    void takeUp(Handle handle, Order order, List<SeatRow> seats, Instant now) {
        Map<String, Long> people = people(handle, order, seats);
        Map<String, Long> courses = courses(handle, seats, now);
        Map<Key, Long> entitlements = entitlements(handle, seats, people, courses, now);
        TreeSet<Long> touched = new TreeSet<>(entitlements.values());
        for (SeatRow seat : seats) {
            Optional<Long> entitlement = key(seat, people, courses).map(entitlements::get);
            if (seat.id() != 0) {
                SeatRows.entitlement(handle, seat).ifPresent(touched::add);
            }
            SeatRows.write(handle, order, seat, entitlement, now);
            if (!seat.group().isEmpty() && entitlement.isPresent()) {
                joinGroup(
                        handle,
                        order,
                        seat,
                        courses.get(courseKey(seat.courseName())),
                        entitlement.get(),
                        now);
            }
        }
        touched.forEach(id -> fold(handle, id, now));
    }

    private static boolean countsFor(SeatRow seat) {
        return seat.state() != SeatState.CANCELLED
                && seat.state() != SeatState.UNASSIGNED
                && seat.courseName() != null
                && Emails.usable(seat.email());
    }

    private static Optional<Key> key(
            SeatRow seat, Map<String, Long> people, Map<String, Long> courses) {
        return countsFor(seat)
                ? Optional.of(
                        new Key(
                                people.get(seat.personKey()),
                                courses.get(courseKey(seat.courseName()))))
                : Optional.empty();
    }

    private static Map<String, Long> people(Handle handle, Order order, List<SeatRow> seats) {
        TreeMap<String, SeatRow> wanted = new TreeMap<>();
        seats.stream()
                .filter(Entitlements::countsFor)
                .forEach(seat -> wanted.putIfAbsent(seat.personKey(), seat));
        TreeMap<String, Long> ids = new TreeMap<>();
        wanted.forEach((key, seat) -> ids.put(key, PeopleRows.findOrAdd(handle, order, seat)));
        return ids;
    }

    private static String courseKey(CourseName course) {
        return course.field() + ":" + course.value();
    }

    private static Map<String, Long> courses(Handle handle, List<SeatRow> seats, Instant now) {
        TreeMap<String, CourseName> wanted = new TreeMap<>();
        seats.stream()
                .filter(Entitlements::countsFor)
                .forEach(seat -> wanted.put(courseKey(seat.courseName()), seat.courseName()));
        TreeMap<String, Long> ids = new TreeMap<>();
        wanted.forEach((key, course) -> ids.put(key, Courses.findOrAdd(handle, course, now)));
        return ids;
    }

    private static Map<Key, Long> entitlements(
            Handle handle,
            List<SeatRow> seats,
            Map<String, Long> people,
            Map<String, Long> courses,
            Instant now) {
        TreeSet<Key> wanted = new TreeSet<>();
        seats.forEach(seat -> key(seat, people, courses).ifPresent(wanted::add));
        TreeMap<Key, Long> ids = new TreeMap<>();
        wanted.forEach(key -> ids.put(key, findOrAdd(handle, key.person, key.course, now)));
        return ids;
    }

    static long findOrAdd(Handle handle, long person, long course, Instant now) {
        Optional<Long> known =
                handle.select(
                                "select id from entitlement where person_id = ? and course_id = ?",
                                person,
                                course)
                        .mapTo(Long.class)
                        .findOne();
        if (known.isPresent()) {
            return known.get();
        }
        handle.createUpdate(
                        """
                        insert into entitlement (person_id, course_id, roles, suspended, desired_version, claimed_version,
                                applied_version, state, due_at, attempts, unknowns, asked, fence)
                        values (:person, :course, '', false, 0, 0, 0, 'CLEAN', :now, 0, 0, false, 0)
                        on conflict do nothing
                        """)
                .bind("person", person)
                .bind("course", course)
                .bind("now", now)
                .execute();
        return handle.select(
                        "select id from entitlement where person_id = ? and course_id = ?",
                        person,
                        course)
                .mapTo(Long.class)
                .one();
    }

    private static void joinGroup(
            Handle handle, Order order, SeatRow seat, long course, long entitlement, Instant now) {
        long group = Groups.findOrAdd(handle, course, order.shop(), seat.group(), now);
        Groups.want(handle, group, entitlement);
    }

    /** Folds an entitlement anew; if the wish changed, it is due to be sent. */
    void fold(Handle handle, long id, Instant now) {
        Folded before =
                handle.select(
                                """
                                select roles, starts_at, ends_at, suspended, desired_version, applied_version, state from entitlement
                                where id = ? for update
                                """,
                                id)
                        .map((row, context) -> Folded.read(row))
                        .one();
        Optional<Wish> wish = Folding.fold(grants(handle, id), now);
        Folded after = before.with(wish);
        handle.createUpdate(
                        """
                        update entitlement set roles = :roles, starts_at = :start, ends_at = :end, suspended = :suspended,
                                desired_version = :version, state = :state,
                                due_at = case when :fresh then :now else due_at end,
                                attempts = case when :fresh then 0 else attempts end,
                                code = case when :fresh then null else code end,
                                hint = case when :fresh then null else hint end,
                                fold_at = :fold
                        where id = :id
                        """)
                .bind("roles", after.roles)
                .bindByType("start", after.start, Instant.class)
                .bindByType("end", after.end, Instant.class)
                .bind("suspended", after.suspended)
                .bind("version", after.version)
                .bind("state", after.state)
                .bind("fresh", after.version != before.version && after.state.equals("DIRTY"))
                .bind("now", now)
                .bindByType("fold", wish.flatMap(Wish::foldAgainAt).orElse(null), Instant.class)
                .bind("id", id)
                .execute();
        handle.execute(
                "update seat set since_version = ? where entitlement_id = ? and since_version = ?",
                after.version,
                id,
                NOT_FOLDED_YET);
        if (after.state.equals("CLEAN") && after.applied >= after.version && wish.isPresent()) {
            Shown shown = new Shown(after.version, wish.get().period());
            ShownSeats.mark(handle, Map.of(id, shown), zone, now);
        }
    }

    /** The zone in which calendar lengths are counted. */
    ZoneId zone() {
        return zone;
    }

    private record Folded(
            String roles,
            Instant start,
            Instant end,
            boolean suspended,
            long version,
            long applied,
            String state) {

        static Folded read(ResultSet row) throws SQLException {
            return new Folded(
                    row.getString("roles"),
                    Rows.instant(row, "starts_at"),
                    Rows.instant(row, "ends_at"),
                    row.getBoolean("suspended"),
                    row.getLong("desired_version"),
                    row.getLong("applied_version"),
                    row.getString("state"));
        }

        Folded with(Optional<Wish> wish) {
            Folded wanted =
                    new Folded(
                            wish.map(wished -> String.join(",", wished.roles())).orElse(""),
                            wish.map(wished -> wished.period().startInclusive()).orElse(null),
                            wish.map(wished -> Rows.endColumn(wished.period().endExclusive()))
                                    .orElse(null),
                            wish.map(Wish::suspended).orElse(false),
                            version,
                            applied,
                            state);
            return wanted.equals(this) ? this : wanted.changed(wish.isPresent());
        }

        /**
         * A changed wish is a new version; one that wants nothing any more was never sent, so
         * nothing is to do.
         */
        private Folded changed(boolean wishes) {
            boolean idle = state.equals("CLEAN") || state.equals("DIRTY") || state.equals("PARKED");
            boolean over = !wishes && state.equals("HELD");
            String next = over ? "CLEAN" : !idle ? state : wishes ? "DIRTY" : "CLEAN";
            return new Folded(roles, start, end, suspended, version + 1, applied, next);
        }
    }

    private List<Grant> grants(Handle handle, long entitlement) {
        List<Grant> grants = new ArrayList<>();
        handle.select(
                        """
                        select s.role, s.starts_at, s.length, s.not_before_course, c.starts_at as opens_at
                        from seat s join entitlement e on e.id = s.entitlement_id join course c on c.id = e.course_id
                        where s.entitlement_id = ? and s.state in ('WAITING', 'ACTIVE', 'EXPIRED')
                        """,
                        entitlement)
                .map((row, context) -> grant(row))
                .forEach(grant -> grant.ifPresent(grants::add));
        return grants;
    }

    /** Nothing for a seat that would end before its course opens. */
    private Optional<Grant> grant(ResultSet row) throws SQLException {
        return period(row, zone)
                .map(
                        period -> {
                            try {
                                return new Grant(row.getString("role"), period);
                            } catch (SQLException e) {
                                throw new LedgerException("a seat has no role", e);
                            }
                        });
    }

    /** The period of a seat's row, raised to the course's start where the product says so. */
    static Optional<Period> period(ResultSet row, ZoneId zone) throws SQLException {
        Instant start = Rows.instant(row, "starts_at");
        Instant opens = row.getBoolean("not_before_course") ? Rows.instant(row, "opens_at") : null;
        if (opens != null && opens.isAfter(start)) {
            start = opens;
        }
        Instant end = Length.parse(Rows.text(row, "length")).endFrom(start, zone);
        return start.isBefore(end) ? Optional.of(new Period(start, end)) : Optional.empty();
    }
}
