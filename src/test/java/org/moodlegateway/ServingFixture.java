package org.moodlegateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.moodlegateway.sandbox.Sandbox;
import org.moodlegateway.sandbox.SandboxSettings;
import org.moodlegateway.settings.Settings;

/**
 * A gateway that listens, with the shipped routes and configuration and a second shop, before a
 * sandbox Moodle; and a shop that signs.
 */
public final class ServingFixture implements AutoCloseable {
    public static final String SECRET = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYX";

    /** As WooCommerce shows it, which signs with the characters themselves. */
    public static final String BOUTIQUE_SECRET = "woo &amp; \"secret\"";

    public static final String KEY = "mgk_web_CanaryOfTheWebShopsKey00000000000000000000000";
    public static final String OTHER_KEY = "mgk_other_CanaryOfTheOtherShopsKey0000000000000000";
    public static final String ADMIN_KEY = "mgk_admin_CanaryOfTheAdminsKey00000000000000000000";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String OTHER_SHOP =
            """
              other:
                keys:
                  - { name: other, sha256: "%s" }
                  - { name: old, sha256: "%s", expires: 2026-01-01T00:00:00Z }
                kafka: "{{env:OTHER_KAFKA_TOPIC:}}"
              closed:
                test-orders: false
                kafka: "{{env:OTHER_KAFKA_TOPIC:}}"
              boutique:
                kind: woocommerce
                secrets: ["{{env:BOUTIQUE_SECRET}}"]
                products: { COURSE-SCI: SCI-180, "TSHIRT-*": ignore }
              spruce:
                kind: shopify
                secrets: ["{{env:SPRUCE_SECRET}}", "{{env:SPRUCE_OLD_SECRET}}"]
                settings: { domains: [spruce.myshopify.com] }
                products: { COURSE-SCI: SCI-180 }
              cashier:
                kind: stripe
                secrets: ["{{env:CASHIER_SECRET}}"]

            admin:
            """
                    .formatted(sha256(OTHER_KEY), sha256("mgk_other_old"));

    public final MovableClock clock;
    public final Path directory;

    /** Null before a Moodle of yours. */
    public final Sandbox moodle;

    public final RunningGateway gateway;
    private final Settings settings;
    private final HttpClient http = HttpClient.newHttpClient();

    private ServingFixture(
            Path directory,
            MovableClock clock,
            Sandbox moodle,
            String products,
            String moreShops,
            Map<String, String> more)
            throws IOException {
        this.directory = directory;
        this.clock = clock;
        this.moodle = moodle;
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put(
                "LEDGER_URL",
                "jdbc:h2:file:" + directory.resolve("ledger") + ";MODE=PostgreSQL;WRITE_DELAY=0");
        environment.put("INTAKE_INBOX", directory.resolve("inbox").toString());
        environment.put("GATEWAY_PORT", String.valueOf(freePort()));
        environment.put("GATEWAY_MANAGEMENT_PORT", String.valueOf(freePort()));
        environment.put("GATEWAY_LOOK", "PT0.05S");
        environment.put("WEB_WEBHOOK_SECRET", SECRET);
        environment.put("BOUTIQUE_SECRET", BOUTIQUE_SECRET);
        environment.put("SPRUCE_SECRET", "shpss_example");
        environment.put("SPRUCE_OLD_SECRET", "shpss_before");
        environment.put("CASHIER_SECRET", "whsec_demo");
        environment.put("WEB_KEY_SHA256", sha256(KEY));
        environment.put("ADMIN_KEY_SHA256", sha256(ADMIN_KEY));
        environment.putAll(more);
        this.settings = Settings.read(config(products, moreShops), routes(), environment);
        this.gateway = RunningGateway.start(settings, clock, true);
    }

    /** Starts one with its files in this directory. */
    public static ServingFixture in(Path directory) {
        return in(directory, Map.of());
    }

    /** The same, with more in its environment. */
    public static ServingFixture in(Path directory, Map<String, String> environment) {
        return in(directory, environment, "");
    }

