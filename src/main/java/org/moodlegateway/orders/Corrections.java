package org.moodlegateway.orders;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.moodlegateway.ledger.Rows;
import org.moodlegateway.ledger.SeatEnds;
import org.moodlegateway.ledger.SeatRow;
import org.moodlegateway.order.Emails;
import org.moodlegateway.order.Order;
import org.moodlegateway.order.Participant;

/**
 * Seats of one order that reached Moodle, and for which its newest event names somebody else,
 * nobody, or another role. Whoever sits there leaves as by {@link Assignments} without force: only
 * before his first access. What Moodle must be asked for that is noted in the table {@code
 * correction}; {@link Corrector} asks, and has the order planned again, which then moves the seat.
 * The table names nobody: who is wanted is in the order. Runs in the caller's transaction.
 */
final class Corrections {
    /** What Moodle said is good for so long: afterwards he may have opened the course. */
    private static final Duration ANSWER_HOLDS = Duration.ofMinutes(5);

    private static final Set<String> CORRECTABLE =
            Set.of(
                    Difference.PERSON,
                    Difference.ROLE,
                    Difference.BUYER,
                    Difference.SUPERVISOR,
                    Difference.SUPPORT);

    private final Handle handle;
    private final Newer newer;
    private final List<SeatRow> seats;
    private final ZoneId zone;
    private final Instant now;
    private final Map<Long, Question> known = new LinkedHashMap<>();
    private final Map<Long, Question> wanted = new LinkedHashMap<>();
    private final Map<Long, SeatRow> leaving = new LinkedHashMap<>();

    /**
     * Reads what was asked before.
     *
     * @param seats all seats of the order, as they are stored
     */
    Corrections(Handle handle, Newer newer, List<SeatRow> seats, ZoneId zone, Instant now) {
        this.handle = handle;
        this.newer = newer;
        this.seats = seats;
        this.zone = zone;
        this.now = now;
        handle.select(
                        """
                        select c.* from correction c join seat s on s.id = c.seat_id
                        where s.shop = ? and s.order_id = ? for update
                        """,
                        newer.order.shop(),
                        newer.order.id())
                .map((row, context) -> Question.read(row))
                .forEach(question -> known.put(question.seat, question));
    }

    /**
     * The event that seats follow.
     *
     * @param before the order as it was known before it
     * @param again whether it is the same event, planned again
     */
    record Newer(Order order, Supplier<Order> before, boolean again) {}

    /** What is known of the first access of who sits there. */
    enum State {
        /** Moodle is to be asked. */
        DUE,
        /** He never opened the course. */
        CLEARED,
        /** He has, or Moodle doesn't tell. */
        OPENED
    }

    /**
     * A row of the table.
     *
     * @param role that he is to have instead; empty where somebody else is wanted, or nobody
     * @param askedAt null before the first answer
     */
    private record Question(
            long seat, long entitlement, String role, State state, Instant askedAt) {
        static Question read(ResultSet row) throws SQLException {
            return new Question(
                    row.getLong("seat_id"),
                    row.getLong("entitlement_id"),
                    row.getString("role"),
                    State.valueOf(row.getString("state")),
                    Rows.instant(row, "asked_at"));
        }

        boolean isAbout(long anEntitlement, String aRole) {
            return entitlement == anEntitlement && role.equals(aRole);
        }

        Question due() {
            return new Question(seat, entitlement, role, State.DUE, askedAt);
        }
    }

    /**
     * Whether a difference may go away by itself: Moodle is still to be asked whether somebody of
     * this order opened their course.
     */
    static Predicate<Difference> pending(Handle handle, Order order) {
        return difference ->
                CORRECTABLE.contains(difference.code())
                        && handle.select(
                                        """
                                        select 1 from correction c join seat s on s.id = c.seat_id
                                        where s.shop = ? and s.order_id = ? and c.state = 'DUE' fetch first 1 rows only
                                        """,
                                        order.shop(),
                                        order.id())
                                .mapTo(Integer.class)
                                .findOne()
                                .isPresent();
    }

    /** The seat as it becomes now: corrected if it may be, else as it is. */
    SeatRow correct(SeatRow seat, SeatRow planned) {
        boolean same = planned.named() && planned.personKey().equals(seat.personKey());
        boolean unreachable = planned.named() && !Emails.usable(planned.sitter().email());
        if (!seat.correctable() || unreachable || (same && !wantsRole(seat, planned))) {
            return seat;
        }
        SeatMove.Outcome outcome =
                move(planned).decide(seat, seats, SeatEnds.of(handle, seat, zone, now), now);
        if (outcome.problem() != null || outcome.after() == null) {
            return seat;
        }
        Optional<Long> asked = asked(seat);
        if (asked.isEmpty() || isCleared(seat, asked.get(), same ? planned.role() : "")) {
            if (outcome.leaves()) {
                leaving.put(seat.id(), seat);
            }
            return outcome.after();
        }
        want(seat, asked.get(), same ? planned.role() : "");
        return seat;
    }

