package org.moodlegateway.orders;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.moodlegateway.ledger.Entitlements;
import org.moodlegateway.ledger.FirstAccess;
import org.moodlegateway.ledger.Ledger;
import org.moodlegateway.ledger.LineOutcomes;
import org.moodlegateway.ledger.OrderOutcomes;
import org.moodlegateway.ledger.PeopleRows;
import org.moodlegateway.ledger.Rows;
import org.moodlegateway.ledger.SeatEnds;
import org.moodlegateway.ledger.SeatRow;
import org.moodlegateway.ledger.SeatRows;
import org.moodlegateway.order.Order;
import org.moodlegateway.order.OrderRejectedException;
import org.moodlegateway.order.Participant;
import org.moodlegateway.order.Problem;
import org.moodlegateway.order.Snapshot;
import org.moodlegateway.seat.OrderPlan;

/**
 * Puts people on seats and takes them off, one seat in one transaction. The same again changes
 * nothing. Who sits on a seat may leave it until his first access to the course, or by force.
 *
 * <p>A seat that was assigned here is no longer the order's to fill: a newer event of the order
 * neither moves nor overwrites its participant, and leaves it empty if it was emptied here.
 */
public final class Assignments {
    private static final int MOST_LOOKS = 3;
    private static final int LONGEST_ACTOR = 100;

    private final Ledger ledger;
    private final Entitlements entitlements;
    private final Set<String> roles;
    private final FirstAccess firstAccess;
    private final OrderPlans plans;
    private final Differences differences = new Differences();

    /**
     * Works on a ledger.
     *
     * @param roles short names of the roles that may be given
     * @param plans says what the order of a seat means, with which it is compared then
     */
    public Assignments(
            Ledger ledger,
            Entitlements entitlements,
            Set<String> roles,
            FirstAccess firstAccess,
            OrderPlans plans) {
        this.ledger = ledger;
        this.entitlements = entitlements;
        this.roles = Set.copyOf(roles);
        this.firstAccess = firstAccess;
        this.plans = plans;
    }

    /** The same for many seats in a row: asks Moodle once for each course. */
    public Assignments remembering() {
        return new Assignments(
                ledger, entitlements, roles, FirstAccess.remembering(firstAccess), plans);
    }

    /**
     * Puts somebody on a seat.
     *
     * @param person with an empty role for the seat's own; empty names of somebody who sits there
     *     leave his names as they are
     * @param course the one to choose where there is a choice; empty for the one chosen before, or
     *     the only one
     * @param force whether somebody else must leave though he may have opened the course
     * @param actor who wants it, for the audit
     */
    public Assignment assign(
            String reference, Participant person, String course, boolean force, String actor) {
        Participant checked;
        try {
            checked = person.checked();
        } catch (OrderRejectedException e) {
            return new Assignment.Refused(reference, e.problem());
        }
        if (!checked.role().isEmpty() && !roles.contains(checked.role())) {
            return refused(
                    reference,
                    "role-unknown",
                    "/role",
                    "there is no such role; there are "
                            + String.join(", ", roles.stream().sorted().toList()));
        }
        return move(reference, new SeatMove(checked, course.strip(), limited(actor)), force);
    }

    /** Takes whoever sits there off a seat. Parameters as {@link #assign} has them. */
    public Assignment unassign(String reference, boolean force, String actor) {
        return move(reference, SeatMove.off(limited(actor)), force);
    }

    private static String limited(String actor) {
        return actor.length() > LONGEST_ACTOR ? actor.substring(0, LONGEST_ACTOR) : actor;
    }

    private static Assignment refused(
            String reference, String code, String pointer, String sentence) {
        return new Assignment.Refused(reference, new Problem(code, pointer, sentence));
    }

    /** Somebody in a course, by Moodle's ids. */
    private record Visit(long course, long user) {}

    /** What one look at the ledger came to: an answer, or what to ask Moodle first. */
    private record Look(Assignment answer, Visit visit) {}

    private Assignment move(String reference, SeatMove move, boolean force) {
        Visit cleared = null;
        for (int looks = 0; looks < MOST_LOOKS; looks++) {
            Visit known = cleared;
            Look look = ledger.transaction(handle -> look(handle, reference, move, force, known));
            if (look.visit == null) {
                return look.answer;
            }
            if (!firstAccess.awaited(look.visit.course).contains(look.visit.user)) {
                return refused(
                        reference,
                        "already-opened",
                        "",
                        "the person on this seat has opened the course, or Moodle doesn't tell;"
                                + " only by force can somebody else sit there");
            }
            cleared = look.visit;
        }
        return refused(reference, "seat-busy", "", "somebody else changed this seat just now");
    }

