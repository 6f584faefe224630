package org.moodlegateway.ledger;

import java.time.Duration;

/**
 * Where the ledger is and how long its claims hold.
 *
 * @param url JDBC URL of PostgreSQL, or of an H2 file for a single node
 * @param lease how long a claim holds without a sign of life; longer than a Moodle call may take
 * @param settle how long after an unknown outcome Moodle may still be working on the request
 * @param connections in the workers' pool; intake has as many of its own
 */
public record LedgerSettings(
        String url,
        String user,
        String password,
        Duration lease,
        Duration settle,
        int connections) {

    /** An H2 ledger has one node only. */
    public boolean singleNode() {
        return url.startsWith("jdbc:h2:");
    }

    /** The same, but an H2 ledger that isn't there is not made. */
    public LedgerSettings ifThere() {
        return singleNode()
                ? new LedgerSettings(
                        url + ";IFEXISTS=TRUE", user, password, lease, settle, connections)
                : this;
    }

    @Override
    public String toString() {
        return "LedgerSettings[user=" + user + ", lease=" + lease + ", settle=" + settle + "]";
    }
}
