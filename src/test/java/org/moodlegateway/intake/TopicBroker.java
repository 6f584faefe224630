package org.moodlegateway.intake;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import kafka.testkit.KafkaClusterTestKit;
import kafka.testkit.TestKitNodes;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.network.ListenerName;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * A Kafka broker of the test's own. Beside its open door it has one that wants TLS and a password,
 * and one that wants TLS and the gateway's own certificate.
 */
final class TopicBroker implements AutoCloseable {
    static final String PASSWORD = "canary\"of \\the{broker";
    static final String GROUP = "moodle-gateway";
    private static final int LARGEST = 8 << 20;
    private static final int ITERATIONS = 4096;
    private static final String STORE_PASSWORD = "changeit";
    private static final String GATEWAY = "gateway";
    private static final String ALIAS = "key";

    private final KafkaClusterTestKit kit;
    private final Path certificate;
    private final Path gateway;
    private final Admin admin;
    private final KafkaProducer<byte[], byte[]> producer;

    private TopicBroker(Path directory) throws Exception {
        Path keys = keys(directory, "broker");
        Path known = directory.resolve("gateway.pem");
        this.certificate = directory.resolve("broker.pem");
        this.gateway = withKey(keys(directory, GATEWAY), known);
        this.kit =
                new KafkaClusterTestKit.Builder(
                                new TestKitNodes.Builder()
                                        .setCombined(true)
                                        .setNumBrokerNodes(1)
                                        .setNumControllerNodes(1)
                                        .build())
                        .setConfigProp("offsets.topic.replication.factor", "1")
                        .setConfigProp("offsets.topic.num.partitions", "1")
                        .setConfigProp("transaction.state.log.replication.factor", "1")
                        .setConfigProp("transaction.state.log.min.isr", "1")
                        .setConfigProp("auto.create.topics.enable", "false")
                        .setConfigProp("group.initial.rebalance.delay.ms", "0")
                        .setConfigProp("message.max.bytes", String.valueOf(LARGEST))
                        .setConfigProp(
                                "listeners",
                                "EXTERNAL://localhost:0,CONTROLLER://localhost:0,SECURED://localhost:0,MUTUAL://localhost:0")
                        .setConfigProp(
                                "listener.security.protocol.map",
                                "EXTERNAL:PLAINTEXT,CONTROLLER:PLAINTEXT,SECURED:SASL_SSL,MUTUAL:SSL")
                        .setConfigProp("listener.name.secured.ssl.keystore.location", keys + "")
                        .setConfigProp("listener.name.secured.ssl.keystore.type", "PKCS12")
                        .setConfigProp(
                                "listener.name.secured.ssl.keystore.password", STORE_PASSWORD)
                        .setConfigProp(
                                "listener.name.secured.sasl.enabled.mechanisms",
                                "PLAIN,SCRAM-SHA-512")
                        .setConfigProp(
                                "listener.name.secured.scram-sha-512.sasl.jaas.config",
                                "org.apache.kafka.common.security.scram.ScramLoginModule required;")
                        .setConfigProp("listener.name.mutual.ssl.keystore.location", keys + "")
                        .setConfigProp("listener.name.mutual.ssl.keystore.type", "PKCS12")
                        .setConfigProp("listener.name.mutual.ssl.keystore.password", STORE_PASSWORD)
                        .setConfigProp("listener.name.mutual.ssl.truststore.location", known + "")
                        .setConfigProp("listener.name.mutual.ssl.truststore.type", "PEM")
                        .setConfigProp("listener.name.mutual.ssl.client.auth", "required")
                        .setConfigProp("listener.name.secured.plain.sasl.jaas.config", users())
                        .build();
        kit.format();
        kit.startup();
        kit.waitForReadyBrokers();
        Map<String, Object> client = Map.of("bootstrap.servers", brokers());
        this.admin = Admin.create(client);
        Map<String, Object> sending = new HashMap<>(client);
        sending.put("max.request.size", LARGEST);
        this.producer =
                new KafkaProducer<>(sending, new ByteArraySerializer(), new ByteArraySerializer());
    }

    static TopicBroker start(Path directory) {
        try {
            return new TopicBroker(Files.createDirectories(directory));
        } catch (Exception e) {
            throw new IllegalStateException("no broker", e);
        }
    }

    private static String users() {
        String quoted = PASSWORD.replace("\\", "\\\\").replace("\"", "\\\"");
        return "org.apache.kafka.common.security.plain.PlainLoginModule required user_gateway=\""
                + quoted
                + "\";";
    }

