package org.moodlegateway.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;
import org.moodlegateway.catalogue.CourseName;
import org.moodlegateway.order.Emails;
import org.moodlegateway.order.Order;
import org.moodlegateway.seat.SeatState;

/** Seats and the entitlements they fold into. Everything here runs in the caller's transaction. */
public final class Entitlements {
    /** Since which version a seat counts, until it is folded. */
    public static final long NOT_FOLDED_YET = Long.MAX_VALUE;

    private final Folds folds;

    /** Calendar lengths are counted in {@code zone}. */
    public Entitlements(ZoneId zone) {
        this.folds = new Folds(zone);
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
     *
     * @param by what takes access away, if this does, as {@link #fold} has it
     */
    public void takeUp(Handle handle, Order order, List<SeatRow> seats, String by, Instant now) {
        Map<Long, Held> held = held(handle, seats);
        Map<String, Long> people = people(handle, order, seats);
        Map<String, Long> courses = courses(handle, seats, now);
        Map<Key, Long> entitlements = entitlements(handle, seats, held, people, courses, now);
        TreeSet<Long> touched = new TreeSet<>(entitlements.values());
        for (SeatRow seat : seats) {
            Optional<Long> counted =
                    seat.id() == 0 ? Optional.empty() : SeatRows.entitlement(handle, seat);
            counted.ifPresent(touched::add);
            Optional<Key> key = key(seat, held, people, courses);
            Optional<Long> entitlement = seat.live() ? key.map(entitlements::get) : counted;
            SeatRows.write(handle, order, seat, entitlement, now);
            stay(handle, seat, held.get(seat.id()), key);
            if (!seat.group().isEmpty() && key.isPresent()) {
                joinGroup(handle, order.shop(), seat, key.get().course, entitlement.get(), now);
            }
        }
        fold(handle, touched, by, now);
    }

    private static boolean countsFor(SeatRow seat) {
        return seat.state() != SeatState.CANCELLED
                && seat.state() != SeatState.UNASSIGNED
                && seat.reason().isEmpty()
                && seat.course().isPresent()
                && Emails.usable(seat.sitter().email());
    }

    /**
     * What a stored seat counts for so far.
     *
     * @param course the course that it was sold for, by name
     * @param kept whether it is in that course, or was, so that it stays there
     * @param stays what its row says of that
     */
    private record Held(
            long person,
            long courseId,
            String address,
            String course,
            boolean kept,
            boolean stays) {
        static Held read(ResultSet row) throws SQLException {
            boolean stays = row.getBoolean("course_stays");
            return new Held(
                    row.getLong("person_id"),
                    row.getLong("course_id"),
                    Emails.key(row.getString("email")),
                    Rows.text(row, "course_field") + ":" + Rows.text(row, "course_name"),
                    stays || row.getBoolean("sent"),
                    stays);
        }
    }

    private static Map<Long, Held> held(Handle handle, List<SeatRow> seats) {
        Map<Long, Held> held = new HashMap<>();
        List<Long> stored = seats.stream().map(SeatRow::id).filter(id -> id != 0).toList();
        if (!stored.isEmpty()) {
            handle.createQuery(
                            """
                            select s.id, s.email, s.course_field, s.course_name, s.course_stays, e.person_id, e.course_id,
                                s.since_version <= e.claimed_version as sent
                            from seat s join entitlement e on e.id = s.entitlement_id where s.id in (<ids>)
                            """)
                    .bindList("ids", stored)
                    .map((row, context) -> held.put(row.getLong("id"), Held.read(row)))
                    .list();
        }
        return held;
    }

    /**
     * A seat that somebody has stays with them, whoever has their address now, and in its course,
     * wherever the course's name leads now.
     */
    private static Optional<Key> key(
            SeatRow seat,
            Map<Long, Held> all,
            Map<String, Long> people,
            Map<String, Long> courses) {
        if (!countsFor(seat)) {
            return Optional.empty();
        }
        String course = courseKey(seat.course().orElseThrow());
        Held held = all.get(seat.id());
        boolean samePerson = held != null && held.address.equals(seat.personKey());
        boolean sameCourse = held != null && held.course.equals(course);
        return Optional.of(
                new Key(
                        samePerson ? held.person : people.get(seat.personKey()),
                        sameCourse && (samePerson || held.kept)
                                ? held.courseId
                                : courses.get(course)));
    }

    /** Notes that a seat stays in its course under whoever sits there next. */
    private static void stay(Handle handle, SeatRow seat, Held held, Optional<Key> key) {
        boolean stays =
                held != null
                        && held.kept
                        && key.filter(now -> now.course == held.courseId).isPresent();
        if (held != null && stays != held.stays) {
            handle.execute("update seat set course_stays = ? where id = ?", stays, seat.id());
        }
    }

    private static Map<String, Long> people(Handle handle, Order order, List<SeatRow> seats) {
        TreeMap<String, SeatRow> wanted = new TreeMap<>();
        seats.stream()
                .filter(Entitlements::countsFor)
                .forEach(seat -> wanted.putIfAbsent(seat.personKey(), seat));
        TreeMap<String, Long> ids = new TreeMap<>();
        wanted.forEach(
                (key, seat) -> ids.put(key, PeopleRows.findOrAdd(handle, order, seat.sitter())));
        return ids;
    }

    private static String courseKey(CourseName course) {
        return course.field() + ":" + course.value();
    }

    private static Map<String, Long> courses(Handle handle, List<SeatRow> seats, Instant now) {
        TreeMap<String, CourseName> wanted = new TreeMap<>();
        seats.stream()
                .filter(Entitlements::countsFor)
                .map(seat -> seat.course().orElseThrow())
                .forEach(course -> wanted.put(courseKey(course), course));
        TreeMap<String, Long> ids = new TreeMap<>();
        wanted.forEach((key, course) -> ids.put(key, Courses.findOrAdd(handle, course, now)));
        return ids;
    }

    private static Map<Key, Long> entitlements(
            Handle handle,
            List<SeatRow> seats,
            Map<Long, Held> held,
            Map<String, Long> people,
            Map<String, Long> courses,
            Instant now) {
        TreeSet<Key> wanted = new TreeSet<>();
        seats.forEach(seat -> key(seat, held, people, courses).ifPresent(wanted::add));
        TreeMap<Key, Long> ids = new TreeMap<>();
        wanted.forEach(key -> ids.put(key, findOrAdd(handle, key.person, key.course, now)));
        return ids;
    }

    public static long findOrAdd(Handle handle, long person, long course, Instant now) {
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
            Handle handle, String shop, SeatRow seat, long course, long entitlement, Instant now) {
        long group = Groups.findOrAdd(handle, course, shop, seat.group(), now);
        Groups.want(handle, group, entitlement);
    }

    /**
     * Folds entitlements anew; those whose wish changed are due to be sent.
     *
     * @param takenBy what takes access away, if this does: {@code order SHOP/ID}, {@code run ID};
     *     empty for what was to end now anyway
     */
    public void fold(Handle handle, Collection<Long> ids, String takenBy, Instant now) {
        folds.fold(handle, ids, takenBy, now);
    }

    /** The zone in which calendar lengths are counted. */
    public ZoneId zone() {
        return folds.zone();
    }
}
