package org.moodlegateway.ledger;

/**
 * What became of a message that arrived.
 *
 * @param id of the inbox row that holds it, also for a repeat
 */
public record Receipt(long id, Kind kind) {
    /** Whether this message was new. */
    public enum Kind {
        STORED,
        DUPLICATE,
        /** The same event id with another body: kept beside the first and shown, never applied. */
        CONFLICT
    }
}
