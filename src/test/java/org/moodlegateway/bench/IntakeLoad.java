package org.moodlegateway.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.moodlegateway.process.SignedShop;

/**
 * A shop that sends signed orders at a steady rate whatever the answers do: the gateway's own of 2
 * kB, or those of WooCommerce of 20 kB. Arguments: address, orders a second, seconds, connections.
 * Latency counts from when an order was due, not from when a connection was free. Prints counts and
 * percentiles.
 */
public final class IntakeLoad {
    private static final int BYTES = 2000;
    private static final int WARM_SECONDS = 10;
    private static final int OTHER_ORDERS = 1_000_000;

    private IntakeLoad() {}

    public static void main(String[] arguments) throws InterruptedException {
        URI orders = URI.create(arguments[0]);
        int rate = Integer.parseInt(arguments[1]);
        int total = rate * Integer.parseInt(arguments[2]);
        int connections = Integer.parseInt(arguments[3]);
        measure(orders, "warm", rate, new long[rate * WARM_SECONDS], connections);
        long[] nanos = new long[total];
        long start = System.nanoTime();
        int refused = measure(orders, "load", rate, nanos, connections);
        double seconds = (System.nanoTime() - start) / 1e9;
        Arrays.sort(nanos);
        System.out.printf(
                "%d orders, %d not 200, %.0f/s, p50 %.1f ms, p99 %.1f ms, max %.1f ms%n",
                total,
                refused,
                total / seconds,
                nanos[total / 2] / 1e6,
                nanos[total * 99 / 100] / 1e6,
                nanos[total - 1] / 1e6);
        System.exit(0);
    }

    /** Sends one order for each place in {@code nanos}; how many were not taken. */
    private static int measure(URI orders, String name, int rate, long[] nanos, int connections)
            throws InterruptedException {
        AtomicInteger next = new AtomicInteger();
        AtomicInteger refused = new AtomicInteger();
        ExecutorService pool = Executors.newFixedThreadPool(connections);
        long start = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(200);
        for (int i = 0; i < connections; i++) {
            pool.submit(() -> send(orders, name, rate, start, nanos, next, refused));
        }
        pool.shutdown();
        pool.awaitTermination(10, TimeUnit.MINUTES);
        return refused.get();
    }

    private static void send(
            URI orders,
            String name,
            int rate,
            long start,
            long[] nanos,
            AtomicInteger next,
            AtomicInteger refused) {
        HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        for (int i = next.getAndIncrement(); i < nanos.length; i = next.getAndIncrement()) {
            long due = start + i * TimeUnit.SECONDS.toNanos(1) / rate;
            LockSupport.parkNanos(due - System.nanoTime());
            try {
                int status =
                        http.send(request(orders, name, i), HttpResponse.BodyHandlers.discarding())
                                .statusCode();
                if (status != 200) {
                    refused.incrementAndGet();
                }
            } catch (IOException e) {
                refused.incrementAndGet();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
            nanos[i] = System.nanoTime() - due;
        }
    }

    private static HttpRequest request(URI orders, String name, int i) {
        int number = name.equals("warm") ? i + OTHER_ORDERS : i;
        return orders.getPath().startsWith("/webhooks/")
                ? WooOrder.request(orders, WooOrder.body(number))
                : SignedShop.request(orders, name + "-" + i, body(number), Instant.now());
    }

    private static byte[] body(int i) {
        String order = new String(BenchSeat.order(i), java.nio.charset.StandardCharsets.UTF_8);
        String padding = "x".repeat(Math.max(0, BYTES - order.length() - 11));
        return (order.substring(0, order.length() - 1) + ",\"note\":\"" + padding + "\"}")
                .getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }
}
