package org.moodlegateway.sandbox;

import java.util.HashMap;
import java.util.Map;

/**
 * Hands out ids and remembers with which commit a row came up, so that a call that began earlier
 * can overlook it, as a check-then-insert does in a database. Ids of rolled-back rows stay unused.
 */
final class Births {
    /** A row of a table. */
    record Row(String table, long id) {}

    private final Map<String, Long> lastIds = new HashMap<>();
    private final Map<Row, Long> births = new HashMap<>();
    private long commits;

    /** Number of commits so far: what a call that begins now can see. */
    long commits() {
        return commits;
    }

    long nextId(String table) {
        return lastIds.merge(table, 1L, Long::sum);
    }

    void startIds(String table, long first) {
        lastIds.put(table, first - 1);
    }

    void bear(Row row) {
        births.put(row, commits + 1);
    }

    /** 0 for a row that was there from the start. */
    long commitOf(Row row) {
        return births.getOrDefault(row, 0L);
    }

    void commit() {
        commits++;
    }

    /** Counts all rows as there from the start. */
    void forget() {
        births.clear();
    }
}
