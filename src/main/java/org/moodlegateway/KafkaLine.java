package org.moodlegateway;

import java.util.Locale;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.apache.camel.CamelContext;
import org.apache.camel.component.kafka.DefaultKafkaClientFactory;
import org.apache.camel.component.kafka.KafkaComponent;
import org.apache.camel.component.kafka.KafkaConfiguration;
import org.apache.kafka.clients.consumer.Consumer;
import org.moodlegateway.intake.KafkaSettings;

/**
 * The line to Kafka, as the settings want it. A consumer that failed, whatever the reason, is
 * followed by another one after a pause.
 */
final class KafkaLine {
    private static final long PAUSE = TimeUnit.SECONDS.toNanos(3);

    private KafkaLine() {}

    static void configure(CamelContext context, KafkaSettings settings) {
        KafkaComponent kafka = context.getComponent("kafka", KafkaComponent.class);
        kafka.setKafkaClientFactory(new Patient());
        KafkaConfiguration line = kafka.getConfiguration();
        line.setBrokers(settings.brokers());
        // a name that nobody knows now is asked for again later: HTTP takes orders meanwhile
        line.setPreValidateHostAndPort(false);
        line.setSecurityProtocol(settings.security());
        if (settings.logsIn()) {
            line.setSaslMechanism(settings.mechanism());
            line.setSaslJaasConfig(login(settings));
        }
        if (!settings.trust().isEmpty()) {
            line.setSslTruststoreType("PEM");
            line.setSslTruststoreLocation(settings.trust());
        }
        if (!settings.certificate().isEmpty()) {
            line.setSslKeystoreType("PEM");
            line.setSslKeystoreLocation(settings.certificate());
        }
    }

    private static String login(KafkaSettings settings) {
        String module =
                settings.mechanism().toUpperCase(Locale.ROOT).startsWith("SCRAM")
                        ? "scram.ScramLoginModule"
                        : "plain.PlainLoginModule";
        return "org.apache.kafka.common.security."
                + module
                + " required username="
                + quoted(settings.user())
                + " password="
                + quoted(settings.password())
                + ";";
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    /** Makes no two consumers within a pause. */
    private static final class Patient extends DefaultKafkaClientFactory {
        private final AtomicLong next = new AtomicLong(System.nanoTime());

        @Override
        @SuppressWarnings("rawtypes")
        public Consumer getConsumer(Properties properties) {
            long turn = next.getAndUpdate(last -> Math.max(last, System.nanoTime()) + PAUSE);
            long left = turn - System.nanoTime();
            while (left > 0 && !Thread.currentThread().isInterrupted()) {
                LockSupport.parkNanos(left);
                left = turn - System.nanoTime();
            }
            return RefusedLogins.endure(super.getConsumer(properties));
        }
    }
}
