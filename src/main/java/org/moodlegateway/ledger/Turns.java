package org.moodlegateway.ledger;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Lets transactions in: on H2 one at a time, elsewhere all. H2 writes a commit table by table, so
 * that a kill could leave half of another transaction that ran meanwhile. Intake waits for one
 * worker at most, however many of them stand in line.
 */
final class Turns {
    private final boolean needed;
    private final ReentrantLock turn = new ReentrantLock(true);
    private final ReentrantLock workersLine = new ReentrantLock(true);

    private Turns(boolean needed) {
        this.needed = needed;
    }

    static Turns of(LedgerSettings settings) {
        return new Turns(settings.singleNode());
    }

    <T> T takeAsIntake(Supplier<T> transaction) {
        return needed ? holding(turn, transaction) : transaction.get();
    }

    <T> T takeAsWorker(Supplier<T> transaction) {
        return needed ? holding(workersLine, () -> holding(turn, transaction)) : transaction.get();
    }

    private static <T> T holding(ReentrantLock lock, Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }
}