    /** A store with a key of this name, and its certificate as a PEM file beside it. */
    private static Path keys(Path directory, String name) throws IOException, InterruptedException {
        Path store = directory.resolve(name + ".p12");
        keytool(
                store,
                "-genkeypair",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost");
        keytool(store, "-exportcert", "-rfc", "-file", directory.resolve(name + ".pem").toString());
        return store;
    }

    /** A PEM file of the key in the store and its certificate. */
    private static Path withKey(Path store, Path certificate)
            throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance(store.toFile(), STORE_PASSWORD.toCharArray());
        byte[] key = keys.getKey(ALIAS, STORE_PASSWORD.toCharArray()).getEncoded();
        return Files.writeString(
                store.resolveSibling("gateway-with-key.pem"),
                "-----BEGIN PRIVATE KEY-----\n"
                        + Base64.getMimeEncoder().encodeToString(key)
                        + "\n-----END PRIVATE KEY-----\n"
                        + Files.readString(certificate));
    }

    private static void keytool(Path store, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments));
        command.addAll(List.of("-alias", ALIAS, "-storetype", "PKCS12"));
        command.addAll(List.of("-storepass", STORE_PASSWORD, "-keystore", store.toString()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IOException("keytool: " + said);
        }
    }

    String brokers() {
        return "localhost:" + port("EXTERNAL");
    }

    /** Where TLS, the user {@code gateway} and the password are needed. */
    String securedBrokers() {
        return "localhost:" + port("SECURED");
    }

    /** Where TLS and {@link #gatewaysOwn} are needed. */
    String mutualBrokers() {
        return "localhost:" + port("MUTUAL");
    }

    /** From now on this is the password of the user {@code gateway}, for SCRAM-SHA-512. */
    void changePassword(String password) {
        ScramCredentialInfo manner =
                new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, ITERATIONS);
        try {
            admin.alterUserScramCredentials(
                            List.of(new UserScramCredentialUpsertion(GATEWAY, manner, password)))
                    .all()
                    .get();
        } catch (ExecutionException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private int port(String listener) {
        return kit.brokers().get(0).boundPort(new ListenerName(listener));
    }

    /** A PEM file with the key and the certificate by which a gateway is known. */
    Path gatewaysOwn() {
        return gateway;
    }

    /** A PEM file with what the secured doors show. */
    Path certificate() {
        return certificate;
    }

    /** What a gateway needs to read here, in its environment. */
    Map<String, String> environment(String topics) {
        Map<String, String> environment = new HashMap<>();
        environment.put("KAFKA_BROKERS", brokers());
        environment.put("KAFKA_SECURITY", "plaintext");
        environment.put("KAFKA_TOPIC", topics);
        environment.put("WEB_KAFKA_TOPIC", topics.split(",")[0]);
        return environment;
    }

    void make(String topic, int partitions) {
        try {
            admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1))).all().get();
        } catch (ExecutionException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Sends a record; {@code headers} are name, value, name, value. */
    void send(String topic, int partition, byte[] body, String... headers) {
        ProducerRecord<byte[], byte[]> message = new ProducerRecord<>(topic, partition, null, body);
        for (int i = 0; i < headers.length; i += 2) {
            message.headers().add(headers[i], headers[i + 1].getBytes(UTF_8));
        }
        try {
            producer.send(message).get();
        } catch (ExecutionException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    void send(String topic, byte[] body, String... headers) {
        send(topic, 0, body, headers);
    }

    /** How many records the gateway's group need not see again. */
    long committed(String topic) {
        try {
            return admin
                    .listConsumerGroupOffsets(GROUP)
                    .partitionsToOffsetAndMetadata()
                    .get()
                    .entrySet()
                    .stream()
                    .filter(one -> one.getKey().topic().equals(topic))
                    .mapToLong(one -> one.getValue().offset())
                    .sum();
        } catch (ExecutionException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** How many records were sent. */
    long sent(String topic, int partitions) {
        Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
        for (int partition = 0; partition < partitions; partition++) {
            ends.put(new TopicPartition(topic, partition), OffsetSpec.latest());
        }
        try {
            return admin.listOffsets(ends).all().get().values().stream()
                    .mapToLong(end -> end.offset())
                    .sum();
        } catch (ExecutionException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        producer.close();
        admin.close();
        try {
            kit.close();
        } catch (Exception e) {
            throw new IllegalStateException("the broker doesn't end", e);
        }
    }
}
