package org.moodlegateway.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
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
    void shops_may_name_any_topic_or_one_of_those_that_are_listed() {
        assertThat(KafkaSettings.read(settings()).orElseThrow().topics()).isEmpty();
        ShopBounds bounds = ShopBounds.of(settings("KAFKA_TOPIC", "a, b"));

        assertThat(bounds.allow("a")).isTrue();
        assertThat(bounds.allow("b")).isTrue();
        assertThat(bounds.allow("c")).isFalse();
        assertThat(ShopBounds.of(settings()).allow("c")).isTrue();
        assertThat(ShopBounds.of(settings("KAFKA_BROKERS", "", "KAFKA_TOPIC", "a")).allow("c"))
                .isTrue();
    }
}
