package org.moodlegateway.ledger;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.moodlegateway.seat.Extension;
import org.moodlegateway.seat.Extensions;
import org.moodlegateway.seat.Length;
import org.moodlegateway.seat.Terms;

/** When a seat's period is over, also one on which nobody sits, which is folded into nothing. */
public final class SeatEnds {
    private SeatEnds() {}

    /**
     * The end with all the time that was added; {@link org.moodlegateway.seat.Period#NO_END} for
     * none, and while its product is unknown. A seat that starts when it is assigned starts now.
     */
    public static Instant of(Handle handle, SeatRow seat, ZoneId zone, Instant now) {
        if (seat.offer() == null) {
            return org.moodlegateway.seat.Period.NO_END;
        }
        Terms terms = seat.offer().terms();
        boolean startsNow = terms.startOnAssign() && !seat.named();
        Instant start = startsNow ? now : start(handle, seat);
        return Extensions.end(terms.length().endFrom(start, zone), extensions(handle, seat), zone);
    }

    /**
     * The later of its own start and the start of the course that it is in, or would be in, where
     * the product says so.
     */
    private static Instant start(Handle handle, SeatRow seat) {
        Instant start = seat.offer().terms().start();
        if (!seat.offer().terms().notBeforeCourse() || seat.course().isEmpty()) {
            return start;
        }
        return handle.createQuery(
                        """
                        select starts_at from course where starts_at > :start and id = coalesce(
                            (select e.course_id from seat s join entitlement e on e.id = s.entitlement_id where s.id = :seat),
                            (select coalesce(same_as, id) from course where field = :field and name = :name))
                        """)
                .bind("start", start)
                .bind("seat", seat.id())
                .bind("field", seat.course().get().field().name())
                .bind("name", seat.course().get().value())
                .map((row, context) -> Rows.instant(row, "starts_at"))
                .findOne()
                .orElse(start);
    }

    private static List<Extension> extensions(Handle handle, SeatRow seat) {
        return handle.select(
                        "select from_at, length from extension where seat_id = ? and in_force = true",
                        seat.id())
                .map(
                        (row, context) ->
                                new Extension(
                                        Rows.instant(row, "from_at"),
                                        Length.parse(row.getString("length"))))
                .list();
    }
}
