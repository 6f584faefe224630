package org.moodlegateway;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
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
    private final Map<String, List<Semaphore>> bells = new ConcurrentHashMap<>();
    private final Semaphore rest = new Semaphore(0);
    private volatile boolean stopping;

    Workers(Duration look) {
        this.look = look;
    }

    /** When a worker looks again. */
    enum Next {
        /** There may be more to do. */
        AT_ONCE,
        /** There was nothing to do: when its bell rings, or after a while. */
        WHEN_RUNG,
        /** There is enough for those who come after it: after a while, whoever rings. */
        AFTER_A_REST
    }

    /** Starts a worker, of which there may be several of one name. */
    void start(String name, Supplier<Next> work) {
        Semaphore bell = new Semaphore(0);
        Thread thread = new Thread(() -> run(name, work, bell), name);
        bells.computeIfAbsent(name, first -> new ArrayList<>()).add(bell);
        threads.add(thread);
        thread.start();
    }

    private void run(String name, Supplier<Next> work, Semaphore bell) {
        while (!stopping) {
            Next next = Next.WHEN_RUNG;
            try {
                next = work.get();
            } catch (RuntimeException | Error e) {
                LOG.error("{} failed and looks again in {}", name, look, e);
            }
            if (next == Next.AFTER_A_REST) {
                waitFor(rest);
            } else if (next == Next.WHEN_RUNG) {
                waitFor(bell);
            }
        }
    }

    private void waitFor(Semaphore bell) {
        try {
            if (!stopping && bell.tryAcquire(look.toMillis(), TimeUnit.MILLISECONDS)) {
                bell.drainPermits();
            }
        } catch (InterruptedException e) {
            stopping = true;
        }
    }

    /** Makes the workers of a name look now. */
    void wake(String name) {
        bells.getOrDefault(name, List.of()).forEach(Semaphore::release);
    }

    /** Makes all workers look now. */
    void wakeAll() {
        bells.keySet().forEach(this::wake);
    }

    /** Lets every worker finish its piece. */
    @Override
    public void close() {
        stopping = true;
        wakeAll();
        rest.release(threads.size());
        for (Thread thread : threads) {
            try {
                thread.join(TimeUnit.SECONDS.toMillis(40));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
