package org.moodlegateway.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayNameGeneration(ReplaceUnderscores.class)
@Timeout(60)
class RunCommandTest {

    @Test
    void without_a_moodle_it_runs_with_a_sandbox_and_says_so() throws Exception {
        CommandLineRun run = ports();
        Thread thread = new Thread(() -> run.run("run"));
        thread.start();

        Awaitility.await().atMost(Duration.ofSeconds(40)).until(() -> run.out().contains("Ready:"));
        thread.interrupt();
        thread.join();

        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("/orders/SHOP", "/health").hasLineCount(1);
        assertThat(run.err()).contains("moodle.url is empty", "sandbox");
    }

    @Test
    void a_port_that_is_taken_is_refused_in_one_sentence() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CommandLineRun run =
                    ports().with("GATEWAY_PORT", String.valueOf(taken.getLocalPort())).run("run");

            assertThat(run.code()).isEqualTo(1);
            assertThat(run.out()).isEmpty();
            assertThat(run.err()).contains("can't listen", "gateway.port").hasLineCount(1);
        }
    }

    @Test
    void a_ledger_that_could_lose_orders_is_refused_in_one_sentence() throws IOException {
        CommandLineRun run =
                ports().with("MOODLE_URL", "http://127.0.0.1:1")
                        .with("LEDGER_URL", "jdbc:h2:file:./x;MODE=PostgreSQL")
                        .run("run");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).contains("WRITE_DELAY=0").hasLineCount(1);
    }

    private static CommandLineRun ports() throws IOException {
        return new CommandLineRun()
                .with("GATEWAY_PORT", String.valueOf(freePort()))
                .with("GATEWAY_MANAGEMENT_PORT", String.valueOf(freePort()));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
