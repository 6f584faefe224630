package org.moodlegateway.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class TurnsTest {
    private final Turns turns =
            Turns.of(
                    new LedgerSettings(
                            "jdbc:h2:mem:turns",
                            "",
                            "",
                            Duration.ofMinutes(2),
                            Duration.ofMinutes(2),
                            4));
    private final List<String> order = new CopyOnWriteArrayList<>();
    private final List<Thread> threads = new ArrayList<>();

    @Test
    void intake_goes_before_the_workers_that_stand_in_line() throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        CountDownLatch working = new CountDownLatch(1);
        start(
                () ->
                        turns.takeAsWorker(
                                () -> {
                                    working.countDown();
                                    return awaited(done);
                                }));
        working.await();
        for (String name : List.of("worker 1", "worker 2", "worker 3")) {
            start(() -> turns.takeAsWorker(() -> order.add(name)));
        }
        start(() -> turns.takeAsIntake(() -> order.add("intake")));

        done.countDown();
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(order).hasSize(4).first().isEqualTo("intake");
    }

    /** Returns once the thread waits for its turn or has ended. */
    private void start(Runnable work) {
        Thread thread = new Thread(work);
        threads.add(thread);
        thread.start();
        await().until(
                        () ->
                                thread.getState() == Thread.State.WAITING
                                        || thread.getState() == Thread.State.TERMINATED);
    }

    private static boolean awaited(CountDownLatch latch) {
        try {
            latch.await();
            return true;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
