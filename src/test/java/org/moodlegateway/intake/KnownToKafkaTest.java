package org.moodlegateway.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.moodlegateway.Orders.order;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.moodlegateway.Orders;
import org.moodlegateway.ServingFixture;
import org.slf4j.LoggerFactory;

/** How a broker knows the gateway: by a password, or by a certificate. It is told nobody. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class KnownToKafkaTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir private static Path directory;

    private static TopicBroker broker;

    private final ListAppender<ILoggingEvent> said = new ListAppender<>();
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    @TempDir private Path folder;

    @BeforeAll
    static void start() {
        broker = TopicBroker.start(directory.resolve("broker"));
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @BeforeEach
    void listen() {
        said.start();
        root.addAppender(said);
    }

    @AfterEach
    void leave() {
        root.detachAppender(said);
    }

    private static byte[] json(String id) {
        return order(id).line(Orders.SCI, 1, "ana@example.org").json();
    }

    /** Of a topic that holds one order. */
    private static Map<String, String> environment(String topic, String brokers, String security) {
        broker.make(topic, 1);
        broker.send(topic, json(topic));
        Map<String, String> environment = broker.environment(topic);
        environment.put("KAFKA_BROKERS", brokers);
        environment.put("KAFKA_SECURITY", security);
        environment.put("KAFKA_TRUST", broker.certificate().toString());
        return environment;
    }

    private static void awaitTaken(ServingFixture gateway) {
        Awaitility.await()
                .atMost(LONG)
                .until(
                        () ->
                                gateway.count(
                                                "select count(*) from seat where kind = 'PAID'"
                                                        + " and order_id <> 'over-http'")
                                        == 1);
    }

    /** No records are taken, an error says so, and orders are taken over HTTP. */
    private void nothingIsTaken(ServingFixture gateway) {
        Awaitility.await()
                .atMost(LONG)
                .until(
                        () ->
                                said(Level.WARN).stream()
                                        .anyMatch(
                                                one -> one.contains("doesn't let the gateway in")));
        assertThat(gateway.postWithKey(json("over-http")).status()).isEqualTo(200);
        assertThat(gateway.count("select count(*) from inbox where source = 'kafka'")).isZero();
        assertThat(gateway.askManagement("/health/ready").status()).isEqualTo(200);
    }

    private List<String> said(Level least) {
        return new ArrayList<>(said.list)
                .stream()
                        .filter(one -> one.getLevel().isGreaterOrEqual(least))
                        .map(
                                one ->
                                        one.getFormattedMessage()
                                                + (one.getThrowableProxy() == null
                                                        ? ""
                                                        : " "
                                                                + one.getThrowableProxy()
                                                                        .getMessage()))
                        .toList();
    }

    @Test
    void by_plain_words_with_tls_and_the_right_password() {
        Map<String, String> environment =
                environment("by-words", broker.securedBrokers(), "sasl_ssl");
        environment.put("KAFKA_MECHANISM", "PLAIN");
        environment.put("KAFKA_USER", "gateway");
        environment.put("KAFKA_PASSWORD", TopicBroker.PASSWORD);

        try (ServingFixture gateway = ServingFixture.in(folder, environment)) {
            awaitTaken(gateway);
        }
        assertThat(said(Level.ALL)).noneMatch(one -> one.contains("canary"));
    }

    @Test
    void by_scram_and_when_the_password_is_right_again_without_a_restart() {
        broker.changePassword("another canary");
        Map<String, String> environment =
                environment("by-scram", broker.securedBrokers(), "sasl_ssl");
        environment.put("KAFKA_USER", "gateway");
        environment.put("KAFKA_PASSWORD", TopicBroker.PASSWORD);

        try (ServingFixture gateway = ServingFixture.in(folder, environment)) {
            nothingIsTaken(gateway);
            broker.changePassword(TopicBroker.PASSWORD);
            awaitTaken(gateway);
        }
        assertThat(said(Level.ALL)).noneMatch(one -> one.contains("canary"));
    }

    @Test
    void by_the_gateways_own_certificate() {
        Map<String, String> environment =
                environment("by-certificate", broker.mutualBrokers(), "ssl");
        try (ServingFixture gateway = ServingFixture.in(folder.resolve("without"), environment)) {
            nothingIsTaken(gateway);
        }

        environment.put("KAFKA_CERTIFICATE", broker.gatewaysOwn().toString());
        try (ServingFixture gateway = ServingFixture.in(folder.resolve("with"), environment)) {
            awaitTaken(gateway);
        }
        assertThat(said(Level.ALL)).noneMatch(one -> one.contains("PRIVATE KEY"));
    }
}
