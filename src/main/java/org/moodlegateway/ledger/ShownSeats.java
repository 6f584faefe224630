package org.moodlegateway.ledger;

import static java.util.Comparator.comparingLong;
import static java.util.stream.Collectors.toSet;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.moodlegateway.seat.Period;

/**
 * Marks the seats that Moodle shows: those that counted in the version it said yes to, and whose
 * period lies in the one it shows.
 */
final class ShownSeats {
    private ShownSeats() {}

    /** What Moodle shows of one entitlement. */
    record Shown(long version, Period period) {
        boolean covers(long sinceVersion, Period seat) {
            return sinceVersion <= version
                    && !seat.startInclusive().isBefore(period.startInclusive())
                    && !seat.endExclusive().isAfter(period.endExclusive());
        }
    }

    private record Marked(long seat, long entitlement) {}

    /** {@code shown} is by entitlement; gives those of which seats were marked. */
    static Set<Long> mark(Handle handle, Map<Long, Shown> shown, Instant now) {
        if (shown.isEmpty()) {
            return Set.of();
        }
        List<Marked> seats =
                handle
                        .createQuery(
                                """
                                select s.id, s.entitlement_id, s.since_version, s.starts_at, s.ends_at,
                                        s.not_before_course, c.starts_at as opens_at
                                from seat s join entitlement e on e.id = s.entitlement_id
                                        join course c on c.id = e.course_id
                                where s.entitlement_id in (<ids>) and s.state = 'WAITING' and s.reason = ''
                                """)
                        .bindList("ids", List.copyOf(shown.keySet()))
                        .map((row, context) -> ifShown(row, shown))
                        .stream()
                        .filter(Objects::nonNull)
                        .sorted(comparingLong(Marked::seat))
                        .toList();
        if (!seats.isEmpty()) {
            PreparedBatch batch =
                    handle.prepareBatch(
                            "update seat set state = 'ACTIVE', changed_at = ? where id = ? and"
                                    + " state = 'WAITING'");
            seats.forEach(marked -> batch.add(now, marked.seat));
            batch.execute();
        }
        return seats.stream().map(Marked::entitlement).collect(toSet());
    }

    private static Marked ifShown(ResultSet row, Map<Long, Shown> shown) throws SQLException {
        long id = row.getLong("entitlement_id");
        Shown entitlement = shown.get(id);
        long since = row.getLong("since_version");
        boolean covered =
                SeatPeriod.of(row).filter(period -> entitlement.covers(since, period)).isPresent();
        return covered ? new Marked(row.getLong("id"), id) : null;
    }
}
