package org.moodlegateway.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.TreeSet;
import org.moodlegateway.seat.Period;

/** How rows are read: the one place where SQL's nulls become values of ours. */
public final class Rows {
    private Rows() {}

    public static String text(ResultSet row, String column) throws SQLException {
        String text = row.getString(column);
        return text == null ? "" : text;
    }

    /** Null where the column is null. */
    public static Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp stamp = row.getTimestamp(column);
        return stamp == null ? null : stamp.toInstant();
    }

    public static Optional<Long> id(ResultSet row, String column) throws SQLException {
        long id = row.getLong(column);
        return row.wasNull() ? Optional.empty() : Optional.of(id);
    }

    /** Words with commas between. */
    public static TreeSet<String> words(ResultSet row, String column) throws SQLException {
        String text = text(row, column);
        return text.isEmpty() ? new TreeSet<>() : new TreeSet<>(Arrays.asList(text.split(",")));
    }

    /** The end of a period: SQL's null is no end. */
    public static Instant end(ResultSet row, String column) throws SQLException {
        Instant end = instant(row, column);
        return end == null ? Period.NO_END : end;
    }

    /** What {@link #end} reads back. */
    public static Instant endColumn(Instant end) {
        return end.equals(Period.NO_END) ? null : end;
    }
}
