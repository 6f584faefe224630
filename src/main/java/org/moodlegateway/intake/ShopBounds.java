package org.moodlegateway.intake;

import java.nio.file.Path;
import java.util.List;
import org.moodlegateway.settings.Settings;

/**
 * What the settings leave to shops.
 *
 * @param inbox where shops without a folder of their own have theirs
 * @param topics of Kafka in which they may speak; none are all
 */
record ShopBounds(Path inbox, List<String> topics) {
    ShopBounds {
        topics = List.copyOf(topics);
    }

    static ShopBounds of(Settings settings) {
        return new ShopBounds(
                Path.of(settings.text("intake.inbox")),
                KafkaSettings.read(settings).map(KafkaSettings::topics).orElse(List.of()));
    }

    boolean allow(String topic) {
        return topics.isEmpty() || topics.contains(topic);
    }
}
