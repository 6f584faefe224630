package org.moodlegateway.notice;

import org.moodlegateway.ledger.Outbox;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells what waits in the outbox, once each. */
public final class Notices {
    private static final Logger LOG = LoggerFactory.getLogger(Notices.class);
    private static final int AT_ONCE = 100;

    private final Outbox outbox;

    public Notices(Outbox outbox) {
        this.outbox = outbox;
    }

    /** Tells what is due. */
    public void deliver() {
        outbox.tell(AT_ONCE, notice -> LOG.error("{}: {}", notice.kind(), notice.text()));
    }
}
