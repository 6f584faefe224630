package org.moodlegateway.notice;

import org.moodlegateway.ledger.Notice;

/** Delivers notices of one channel, one at a time, outside of any transaction. */
interface Courier {
    /** Whether it is configured now; while it isn't, what it should deliver waits. */
    default boolean isOn() {
        return true;
    }

    /**
     * Delivers one. Whoever gets it twice can tell so from its message id.
     *
     * @throws NotDeliveredException saying whether another attempt may help
     */
    void deliver(Notice notice) throws NotDeliveredException;
}