    private static SeatMove move(SeatRow planned) {
        return planned.named()
                ? new SeatMove(
                        new Participant(
                                planned.sitter().email(),
                                planned.sitter().firstName(),
                                planned.sitter().lastName(),
                                planned.role()),
                        "",
                        "")
                : SeatMove.off("");
    }

    /** Not where only the catalogue has another role meanwhile. */
    private boolean wantsRole(SeatRow seat, SeatRow planned) {
        if (seat.kind() != SeatRow.Kind.PAID
                || planned.role().isEmpty()
                || planned.role().equals(seat.role())) {
            return false;
        }
        Question before = known.get(seat.id());
        return (before != null && before.role.equals(planned.role()))
                || statesRole(newer.order, planned)
                || statesRole(newer.before.get(), planned);
    }

    private static boolean statesRole(Order order, SeatRow planned) {
        return order.lines().stream()
                .filter(line -> line.product().equals(planned.product()))
                .anyMatch(
                        line ->
                                line.parameters().containsKey("role")
                                        || line.participants().stream()
                                                .filter(person -> !person.role().isEmpty())
                                                .anyMatch(
                                                        person ->
                                                                Emails.key(person.email())
                                                                        .equals(
                                                                                planned
                                                                                        .personKey())));
    }

    /**
     * The entitlement about which Moodle can be asked; empty if he can't have been in the course:
     * Moodle never knew the person or the course, or it is only an account.
     */
    private Optional<Long> asked(SeatRow seat) {
        return handle.select(
                        """
                        select e.id from seat s join entitlement e on e.id = s.entitlement_id
                            join course c on c.id = e.course_id join person p on p.id = e.person_id
                        where s.id = ? and c.field <> 'SITE' and c.moodle_id is not null and p.moodle_id is not null
                        """,
                        seat.id())
                .mapTo(Long.class)
                .findOne();
    }

    private boolean isCleared(SeatRow seat, long entitlement, String role) {
        Question question = known.get(seat.id());
        return question != null
                && question.state == State.CLEARED
                && question.isAbout(entitlement, role)
                && question.askedAt.plus(ANSWER_HOLDS).isAfter(now);
    }

    /** A newer event asks anew, since much may have happened; the same one does not. */
    private void want(SeatRow seat, long entitlement, String role) {
        Question before = known.get(seat.id());
        if (before == null || !before.isAbout(entitlement, role)) {
            wanted.put(seat.id(), new Question(seat.id(), entitlement, role, State.DUE, null));
        } else {
            boolean answered = before.state == State.OPENED && newer.again;
            wanted.put(seat.id(), answered ? before : before.due());
        }
    }

    /** Notes how those leave who leave now: before their seats are written. */
    void leave() {
        leaving.forEach(
                (id, seat) ->
                        handle.execute(
                                "update entitlement set vacated = ? where id = (select"
                                        + " entitlement_id from seat where id = ?)",
                                SeatMove.ending(seat).name(),
                                id));
    }

    /** Writes down what is to be asked, and that who sits there now is no leaver. */
    void write() {
        leaving.keySet()
                .forEach(
                        id ->
                                handle.execute(
                                        "update entitlement set vacated = '' where id = (select"
                                                + " entitlement_id from seat where id = ?)",
                                        id));
        Map<Long, Question> changed = new HashMap<>(wanted);
        changed.values().removeAll(known.values());
        PreparedBatch forget = handle.prepareBatch("delete from correction where seat_id = ?");
        known.keySet().stream()
                .filter(id -> changed.containsKey(id) || !wanted.containsKey(id))
                .forEach(forget::add);
        PreparedBatch note =
                handle.prepareBatch(
                        """
                        insert into correction (seat_id, entitlement_id, role, state, due_at, attempts) values (?, ?, ?, 'DUE', ?, 0)
                        """);
        changed.values()
                .forEach(
                        question ->
                                note.add(question.seat, question.entitlement, question.role, now));
        for (PreparedBatch batch : List.of(forget, note)) {
            if (batch.size() > 0) {
                batch.execute();
            }
        }
    }
}
