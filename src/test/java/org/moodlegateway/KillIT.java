package org.moodlegateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.moodlegateway.KillOrders.Message;
import org.moodlegateway.KillOrders.Takes;
import org.moodlegateway.ledger.CrashPoint;
import org.moodlegateway.notice.Receiver;
import org.moodlegateway.process.JarProcess;
import org.moodlegateway.process.SignedShop;

/**
 * The built jar, killed again and again with work in flight. Judged by the sandbox's own state and
 * journal, which live in another process; the gateway's word counts for nothing here.
 */
@DisplayNameGeneration(ReplaceUnderscores.class)
class KillIT {
    private static final int KILLS = 20;
    private static final long PACE_MILLIS = 250;
    private static final long PATIENCE_MILLIS = 20_000;

    /** By name, what the shop must take back to get there. */
    private static final Map<String, Takes> CRASH_POINTS = new LinkedHashMap<>();

    static {
        CRASH_POINTS.put("kept-before-answer", Takes.ACCESS);
        CRASH_POINTS.put("order-applied-before-commit", Takes.ACCESS);
        CRASH_POINTS.put("renewals-before-commit", Takes.ACCESS);
        CRASH_POINTS.put("claimed", Takes.ACCESS);
        CRASH_POINTS.put("create-intended", Takes.ACCESS);
        CRASH_POINTS.put("before-enrol", Takes.ACCESS);
        CRASH_POINTS.put("enrolled", Takes.ACCESS);
        CRASH_POINTS.put("before-unenrol", Takes.ENROLMENT);
        CRASH_POINTS.put("before-roles-taken", Takes.ROLE);
        CRASH_POINTS.put("before-record", Takes.ACCESS);
        CRASH_POINTS.put("recorded", Takes.ACCESS);
        CRASH_POINTS.put("notice-delivered", Takes.ACCESS);
        CRASH_POINTS.put("unenrolled", Takes.ENROLMENT);
        CRASH_POINTS.put("roles-taken", Takes.ROLE);
    }

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir private Path directory;

    private final HttpClient http = HttpClient.newHttpClient();
    private final SignedShop shop = new SignedShop();
    private final KillOrders orders = new KillOrders();
    private final long seed = Long.getLong("kill.seed", 20260115L);
    private final Random random = new Random(seed);
    private final int port = JarProcess.freePort();
    private final int managementPort = JarProcess.freePort();
    private final List<String> points = List.copyOf(CRASH_POINTS.keySet());
    private final Set<String> crashed = new TreeSet<>();
    private final AtomicReference<Set<Takes>> mayTake = new AtomicReference<>(Set.of());
    private Optional<Message> underway = Optional.empty();
    private URI moodle;

    @Test
    void nothing_is_lost_or_doubled_on_h2() throws Exception {
        String url =
                "jdbc:h2:file:" + directory.resolve("ledger") + ";MODE=PostgreSQL;WRITE_DELAY=0";
        killAgainAndAgain("h2", Map.of("LEDGER_URL", url));
    }

    @Test
    void nothing_is_lost_or_doubled_on_postgresql() throws Exception {
        try (EmbeddedPostgres server = EmbeddedPostgres.start()) {
            killAgainAndAgain(
                    "postgresql",
                    Map.of(
                            "LEDGER_URL", server.getJdbcUrl("postgres", "postgres"),
                            "LEDGER_USER", "postgres",
                            "LEDGER_PASSWORD", "postgres"));
        }
    }