    private Look look(
            Handle handle, String reference, SeatMove move, boolean force, Visit cleared) {
        Optional<Stored> stored = stored(handle, reference);
        if (stored.isEmpty()) {
            return new Look(
                    refused(reference, "seat-unknown", "", "no seat has this reference"), null);
        }
        Order order = Snapshot.read(stored.get().snapshot);
        Instant now = ledger.clock().instant();
        SeatRows.lockEntitlements(handle, order);
        List<SeatRow> seats = SeatRows.of(handle, order);
        SeatRow seat =
                seats.stream()
                        .filter(one -> one.reference().equals(reference))
                        .findFirst()
                        .orElseThrow();
        SeatMove.Outcome outcome =
                move.decide(seat, seats, SeatEnds.of(handle, seat, entitlements.zone(), now), now);
        if (outcome.problem() != null) {
            return new Look(new Assignment.Refused(reference, outcome.problem()), null);
        }
        if (outcome.after() == null) {
            return new Look(new Assignment.Unchanged(reference), null);
        }
        boolean asked = outcome.leaves() && seat.sent();
        Optional<Visit> visit = asked ? visit(handle, seat) : Optional.empty();
        if (!force && visit.isPresent() && !visit.get().equals(cleared)) {
            return new Look(null, visit.get());
        }
        boolean opened = force && asked;
        write(handle, order, seat, outcome, opened, now);
        move.audit(handle, now, seat, outcome, force);
        compare(handle, order, stored.get(), now);
        return new Look(
                move.isOff()
                        ? new Assignment.Unassigned(reference)
                        : new Assignment.Assigned(reference),
                null);
    }

    /** {@code revokeAt} is null unless it reads as placed after it was paid. */
    private record Stored(String snapshot, Instant purchasedAt, Instant revokeAt) {}

    /** The order of a seat, held against newer events of it. */
    private static Optional<Stored> stored(Handle handle, String reference) {
        return handle.select(
                        """
                        select snapshot, purchased_at, revoke_at from orders where (shop, order_id) in (
                            select shop, order_id from seat where reference = ? and kind = 'PAID')
                        for update
                        """,
                        reference)
                .map(
                        (row, context) ->
                                new Stored(
                                        row.getString("snapshot"),
                                        Rows.instant(row, "purchased_at"),
                                        Rows.instant(row, "revoke_at")))
                .findOne();
    }

    /** One that can't be planned as the catalogue is now is compared once it can. */
    private void compare(Handle handle, Order order, Stored stored, Instant now) {
        Optional<OrderPlan> plan = plans.of(stored.snapshot, stored.purchasedAt);
        boolean stays = stored.revokeAt != null && now.isBefore(stored.revokeAt);
        if (plan.isEmpty()) {
            handle.execute(
                    "update orders set compared = false where shop = ? and order_id = ?",
                    order.shop(),
                    order.id());
        } else if (differences.follow(
                handle,
                plan.get(),
                stays ? difference -> true : Corrections.pending(handle, order),
                now)) {
            LineOutcomes.ofOrder(handle, order.shop(), order.id(), now);
            OrderOutcomes.ofOrder(handle, order.shop(), order.id(), now);
        }
    }

    /** Empty if he can't have been in the course: Moodle never knew the person or the course. */
    private static Optional<Visit> visit(Handle handle, SeatRow seat) {
        return handle.select(
                        """
                        select c.moodle_id as course, p.moodle_id as person from seat s
                            join entitlement e on e.id = s.entitlement_id join course c on c.id = e.course_id
                            join person p on p.id = e.person_id
                        where s.id = ? and c.moodle_id is not null and p.moodle_id is not null
                        """,
                        seat.id())
                .map((row, context) -> new Visit(row.getLong("course"), row.getLong("person")))
                .findOne();
    }

    private void write(
            Handle handle,
            Order order,
            SeatRow seat,
            SeatMove.Outcome outcome,
            boolean opened,
            Instant now) {
        if (outcome.leaves()) {
            handle.execute(
                    "update entitlement set vacated = ? where id = (select entitlement_id from seat where id = ?)",
                    SeatMove.ending(seat).name(),
                    seat.id());
        }
        SeatRow after = opened ? outcome.frozen() : outcome.after();
        PeopleRows.rename(handle, after.sitter());
        entitlements.takeUp(
                handle, order, List.of(after), "assignment of " + seat.reference(), now);
        handle.execute(
                "update entitlement set vacated = '' where id = (select entitlement_id from seat where id = ?)",
                seat.id());
    }
}
