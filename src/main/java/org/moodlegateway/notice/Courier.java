package org.moodlegateway.notice;

import org.moodlegateway.ledger.Notice;

/** Delivers notices of one channel, one at a time, outside of any transaction. */
interface Courier {
    /**
     * Delivers one. Whoever gets it twice can tell so from its message id.
     *
     * @throws NotDeliveredException saying whether another attempt may help
     */
    void deliver(Notice notice) throws NotDeliveredException;
}
