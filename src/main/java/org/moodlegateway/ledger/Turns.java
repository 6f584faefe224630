package org.moodlegateway.ledger;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Lets transactions in: on H2 one at a time, in the order they came, elsewhere all. H2 writes a
 * commit table by table, so that a kill could leave half of another transaction that ran meanwhile.
 */
final class Turns {
    private final boolean needed;
    private final ReentrantLock lock = new ReentrantLock(true);

    private Turns(boolean needed) {
        this.needed = needed;
    }

    static Turns of(LedgerSettings settings) {
        return new Turns(settings.singleNode());
    }

    <T> T take(Supplier<T> transaction) {
        if (!needed) {
            return transaction.get();
        }
        lock.lock();
        try {
            return transaction.get();
        } finally {
            lock.unlock();
        }
    }
}
