package org.moodlegateway.intake;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.moodlegateway.settings.Settings;
import org.moodlegateway.settings.SettingsException;

/**
 * How the gateway reaches Kafka.
 *
 * @param brokers host:port with commas between
 * @param topics the only ones that shops may name; none are all
 * @param security in Kafka's own words, such as {@code SASL_SSL}
 * @param user empty where nobody logs in
 * @param password never printed
 * @param trust a PEM file of certificates to trust; empty for Java's own
 * @param certificate a PEM file of the gateway's own key and certificates; empty for none
 */
public record KafkaSettings(
        String brokers,
        List<String> topics,
        String security,
        String mechanism,
        String user,
        String password,
        String trust,
        String certificate) {
    static final Pattern TOPIC = Pattern.compile("[A-Za-z0-9._-]{1,249}");

    private static final Pattern BROKER = Pattern.compile("[^\\s:,/@]+:[0-9]{1,5}");

    public KafkaSettings {
        topics = List.copyOf(topics);
    }

    /**
     * Reads and checks them; empty if there are no brokers.
     *
     * @throws SettingsException naming what can't be used
     */
    public static Optional<KafkaSettings> read(Settings settings) {
        if (settings.text("kafka.brokers").isEmpty()) {
            return Optional.empty();
        }
        KafkaSettings kafka =
                new KafkaSettings(
                        settings.text("kafka.brokers").replace(" ", ""),
                        topics(settings.text("kafka.topic")),
                        settings.text("kafka.security").toUpperCase(Locale.ROOT),
                        settings.text("kafka.mechanism"),
                        settings.text("kafka.user"),
                        settings.text("kafka.password"),
                        settings.text("kafka.trust"),
                        settings.text("kafka.certificate"));
        kafka.check();
        require(
                !settings.text("kafka.group").isEmpty(),
                "kafka.group must not be empty: where reading goes on would be known nowhere");
        return Optional.of(kafka);
    }

    private static List<String> topics(String text) {
        return text.isEmpty() ? List.of() : list(text).toList();
    }

    private static Stream<String> list(String text) {
        return Stream.of(text.split(",")).map(String::strip);
    }

    private static void require(boolean sound, String sentence) {
        if (!sound) {
            throw new SettingsException(sentence);
        }
    }

    private void check() {
        require(
                list(brokers).allMatch(broker -> BROKER.matcher(broker).matches()),
                "kafka.brokers must be host:port, with commas between");
        require(
                topics.stream().allMatch(topic -> TOPIC.matcher(topic).matches()),
                "kafka.topic must be names of topics, with commas between");
        require(
                !logsIn() || !(user.isEmpty() || password.isEmpty()),
                "kafka.security says that the gateway logs in: that takes kafka.user and"
                        + " kafka.password");
        require(
                logsIn() || password.isEmpty(),
                "kafka.password is set, but kafka.security says that nobody logs in");
        require(
                isEncrypted() || (trust.isEmpty() && certificate.isEmpty()),
                "kafka.trust and kafka.certificate need ssl or sasl_ssl as kafka.security");
        Stream.of(trust, certificate)
                .filter(file -> !file.isEmpty())
                .forEach(
                        file ->
                                require(
                                        Files.isReadable(Path.of(file)),
                                        "kafka.trust or kafka.certificate: can't read " + file));
    }

    /** Whether user and password are asked for. */
    public boolean logsIn() {
        return security.startsWith("SASL");
    }

    private boolean isEncrypted() {
        return security.endsWith("SSL");
    }

    @Override
    public String toString() {
        return "KafkaSettings[" + topics + "]";
    }
}
