package org.moodlegateway.ledger;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

/**
 * The database's time: asked for once a minute, and carried on by the monotonic clock in between,
 * so that a jump of this machine's wall clock moves no lease.
 */
final class DatabaseClock extends Clock {
    private static final long ASK_AGAIN_NANOS = TimeUnit.MINUTES.toNanos(1);

    private record Reading(Instant instant, long nanos) {}

    private final DataSource source;
    private volatile Reading reading;

    private DatabaseClock(DataSource source, Reading reading) {
        this.source = source;
        this.reading = reading;
    }

    static DatabaseClock of(DataSource source) throws SQLException {
        return new DatabaseClock(source, ask(source));
    }

    private static Reading ask(DataSource source) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select current_timestamp")) {
            row.next();
            return new Reading(
                    row.getObject(1, OffsetDateTime.class).toInstant(), System.nanoTime());
        }
    }

    @Override
    public Instant instant() {
        Reading known = reading;
        if (System.nanoTime() - known.nanos > ASK_AGAIN_NANOS) {
            try {
                known = ask(source);
                reading = known;
            } catch (SQLException e) {
                // The ledger is away: its last time carried on is better than none, and nothing can
                // be written anyway.
                return known.instant.plusNanos(System.nanoTime() - known.nanos);
            }
        }
        return known.instant.plusNanos(System.nanoTime() - known.nanos);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return Clock.offset(this, java.time.Duration.ZERO).withZone(zone);
    }
}
