package org.moodlegateway.localshop;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * Columns of one of the plugin's tables, read as JSON that is the same from every kind of database:
 * whole numbers as numbers, amounts as text with their digits, everything else as text.
 */
final class Rows {
    /** How a column is written down. */
    private enum Kind {
        WHOLE,
        FLOAT,
        AMOUNT,
        TEXT
    }

    private record Column(String name, Kind kind) {}

    private final List<Column> columns = new ArrayList<>();

    /**
     * Takes the columns of a table.
     *
     * @param described such as {@code id:whole}, or a bare name for a text
     */
    Rows(String... described) {
        for (String column : described) {
            String[] parts = column.split(":");
            Kind kind =
                    parts.length == 1 ? Kind.TEXT : Kind.valueOf(parts[1].toUpperCase(Locale.ROOT));
            columns.add(new Column(parts[0], kind));
        }
    }

    String select(String table) {
        return "select "
                + String.join(", ", columns.stream().map(Column::name).toList())
                + " from "
                + table;
    }

    /** Runs a statement that {@link #select} begins. */
    List<ObjectNode> read(Connection connection, int seconds, String sql, List<?> values)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setQueryTimeout(seconds);
            for (int i = 0; i < values.size(); i++) {
                statement.setObject(i + 1, values.get(i));
            }
            List<ObjectNode> rows = new ArrayList<>();
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    rows.add(row(result));
                }
            }
            return rows;
        }
    }

    /** As many question marks as there are values. */
    static String marks(Collection<?> values) {
        return "(" + String.join(", ", Collections.nCopies(values.size(), "?")) + ")";
    }

    private ObjectNode row(ResultSet result) throws SQLException {
        ObjectNode row = JsonNodeFactory.instance.objectNode();
        for (int i = 0; i < columns.size(); i++) {
            Column column = columns.get(i);
            switch (column.kind()) {
                case WHOLE -> put(row, column.name(), result.getLong(i + 1), result);
                case FLOAT -> put(row, column.name(), result.getDouble(i + 1), result);
                case AMOUNT -> {
                    BigDecimal amount = result.getBigDecimal(i + 1);
                    row.put(column.name(), amount == null ? null : amount.toPlainString());
                }
                case TEXT -> row.put(column.name(), result.getString(i + 1));
                default -> throw new IllegalStateException("there is no other kind");
            }
        }
        return row;
    }

    private static void put(ObjectNode row, String name, long value, ResultSet result)
            throws SQLException {
        if (result.wasNull()) {
            row.putNull(name);
        } else {
            row.put(name, value);
        }
    }

    /** A whole number without the point that floats have. */
    private static void put(ObjectNode row, String name, double value, ResultSet result)
            throws SQLException {
        if (result.wasNull()) {
            row.putNull(name);
        } else if (value == Math.rint(value) && Math.abs(value) < 1e15) {
            row.put(name, (long) value);
        } else {
            row.put(name, value);
        }
    }
}