    /** The same, with more shops in its configuration. */
    public static ServingFixture in(
            Path directory, Map<String, String> environment, String moreShops) {
        MovableClock clock = MovableClock.at("2026-01-15T09:30:00Z");
        SandboxSettings shipped = SandboxSettings.read(Path.of("config", "sandbox.yaml"));
        Sandbox moodle =
                Sandbox.start(
                        shipped.toBuilder().dials(shipped.dials().withLatency(0, 0)).build(),
                        clock,
                        0);
        Map<String, String> more = new LinkedHashMap<>();
        more.put("MOODLE_URL", moodle.baseUri().toString());
        more.put("MOODLE_TOKEN", "sandbox-token");
        more.putAll(environment);
        try {
            String products = Files.readString(Path.of("config", "products.yaml"));
            return new ServingFixture(directory, clock, moodle, products, moreShops, more);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts one before a Moodle of yours, at an instant, with products of the test. */
    static ServingFixture before(
            RealMoodle moodle,
            Instant now,
            Path directory,
            String products,
            Map<String, String> environment)
            throws IOException {
        Map<String, String> more = moodle.environment();
        more.putAll(environment);
        return new ServingFixture(
                directory, MovableClock.at(now.toString()), null, products, "", more);
    }

    /** The shipped configuration with these products and more shops. */
    private Path config(String products, String moreShops) throws IOException {
        Path config =
                ShippedConfiguration.copy(Files.createDirectories(directory).resolve("config"));
        Files.writeString(config.resolve("products.yaml"), products);
        Path shops = config.resolve("shops.yaml");
        Files.writeString(
                shops,
                Files.readString(shops).replace("\nadmin:\n", "\n" + moreShops + OTHER_SHOP));
        return config;
    }

    /** The shipped routes, where a test may edit them. */
    private Path routes() throws IOException {
        Path routes = Files.createDirectories(directory.resolve("routes"));
        try (Stream<Path> files = Files.list(Path.of("routes"))) {
            for (Path file : files.toList()) {
                Files.copy(file, routes.resolve(file.getFileName()));
            }
        }
        return routes;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    public static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** {@code v1,} and the base64 signature. */
    public static String signature(String secret, String id, String timestamp, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(
                    new SecretKeySpec(
                            Base64.getDecoder().decode(secret.substring("whsec_".length())),
                            "HmacSHA256"));
            mac.update((id + "." + timestamp + ".").getBytes(UTF_8));
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What came back. */
    public record Answer(int status, HttpResponse<String> response) {
        public String body() {
            return response.body();
        }

        public JsonNode json() {
            try {
                return JSON.readTree(response.body());
            } catch (IOException e) {
                throw new AssertionError("no JSON: " + response.body(), e);
            }
        }

        public String code() {
            return json().path("code").asText();
        }

        public String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }
    }

    public URI uri(String path) {
        return URI.create("http://127.0.0.1:" + settings.number("gateway.port") + path);
    }

    public URI managementUri(String path) {
        return URI.create("http://127.0.0.1:" + settings.number("gateway.management-port") + path);
    }

    public int port() {
        return settings.number("gateway.port");
    }

    public Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
            return new Answer(response.statusCode(), response);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A POST of JSON without any credential; {@code headers} are name, value, name, value. */
    public HttpRequest.Builder post(String path, byte[] body, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri(path))
                        .POST(BodyPublishers.ofByteArray(body))
                        .header("Content-Type", "application/json");
        return headers.length == 0 ? request : request.headers(headers);
    }

    /** A POST with the key of the shop {@code web}. */
    public Answer postWithKey(byte[] body, String... headers) {
        HttpRequest.Builder request = post("/orders/web", body, "X-API-Key", KEY);
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    /** A POST signed by the shop {@code web} now. */
    public Answer postSigned(String id, byte[] body) {
        String timestamp = String.valueOf(clock.instant().getEpochSecond());
        return send(
                post(
                        "/orders/web",
                        body,
                        "webhook-id",
                        id,
                        "webhook-timestamp",
                        timestamp,
                        "webhook-signature",
                        signature(SECRET, id, timestamp, body)));
    }

    /** A GET as an administrator. */
    public Answer ask(String path) {
        return send(HttpRequest.newBuilder(uri(path)).header("X-API-Key", ADMIN_KEY));
    }

    public Answer askManagement(String path) {
        return send(HttpRequest.newBuilder(managementUri(path)));
    }

    /** Why messages were rejected, the newest first. */
    public java.util.List<String> rejectedCodes() {
        return new org.moodlegateway.ledger.RejectedMessages(gateway.ledger())
                .all(100).stream().map(message -> message.problem().code()).toList();
    }

    /** How often an answer was given, by {@code shop source outcome}. */
    public long answered(String what) {
        return gateway.parts().serving().answers().counts().getOrDefault(what, 0L);
    }

    public long rows() {
        return count("select count(*) from inbox");
    }

    public long count(String select) {
        return gateway.ledger().read(handle -> handle.select(select).mapTo(Long.class).one());
    }

    public List<String> list(String select) {
        return gateway.ledger().read(handle -> handle.select(select).mapTo(String.class).list());
    }

    @Override
    public void close() {
        gateway.close();
        if (moodle != null) {
            moodle.close();
        }
    }
}
