package org.moodlegateway.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import org.moodlegateway.seat.Length;
import org.moodlegateway.seat.Period;

/**
 * The period of a seat's row, raised to the course's start and cut at its end where the product
 * says so.
 */
public final class SeatPeriod {
    private SeatPeriod() {}

    /** Of a seat that was folded, so that its end is known; empty if it would end too early. */
    public static Optional<Period> of(ResultSet row) throws SQLException {
        return between(start(row), Rows.end(row, "ends_at"));
    }

    /** Of any seat with dates; lengths are counted in {@code zone}. */
    public static Optional<Period> of(ResultSet row, ZoneId zone) throws SQLException {
        Instant start = start(row);
        Instant folded = Rows.instant(row, "ends_at");
        return between(start, folded == null ? end(row, start, zone) : folded);
    }

    private static Instant end(ResultSet row, Instant start, ZoneId zone) throws SQLException {
        Length length = Length.parse(Rows.text(row, "length"));
        Instant closes = Rows.instant(row, "closes_at");
        return length.atMost(length.endFrom(start, zone, closes), closes);
    }

    private static Instant start(ResultSet row) throws SQLException {
        Instant start = Rows.instant(row, "starts_at");
        Instant opens = row.getBoolean("not_before_course") ? Rows.instant(row, "opens_at") : null;
        return opens != null && opens.isAfter(start) ? opens : start;
    }

    private static Optional<Period> between(Instant start, Instant end) {
        return start.isBefore(end) ? Optional.of(new Period(start, end)) : Optional.empty();
    }
}
