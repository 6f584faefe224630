package org.moodlegateway.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.moodlegateway.Orders.order;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.moodlegateway.Orders;
import org.moodlegateway.ServingFixture;

/** An administrator says in which topics shops speak while the gateway runs. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class TopicsWhileRunningTest {
    private static final String NO_TOPIC = "kafka: \"{{env:WEB_KAFKA_TOPIC:}}\"";

    @TempDir private static Path directory;

    private static TopicBroker broker;
    private static ServingFixture gateway;

    @BeforeAll
    static void start() {
        broker = TopicBroker.start(directory.resolve("broker"));
        broker.make("spring", 1);
        broker.make("autumn", 1);
        gateway =
                ServingFixture.in(
                        directory,
                        Map.of("KAFKA_BROKERS", broker.brokers(), "KAFKA_SECURITY", "plaintext"));
    }

    @AfterAll
    static void stop() {
        gateway.close();
        broker.close();
    }

    private static void await(Callable<Boolean> condition) {
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(condition);
    }

    private static void shops(String from, String to) throws IOException {
        Path shops = directory.resolve("config/shops.yaml");
        String text = Files.readString(shops);
        assertThat(text).contains(from);
        Path draft = Files.writeString(directory.resolve("draft"), text.replace(from, to));
        Files.move(draft, shops, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void send(String topic, String id) {
        broker.send(topic, order(id).line(Orders.SCI, 1, "ana@example.org").json());
    }

    private static List<String> taken() {
        return gateway.list(
                "select distinct order_id from seat where kind = 'PAID' order by order_id");
    }

    @Test
    void topics_come_change_and_go() throws IOException {
        assertThat(gateway.gateway.camel().getRoute("take-records")).isNull();
        send("spring", "T-1");

        shops(NO_TOPIC, "kafka: spring");
        await(() -> taken().equals(List.of("T-1")));
        await(() -> broker.committed("spring") == 1);

        shops("kafka: spring", "kafka: autumn");
        send("autumn", "T-2");
        await(() -> taken().equals(List.of("T-1", "T-2")));
        send("spring", "T-3");

        shops("kafka: autumn", NO_TOPIC);
        await(() -> gateway.gateway.camel().getRoute("take-records") == null);
        send("autumn", "T-4");

        shops(NO_TOPIC, "kafka: spring");
        await(() -> taken().equals(List.of("T-1", "T-2", "T-3")));
        await(() -> broker.committed("spring") == 2);
        assertThat(broker.committed("autumn")).isEqualTo(1);
        assertThat(gateway.rejectedCodes()).isEmpty();
    }
}