    private void killAgainAndAgain(String name, Map<String, String> ledger) throws Exception {
        int sandboxPort = JarProcess.freePort();
        moodle = URI.create("http://127.0.0.1:" + sandboxPort);
        Path log = Path.of("target", "kill-it", name);
        ShippedConfiguration.copy(directory.resolve("config"));
        Files.writeString(
                directory.resolve("config/products.yaml"),
                KillOrders.MORE_PRODUCTS,
                StandardOpenOption.APPEND);
        try (Receiver told = new Receiver();
                JarProcess sandbox =
                        JarProcess.start(
                                List.of("-Xmx256m"),
                                Map.of(),
                                log.resolve("sandbox.log"),
                                "sandbox",
                                "--port",
                                "" + sandboxPort)) {
            sandbox.awaitFirstLine();
            Map<String, String> environment = environment(ledger, told.url());
            ScheduledExecutorService sender = Executors.newSingleThreadScheduledExecutor();
            CountDownLatch left = new CountDownLatch(orders.messages());
            sender.scheduleWithFixedDelay(
                    () -> deliverNext(left), 0, PACE_MILLIS, TimeUnit.MILLISECONDS);
            for (int kill = 1; kill <= KILLS; kill++) {
                killOnce(kill, environment, log.resolve("gateway.log"));
            }
            mayTake.set(EnumSet.allOf(Takes.class));
            try (JarProcess last = start(environment, List.of(), log.resolve("gateway.log"))) {
                assertThat(left.await(2, TimeUnit.MINUTES)).as("all events taken").isTrue();
                sender.shutdownNow();
                awaitEnd(told);
                last.stop();
            }
            judge(name, told);
        }
    }

    private Map<String, String> environment(Map<String, String> ledger, String callBack) {
        Map<String, String> environment = new LinkedHashMap<>(ledger);
        environment.put("MOODLE_URL", moodle.toString());
        environment.put("MOODLE_TOKEN", "sandbox-token");
        environment.put("MOODLE_CALL_TIMEOUT", "PT2S");
        environment.put("MOODLE_SETTLE", "PT1S");
        environment.put("MOODLE_BATCH", "20");
        environment.put("LEDGER_LEASE", "PT6S");
        environment.put("SHOP_TIMEOUT", "PT2S");
        environment.put("GATEWAY_LOOK", "PT0.2S");
        environment.put("RENEWAL_CRON", "* * * * * ?");
        environment.put("GATEWAY_PORT", "" + port);
        environment.put("GATEWAY_MANAGEMENT_PORT", "" + managementPort);
        environment.put("INTAKE_INBOX", directory.resolve("inbox").toString());
        environment.put("WEB_WEBHOOK_SECRET", SignedShop.SECRET);
        environment.put("WEB_CALL_BACK_URL", callBack);
        environment.put("WEB_CALL_BACK_SECRET", SignedShop.SECRET);
        environment.put("NOTICE_TIMEOUT", "PT2S");
        return environment;
    }

