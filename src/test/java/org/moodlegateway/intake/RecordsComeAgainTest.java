package org.moodlegateway.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.moodlegateway.Orders.order;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.moodlegateway.Gateway;
import org.moodlegateway.Orders;
import org.moodlegateway.ServingFixture;
import org.moodlegateway.ledger.CrashPoint;
import org.moodlegateway.process.JarProcess;
import org.slf4j.LoggerFactory;

/** What breaks between a topic and the ledger: nothing is lost, and twice is once. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class RecordsComeAgainTest {
    private static final Duration LONG = Duration.ofSeconds(90);

    @TempDir private static Path brokerFiles;

    private static TopicBroker broker;

    @TempDir private Path directory;

    @BeforeAll
    static void start() {
        broker = TopicBroker.start(brokerFiles);
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    private static byte[] json(String id) {
        return order(id).line(Orders.SCI, 1, "ana@example.org").json();
    }

    private static void awaitTaken(
            ServingFixture gateway, String topic, int partitions, int orders) {
        Awaitility.await()
                .atMost(LONG)
                .until(() -> broker.committed(topic) == broker.sent(topic, partitions));
        Awaitility.await()
                .atMost(LONG)
                .ignoreExceptions()
                .until(() -> gateway.count("select count(*) from seat") == orders);
        assertThat(gateway.count("select count(*) from inbox")).isEqualTo(orders);
        assertThat(gateway.count("select count(*) from inbox where state = 'APPLIED'"))
                .isEqualTo(orders);
    }

    private static Map<String, String> on(
            EmbeddedPostgres server, Map<String, String> environment) {
        environment.put("LEDGER_URL", server.getJdbcUrl("postgres", "postgres"));
        environment.put("LEDGER_USER", "postgres");
        environment.put("LEDGER_PASSWORD", "postgres");
        return environment;
    }

    private static ListAppender<ILoggingEvent> lines(Class<?> of) {
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        ((Logger) LoggerFactory.getLogger(of)).addAppender(lines);
        return lines;
    }

    @Test
    void while_the_ledger_is_away_records_stay_in_their_topic() throws IOException {
        Path data = directory.resolve("postgres");
        EmbeddedPostgres.Builder again =
                EmbeddedPostgres.builder()
                        .setDataDirectory(data)
                        .setCleanDataDirectory(false)
                        .setPort(JarProcess.freePort());
        broker.make("outage", 1);
        EmbeddedPostgres server = again.start();
        try (ServingFixture gateway =
                ServingFixture.in(directory, on(server, broker.environment("outage")))) {
            for (int i = 0; i < 5; i++) {
                broker.send("outage", json("O-" + i));
            }
            awaitTaken(gateway, "outage", 1, 5);

            ListAppender<ILoggingEvent> said = lines(TopicRecords.class);
            server.close();
            long stopped = System.nanoTime();
            for (int i = 5; i < 205; i++) {
                broker.send("outage", json("O-" + i));
            }
            Awaitility.await().atMost(LONG).until(() -> said.list.size() >= 4);
            long waited = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - stopped);

            assertThat(broker.committed("outage")).isEqualTo(5);
            assertThat(said.list.size()).isLessThanOrEqualTo((int) waited / 2);
            server = again.start();
            awaitTaken(gateway, "outage", 1, 205);
        } finally {
            server.close();
        }
    }

    @Test
    void dying_between_the_ledger_and_kafka_takes_nothing_twice() throws Exception {
        broker.make("crash", 1);
        Map<String, String> environment = broker.environment("crash");
        for (int i = 0; i < 30; i++) {
            broker.send("crash", json("C-" + i));
        }
        String ledger =
                "jdbc:h2:file:" + directory.resolve("ledger") + ";MODE=PostgreSQL;WRITE_DELAY=0";
        environment.put("LEDGER_URL", ledger);
        try (ServingFixture first = ServingFixture.in(directory.resolve("moodle"))) {
            environment.put("MOODLE_URL", first.moodle.baseUri().toString());
            assertThat(dyingWith(environment)).isEqualTo(CrashPoint.EXIT_CODE);
            assertThat(broker.committed("crash")).isZero();

            try (ServingFixture gateway =
                    ServingFixture.in(directory.resolve("next"), environment)) {
                assertThat(gateway.count("select count(*) from inbox")).isPositive();
                awaitTaken(gateway, "crash", 1, 30);
            }
        }
    }

    /** The exit code of a gateway that dies before it tells Kafka. */
    private int dyingWith(Map<String, String> environment) throws Exception {
        ProcessBuilder builder =
                new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Dgateway.crash-at=records-kept-before-offset",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Gateway.class.getName(),
                        "run");
        builder.environment().putAll(environment);
        builder.environment().put("MOODLE_TOKEN", "sandbox-token");
        builder.environment().put("INTAKE_INBOX", directory.resolve("inbox").toString());
        builder.environment().put("GATEWAY_PORT", String.valueOf(JarProcess.freePort()));
        builder.environment().put("GATEWAY_MANAGEMENT_PORT", String.valueOf(JarProcess.freePort()));
        builder.redirectErrorStream(true);
        builder.redirectOutput(directory.resolve("dying.log").toFile());
        Process process = builder.start();
        try {
            int code = process.waitFor(60, TimeUnit.SECONDS) ? process.exitValue() : -1;
            assertThat(code).as(Files.readString(directory.resolve("dying.log"))).isPositive();
            return code;
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void two_gateways_share_a_topic_and_one_of_them_may_go() throws IOException {
        broker.make("pair", 4);
        try (EmbeddedPostgres server = EmbeddedPostgres.start()) {
            Map<String, String> environment = on(server, broker.environment("pair"));
            try (ServingFixture first = ServingFixture.in(directory.resolve("1"), environment)) {
                environment = new HashMap<>(environment);
                environment.put("MOODLE_URL", first.moodle.baseUri().toString());
                AtomicInteger sent = new AtomicInteger();
                try (ServingFixture second =
                        ServingFixture.in(directory.resolve("2"), environment)) {
                    Awaitility.await()
                            .atMost(LONG)
                            .until(
                                    () -> {
                                        sendToEach(4, sent);
                                        return taken(second) > 0 && taken(first) > 0;
                                    });
                    // goes while there is more to take than it can
                    IntStream.range(0, 50).forEach(more -> sendToEach(4, sent));
                }
                IntStream.range(0, 10).forEach(more -> sendToEach(4, sent));
                awaitTaken(first, "pair", 4, sent.get());
            }
        }
    }

    private static void sendToEach(int partitions, AtomicInteger sent) {
        for (int partition = 0; partition < partitions; partition++) {
            broker.send("pair", partition, json("G-" + sent.getAndIncrement()));
        }
    }

    private static long taken(ServingFixture gateway) {
        return gateway.answered("web kafka stored");
    }
}
