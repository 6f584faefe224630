package org.moodlegateway.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.moodlegateway.settings.Settings;
import org.moodlegateway.settings.SettingsException;

/** What is found wrong with Kafka before anything is started. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class KafkaSettingsTest {

    private static Settings settings(String... environment) {
        Map<String, String> map = new HashMap<>(Map.of("KAFKA_BROKERS", "a.example.org:9092"));
        for (int i = 0; i < environment.length; i += 2) {
            map.put(environment[i], environment[i + 1]);
        }
        return Settings.read(Path.of("config"), Path.of("routes"), map);
    }

    private static Shops shops(String... topics) {
        return new Shops(
                Stream.of(topics)
                        .map(
                                topic ->
                                        new Shop(
                                                "shop-" + topic,
                                                List.of(),
                                                List.of(),
                                                false,
                                                null,
                                                null,
                                                topic,
                                                null,
                                                null,
                                                null))
                        .toList(),
                List.of());
    }

    @Test
    void without_brokers_there_is_nothing_to_check() {
        assertThat(KafkaSettings.read(settings("KAFKA_BROKERS", ""))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            KAFKA_BROKERS     | host            | kafka.brokers
            KAFKA_BROKERS     | http://host:1   | kafka.brokers
            KAFKA_TOPIC       | a,,b            | kafka.topic
            KAFKA_TOPIC       | a?brokers=evil  | kafka.topic
            KAFKA_GROUP       | ''              | kafka.group
            KAFKA_SECURITY    | sasl_ssl        | kafka.user
            KAFKA_SECURITY    | tls             | kafka.security
            KAFKA_MECHANISM   | GSSAPI          | kafka.mechanism
            KAFKA_PASSWORD    | canary          | kafka.password
            KAFKA_TRUST       | /none           | kafka.trust
            """)
    void a_mistake_is_named(String key, String value, String named) {
        assertThatThrownBy(() -> KafkaSettings.read(settings(key, value)))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining(named)
                .hasMessageNotContaining("canary");
    }

    @Test
    void each_topic_is_a_shops_and_each_shops_topic_is_read() {
        KafkaSettings kafka = KafkaSettings.read(settings("KAFKA_TOPIC", "a, b")).orElseThrow();

        kafka.check(shops("a", "b"));
        assertThatThrownBy(() -> kafka.check(shops("a"))).hasMessageContaining("kafka: b");
        assertThatThrownBy(() -> kafka.check(shops("a", "b", "c"))).hasMessageContaining("lacks c");
    }
}