    private JarProcess start(Map<String, String> environment, List<String> jvm, Path log) {
        List<String> all =
                new ArrayList<>(List.of("-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        all.addAll(jvm);
        String config = directory.resolve("config").toString();
        return JarProcess.start(all, environment, log, "run", "--config", config);
    }

    /**
     * Two of three kills come at a named point, each of which has its turn; the rest at any moment
     * after it is up. Meanwhile the shop takes back something of one order.
     */
    private void killOnce(int kill, Map<String, String> environment, Path log) {
        boolean named = kill % 3 != 0;
        String point = points.get((kill - 1 - kill / 3) % points.size());
        Takes takes = named ? CRASH_POINTS.get(point) : Takes.ACCESS;
        boolean often = named && takes == Takes.ACCESS;
        int passing = often ? 1 + random.nextInt(2) : 1;
        List<String> jvm =
                named ? List.of("-Dgateway.crash-at=" + point + ":" + passing) : List.of();
        mayTake.set(
                takes == Takes.ACCESS
                        ? EnumSet.of(Takes.ACCESS, Takes.NOTHING)
                        : EnumSet.of(takes));
        try (JarProcess gateway = start(environment, jvm, log)) {
            gateway.awaitFirstLineOrEnd();
            gateway.endsWithin(named ? PATIENCE_MILLIS : random.nextInt(1500));
            if (!gateway.isAlive() && gateway.awaitEnd() == CrashPoint.EXIT_CODE) {
                crashed.add(point);
            }
        }
    }

    /** The shop delivers an event until it is taken, then the next one. */
    private void deliverNext(CountDownLatch left) {
        if (underway.isEmpty()) {
            underway = next();
        }
        underway.ifPresent(
                message -> {
                    URI intake = URI.create("http://127.0.0.1:" + port + "/orders/web");
                    if (shop.deliver(intake, message.event(), message.body())) {
                        orders.taken(message);
                        underway = Optional.empty();
                        left.countDown();
                    }
                });
    }

    /** A change if one may come now, and then no other until the next kill; else an order. */
    private Optional<Message> next() {
        Set<Takes> wanted = mayTake.get();
        Optional<Message> change =
                wanted.isEmpty() ? Optional.empty() : orders.change(wanted, shown());
        if (change.isPresent() && wanted.size() < Takes.values().length) {
            mayTake.compareAndSet(wanted, Set.of());
        }
        return change.or(orders::order);
    }

    private void awaitEnd(Receiver told) {
        Map<String, String> expected = orders.expected();
        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(500))
                .untilAsserted(
                        () -> {
                            assertThat(shown()).as("seed " + seed).isEqualTo(expected);
                            assertThat(KillJudge.untold(orders, told.calls())).isEmpty();
                        });
    }

    private Map<String, String> shown() {
        Map<String, String> shown = new TreeMap<>();
        for (JsonNode row : get("/sandbox/state").path("enrolments")) {
            TreeSet<String> roles = new TreeSet<>();
            row.path("roles").forEach(role -> roles.add(role.asText()));
            shown.put(
                    row.path("username").asText() + " " + row.path("course").asText(),
                    String.join(",", roles)
                            + " "
                            + row.path("timestart").asLong()
                            + "-"
                            + row.path("timeend").asLong()
                            + (row.path("suspended").asBoolean() ? " suspended" : ""));
        }
        shown.keySet().removeIf(key -> !key.startsWith("p") && !key.startsWith("office"));
        return shown;
    }

    private void judge(String name, Receiver told) throws IOException {
        KillJudge judged =
                KillJudge.of(
                        orders, shown(), get("/sandbox/journal").path("effects"), told.calls());
        Files.writeString(
                Path.of("target", "kill-it", "result.txt"),
                "%s: kills %d, at a named point %d of %d, seats %d, suspended %d, unenrolled %d, roles taken %d; %s; seed %d%n"
                        .formatted(
                                name,
                                KILLS,
                                crashed.size(),
                                points.size(),
                                orders.seats(),
                                orders.losing(Takes.ACCESS).size(),
                                orders.losing(Takes.ENROLMENT).size(),
                                orders.losing(Takes.ROLE).size(),
                                judged,
                                seed),
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
        assertThat(judged.lost()).as("lost; seed " + seed).isEmpty();
        assertThat(judged.doubled()).as("doubled; seed " + seed).isEmpty();
        assertThat(judged.wrong()).as("wrong; seed " + seed).isEmpty();
        assertThat(judged.takenWrongly()).as("taken wrongly; seed " + seed).isEmpty();
        assertThat(judged.untold()).as("not told; seed " + seed).isEmpty();
        assertThat(judged.retold()).as("told under another id; seed " + seed).isEmpty();
        assertThat(judged.repeats()).as("notices told again").isPositive();
        assertThat(crashed)
                .as("named points at which it was killed")
                .contains(
                        "before-unenrol",
                        "unenrolled",
                        "before-roles-taken",
                        "roles-taken",
                        "notice-delivered")
                .hasSizeGreaterThanOrEqualTo(points.size() - 2);
    }

    private JsonNode get(String path) {
        HttpRequest request = HttpRequest.newBuilder(moodle.resolve(path)).build();
        try {
            return JSON.readTree(http.send(request, BodyHandlers.ofString()).body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
