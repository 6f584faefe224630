package org.moodlegateway.renewal;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.moodlegateway.ledger.Outbox;
import org.moodlegateway.ledger.Outbox.Fact;
import org.moodlegateway.ledger.RenewedSeat;
import org.moodlegateway.seat.Due;
import org.moodlegateway.seat.Due.AskForRenewal;
import org.moodlegateway.seat.Due.Expire;
import org.moodlegateway.seat.Due.Extend;
import org.moodlegateway.seat.Due.Remind;
import org.moodlegateway.seat.Length;
import org.moodlegateway.seat.SeatState;

/** What is due for some seats, gathered, and written down in a few statements. */
final class RenewalChanges {
    private record Extended(long seat, Extend by) {}

    private record Marked(long seat, SeatState state, Instant remindedAt, Instant askedFor) {}

    private final Instant now;
    private final ZoneId zone;
    private final List<Extended> extensions = new ArrayList<>();
    private final List<Marked> marks = new ArrayList<>();
    private final List<Fact> facts = new ArrayList<>();

    RenewalChanges(Instant now, ZoneId zone) {
        this.now = now;
        this.zone = zone;
    }

    /** Gathers what is due for one seat; what of it anybody would notice. */
    List<Due> gather(RenewedSeat seat) {
        List<Due> due = seat.due(now, zone);
        SeatState state = seat.state();
        // what was looked at for nothing must not come up again
        Instant remindedAt = due.isEmpty() ? now : seat.remindedAt();
        Instant askedFor = seat.askedFor();
        List<Due> noticed = new ArrayList<>();
        for (Due one : due) {
            if (one instanceof Extend extend) {
                extensions.add(new Extended(seat.id(), extend));
                remindedAt = now;
            } else if (one instanceof AskForRenewal) {
                askedFor = one.end();
            } else if (one instanceof Remind) {
                remindedAt = now;
            } else {
                state = SeatState.EXPIRED;
            }
            boolean forPeople = one instanceof AskForRenewal || one instanceof Remind;
            if (seat.isTold() || !forPeople) {
                noticed.add(one);
            }
            if (seat.isTold()) {
                fact(seat, one);
            }
        }
        marks.add(new Marked(seat.id(), state, remindedAt, askedFor));
        return noticed;
    }

    private void fact(RenewedSeat seat, Due due) {
        if (due instanceof AskForRenewal) {
            facts.add(seat.fact("renewal-due", due.end().toString(), Map.of()));
        } else if (due instanceof Remind remind) {
            String offset = remind.offset().toString();
            facts.add(seat.fact("reminder", due.end() + "/" + offset, Map.of("offset", offset)));
        } else if (due instanceof Expire && seat.terms() != null) {
            facts.add(seat.fact("expired", due.end().toString(), Map.of()));
        }
    }

    /** Writes all of it in the caller's transaction; what was written before stays as it is. */
    void write(Handle handle) {
        extend(handle);
        PreparedBatch batch =
                handle.prepareBatch(
                        """
                        update seat set reminded_at = :reminded, asked_for = :asked, state = :state,
                                reason = case when state = :state then reason else '' end,
                                changed_at = case when state = :state then changed_at else :now end
                        where id = :id
                        """);
        marks.forEach(
                mark ->
                        batch.bindByType("reminded", mark.remindedAt, Instant.class)
                                .bindByType("asked", mark.askedFor, Instant.class)
                                .bind("state", mark.state.name())
                                .bind("now", now)
                                .bind("id", mark.seat)
                                .add());
        if (batch.size() > 0) {
            batch.execute();
        }
        facts.forEach(fact -> Outbox.note(handle, now, fact));
    }

    /** Each end of a seat is moved once; an extension that was taken out comes back. */
    private void extend(Handle handle) {
        if (extensions.isEmpty()) {
            return;
        }
        PreparedBatch batch =
                handle.prepareBatch(
                        """
                        insert into extension (seat_id, cause, cause_key, from_at, length, in_force, made_at)
                        values (?, 'AUTOMATIC', ?, ?, ?, true, ?) on conflict do nothing
                        """);
        for (Extended extended : extensions) {
            Instant from = extended.by.end();
            batch.add(
                    extended.seat,
                    from.toString(),
                    from,
                    Length.of(extended.by.length()).text(),
                    now);
        }
        int[] written = batch.execute();
        for (int i = 0; i < written.length; i++) {
            if (written[i] == 0) {
                handle.execute(
                        """
                        update extension set in_force = true
                        where seat_id = ? and cause = 'AUTOMATIC' and cause_key = ?
                        """,
                        extensions.get(i).seat,
                        extensions.get(i).by.end().toString());
            }
        }
    }
}
