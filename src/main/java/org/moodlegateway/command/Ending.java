package org.moodlegateway.command;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Keeps a command up until its process is told to end (SIGTERM, Ctrl-C), and the process until the
 * command has closed what it opened. To be opened first and closed last.
 */
final class Ending implements AutoCloseable {
    private static final int LONGEST_SECONDS = 60;

    private final CountDownLatch told = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread hook = new Thread(this::end, "ending");

    private Ending() {}

    static Ending listen() {
        Ending ending = new Ending();
        Runtime.getRuntime().addShutdownHook(ending.hook);
        return ending;
    }

    private void end() {
        told.countDown();
        try {
            closed.await(LONGEST_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Returns when the process is told to end, or this thread is interrupted: then that was the
     * word, and what follows may take its time.
     */
    void await() {
        try {
            told.await();
        } catch (InterruptedException e) {
            Thread.interrupted();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        if (told.getCount() > 0) {
            Runtime.getRuntime().removeShutdownHook(hook);
        }
    }
}
