package org.moodlegateway.ledger;

import java.time.Instant;
import org.jdbi.v3.core.Handle;

/** What people did, append only. */
public final class Audit {
    private Audit() {}

    public static void write(
            Handle handle, Instant at, String actor, String action, String subject, String detail) {
        handle.execute(
                "insert into audit (at, actor, action, subject, detail) values (?, ?, ?, ?, ?)",
                at,
                actor,
                action,
                subject,
                detail);
    }
}
