package org.moodlegateway;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads that look for work in the ledger: each does a piece, and sleeps only when there was
 * none. A wake-up makes them look at once; without one they look every so often, since another node
 * may have left something.
 */
final class Workers implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Workers.class);

    private final Duration look;
    private final List<Thread> threads = new ArrayList<>();
    private final List<Semaphore> bells = new ArrayList<>();
    private volatile boolean stopping;

    Workers(Duration look) {
        this.look = look;
    }

    /** Starts a worker. {@code work} says whether there was something to do. */
    void start(String name, BooleanSupplier work) {
        Semaphore bell = new Semaphore(0);
        Thread thread = new Thread(() -> run(name, work, bell), name);
        bells.add(bell);
        threads.add(thread);
        thread.start();
    }

    private void run(String name, BooleanSupplier work, Semaphore bell) {
        while (!stopping) {
            boolean worked = false;
            try {
                worked = work.getAsBoolean();
            } catch (RuntimeException e) {
                LOG.error("{} failed and looks again in {}", name, look, e);
            }
            if (!worked && !stopping) {
                waitFor(bell);
            }
        }
    }

    private void waitFor(Semaphore bell) {
        try {
            if (bell.tryAcquire(look.toMillis(), TimeUnit.MILLISECONDS)) {
                bell.drainPermits();
            }
        } catch (InterruptedException e) {
            stopping = true;
        }
    }

    /** Makes all workers look now. */
    void wake() {
        bells.forEach(Semaphore::release);
    }

    /** Lets every worker finish its piece. */
    @Override
    public void close() {
        stopping = true;
        wake();
        for (Thread thread : threads) {
            try {
                thread.join(TimeUnit.SECONDS.toMillis(40));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
