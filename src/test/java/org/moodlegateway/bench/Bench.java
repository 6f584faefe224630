package org.moodlegateway.bench;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.moodlegateway.ledger.Inbox;
import org.moodlegateway.ledger.Ledger;
import org.moodlegateway.ledger.LedgerSettings;
import org.moodlegateway.process.JarProcess;
import org.moodlegateway.process.SignedShop;

/**
 * The bench: seats a second beside two simpler clients, intake under load, start time and memory.
 * Sandbox, gateway and load each run in a process of their own. Run it with {@code mvn -q -Pbench
 * -DskipTests package exec:exec}, on a machine that does nothing else; {@code
 * -Dbench.parts=intake-h2} runs that part alone.
 */
public final class Bench {
    private static final int RUNS = Integer.getInteger("bench.runs", 3);

    /** What the README says to run the gateway with. */
    private static final List<String> JVM =
            List.of("-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

    private static final int STARTS = 5;
    private static final int SEATS = BenchSeat.ORDERS * BenchSeat.SEATS_EACH;
    private static final int SINGLE_SEATS = 200;
    private static final Path OUT = Path.of("target", "bench").toAbsolutePath();

    private final Path config = OUT.resolve("config");
    private int files;

    public static void main(String[] arguments) throws Exception {
        Files.createDirectories(OUT);
        Bench bench = new Bench();
        bench.writeConfig();
        for (String part : arguments[0].split(",")) {
            bench.run(part);
        }
        System.exit(0);
    }

    private void run(String part) throws Exception {
        switch (part) {
            case "seats" -> seats();
            case "intake-h2" -> intakeOnH2();
            case "intake-postgresql" -> intakeOnPostgresql();
            case "intake-woocommerce" -> intakeOfWooCommerce();
            case "starts" -> starts();
            default -> throw new IllegalArgumentException("the bench has no part " + part);
        }
    }

    /** The shipped configuration with a product and a course for each of the bench's courses. */
    private void writeConfig() throws IOException {
        Files.createDirectories(config);
        for (String file : List.of("application.properties", "shops.yaml", "notices.yaml")) {
            Files.writeString(config.resolve(file), Files.readString(Path.of("config", file)));
        }
        copy("templates");
        copy("shops");
        Path shops = config.resolve("shops.yaml");
        Files.writeString(
                shops,
                Files.readString(shops).replace("\nadmin:\n", "\n" + WooOrder.SHOP + "\nadmin:\n"));
        Files.writeString(
                config.resolve("products.yaml"),
                "products:\n"
                        + courses(
                                """
                  - { code: B%1$d, handler: setupcoursesession, parameters: "coursename=B%1$d&duration=180", seats: true }
                """));
        Files.writeString(
                config.resolve("sandbox.yaml"),
                """
                name: Bench
                dials: { latency-millis: 27, row-latency-millis: 5, keep-alive-millis: 5000 }
                callers:
                  - { name: gateway, token: sandbox-token, assignable: [student, teacher] }
                courses:
                """
                        + courses(
                                "  - { shortname: B%1$d, startdate: \"2026-01-05T08:00:00Z\" }\n"));
    }

    /** A folder of the shipped configuration, without what lies deeper. */
    private void copy(String folder) throws IOException {
        Path copies = Files.createDirectories(config.resolve(folder));
        try (Stream<Path> shipped = Files.list(Path.of("config", folder))) {
            for (Path file : shipped.filter(Files::isRegularFile).toList()) {
                Files.writeString(copies.resolve(file.getFileName()), Files.readString(file));
            }
        }
    }

    private static String courses(String line) {
        return IntStream.range(0, BenchSeat.COURSES)
                .mapToObj(i -> String.format(line, i))
                .collect(Collectors.joining());
    }

    private void seats() throws Exception {
        System.out.printf(
                "1. %d seats in %d courses; Moodle takes 27 ms a call and 5 ms a row%n",
                SEATS, BenchSeat.COURSES);
        List<Double> gateway = new ArrayList<>();
        List<Double> batches = new ArrayList<>();
        List<Double> singly = new ArrayList<>();
        for (int run = 1; run <= RUNS; run++) {
            gateway.add(gatewaySeats(run));
            batches.add(bare(50, 2, SEATS));
            singly.add(bare(1, 1, SINGLE_SEATS));
            System.out.printf(
                    "   run %d: gateway %.1f, bare batches of 50 %.1f, one by one %.1f seats/s%n",
                    run, gateway.get(run - 1), batches.get(run - 1), singly.get(run - 1));
        }
        double a = median(gateway);
        double b = median(batches);
        double c = median(singly);
        System.out.printf(
                "   medians: (a) gateway %.1f seats/s, (b) bare client %.1f, (c) one by one %.1f; a/b %.2f, a/c %.1f%n",
                a, b, c, a / b, a / c);
    }

    private double gatewaySeats(int run) throws Exception {
        String url = h2();
        fillInbox(url);
        try (JarProcess sandbox = sandbox()) {
            JarProcess gateway = gateway(h2Environment(url));
            gateway.awaitFirstLine();
            awaitClean(gateway);
            long cpu = Processes.cpuMillis(gateway);
            long memory = Processes.memoryMegabytes(gateway);
            gateway.stop();
            double seconds = seconds(url);
            System.out.printf(
                    "   run %d: gateway %.1f s, its CPU %.2f ms a seat from process start, resident %d MB with %s%n",
                    run, seconds, (double) cpu / SEATS, memory, String.join(" ", JVM));
            return SEATS / seconds;
        }
    }

    private void fillInbox(String url) {
        LedgerSettings settings =
                new LedgerSettings(
                        url, "gateway", "", Duration.ofSeconds(90), Duration.ofMinutes(2), 2);
        try (Ledger ledger = Ledger.open(settings)) {
            Inbox inbox = new Inbox(ledger);
            for (int order = 0; order < BenchSeat.ORDERS; order++) {
                inbox.keep("web", "http", "bench", "", BenchSeat.order(order));
            }
        }
    }

    /**
     * From the first claim, which is when a batch's calls begin, to the last answer written down.
     */
    private static double seconds(String url) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url, "gateway", "");
                Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                "select min(started_at), max(ended_at), count(distinct entitlement_id) from attempt where outcome = 'DONE'")) {
            row.next();
            if (row.getInt(3) != SEATS) {
                throw new IllegalStateException(
                        "only " + row.getInt(3) + " entitlements were applied");
            }
            return (row.getTimestamp(2).getTime() - row.getTimestamp(1).getTime()) / 1000.0;
        }
    }

    private void awaitClean(JarProcess gateway) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(5);
        while (enrolled() < SEATS) {
            if (!gateway.isAlive() || System.nanoTime() > deadline) {
                throw new IllegalStateException("the gateway did not get there; see " + OUT);
            }
            TimeUnit.MILLISECONDS.sleep(500);
        }
        TimeUnit.SECONDS.sleep(2);
    }

    private long enrolled() {
        return SandboxProbe.rows(sandboxPort, "enrol_manual_enrol_users");
    }

    private int sandboxPort;

    private JarProcess sandbox() {
        sandboxPort = JarProcess.freePort();
        JarProcess sandbox =
                JarProcess.start(
                        List.of("-Xmx512m"),
                        Map.of(),
                        log("sandbox"),
                        "--config",
                        config.toString(),
                        "sandbox",
                        "--port",
                        "" + sandboxPort);
        sandbox.awaitFirstLine();
        return sandbox;
    }

    private JarProcess gateway(Map<String, String> environment) {
        return JarProcess.start(
                JVM, environment, log("gateway"), "--config", config.toString(), "run");
    }

    private Path log(String name) {
        return OUT.resolve(name + ".log");
    }

    private double bare(int batch, int writers, int seats) {
        try (JarProcess sandbox = sandbox()) {
            JarProcess client =
                    JarProcess.startMain(
                            BareClient.class,
                            log("bare"),
                            "http://127.0.0.1:" + sandboxPort,
                            "" + batch,
                            "" + writers,
                            "" + seats);
            String said = client.awaitFirstLine();
            return seats * 1000.0 / Long.parseLong(said.replaceAll("\\D", ""));
        }
    }

    private void intakeOnH2() {
        System.out.println("2. " + load("H2", "/orders/web", "200", h2Environment(h2())));
    }

    private void intakeOnPostgresql() throws IOException {
        try (EmbeddedPostgres server = EmbeddedPostgres.start()) {
            Map<String, String> environment = environment();
            environment.put("LEDGER_URL", server.getJdbcUrl("postgres", "postgres"));
            environment.put("LEDGER_USER", "postgres");
            environment.put("LEDGER_PASSWORD", "postgres");
            System.out.println("2. " + load("PostgreSQL", "/orders/web", "200", environment));
        }
    }

    private void intakeOfWooCommerce() throws IOException {
        System.out.println(
                "2. WooCommerce, 20 kB each: "
                        + load("H2", "/webhooks/woo", "100", h2Environment(h2())));
    }

    private String load(
            String database, String path, String rate, Map<String, String> environment) {
        try (JarProcess sandbox = sandbox()) {
            environment.put("MOODLE_URL", "http://127.0.0.1:" + sandboxPort);
            JarProcess gateway = gateway(environment);
            gateway.awaitFirstLine();
            String said =
                    JarProcess.startMain(
                                    IntakeLoad.class,
                                    log("load"),
                                    "http://127.0.0.1:" + environment.get("GATEWAY_PORT") + path,
                                    rate,
                                    "30",
                                    "16")
                            .awaitFirstLine(120);
            gateway.kill();
            return rate
                    + " signed orders/s for 30 s over 16 connections, workers on, "
                    + database
                    + ": "
                    + said;
        }
    }

    private void starts() throws IOException {
        List<Double> starts = new ArrayList<>();
        try (JarProcess sandbox = sandbox()) {
            for (int i = 0; i < STARTS; i++) {
                long from = System.nanoTime();
                JarProcess gateway = gateway(h2Environment(h2()));
                gateway.awaitFirstLine();
                starts.add((System.nanoTime() - from) / 1e9);
                gateway.stop();
            }
        }
        System.out.printf("3. start to ready, median of %d: %.1f s%n", STARTS, median(starts));
    }

    private String h2() {
        return "jdbc:h2:file:"
                + OUT.resolve("ledgers").resolve("l" + System.nanoTime() + "-" + files++)
                + ";MODE=PostgreSQL;WRITE_DELAY=0";
    }

    private Map<String, String> h2Environment(String url) {
        Map<String, String> environment = environment();
        environment.put("LEDGER_URL", url);
        return environment;
    }

    private Map<String, String> environment() {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("MOODLE_URL", "http://127.0.0.1:" + sandboxPort);
        environment.put("MOODLE_TOKEN", "sandbox-token");
        environment.put("GATEWAY_PORT", "" + JarProcess.freePort());
        environment.put("GATEWAY_MANAGEMENT_PORT", "" + JarProcess.freePort());
        environment.put("INTAKE_INBOX", OUT.resolve("inbox").toString());
        environment.put("WEB_WEBHOOK_SECRET", SignedShop.SECRET);
        environment.put("WOO_SECRET", WooOrder.SECRET);
        return environment;
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }
}
