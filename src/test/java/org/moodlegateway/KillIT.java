package org.moodlegateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.moodlegateway.ledger.CrashPoint;
import org.moodlegateway.process.JarProcess;
import org.moodlegateway.process.SignedShop;

/**
 * The built jar, killed again and again with work in flight. Judged by the sandbox's own state and
 * journal, which live in another process; the gateway's word counts for nothing here.
 */
@DisplayNameGeneration(ReplaceUnderscores.class)
class KillIT {
    private static final int KILLS = 20;
    private static final int ORDERS = 125;
    private static final int SEATS_EACH = 4;
    private static final long PACE_MILLIS = 400;
    private static final long PATIENCE_MILLIS = 5000;
    private static final String RENEWS_ITSELF = "LANG-CLUB";
    private static final String[] COURSES = {"SCI-YEAR", "MATH-WEEK", "MATH-CLASS", RENEWS_ITSELF};
    private static final String[] CRASH_POINTS = {
        "kept-before-answer",
        "order-applied-before-commit",
        "renewals-before-commit",
        "claimed",
        "create-intended",
        "before-enrol",
        "enrolled",
        "before-record",
        "recorded"
    };
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir private Path directory;

    private final HttpClient http = HttpClient.newHttpClient();
    private final SignedShop shop = new SignedShop();
    private final long seed = Long.getLong("kill.seed", 20260115L);
    private final Random random = new Random(seed);
    private final int port = JarProcess.freePort();
    private final int managementPort = JarProcess.freePort();
    private URI moodle;
    private int crashed;

    @Test
    void nothing_is_lost_or_doubled_on_h2() throws Exception {
        String url =
                "jdbc:h2:file:" + directory.resolve("ledger") + ";MODE=PostgreSQL;WRITE_DELAY=0";
        killAgainAndAgain(Map.of("LEDGER_URL", url));
    }

    @Test
    void nothing_is_lost_or_doubled_on_postgresql() throws Exception {
        try (EmbeddedPostgres server = EmbeddedPostgres.start()) {
            killAgainAndAgain(
                    Map.of(
                            "LEDGER_URL", server.getJdbcUrl("postgres", "postgres"),
                            "LEDGER_USER", "postgres",
                            "LEDGER_PASSWORD", "postgres"));
        }
    }

    private void killAgainAndAgain(Map<String, String> ledger) throws Exception {
        int sandboxPort = JarProcess.freePort();
        moodle = URI.create("http://127.0.0.1:" + sandboxPort);
        Path log =
                Path.of(
                        "target",
                        "kill-it",
                        ledger.containsKey("LEDGER_USER") ? "postgresql" : "h2");
        try (JarProcess sandbox =
                JarProcess.start(
                        List.of("-Xmx256m"),
                        Map.of(),
                        log.resolve("sandbox.log"),
                        "sandbox",
                        "--port",
                        "" + sandboxPort)) {
            sandbox.awaitFirstLine();
            ScheduledExecutorService sender = Executors.newSingleThreadScheduledExecutor();
            CountDownLatch allTaken = new CountDownLatch(ORDERS);
            sender.scheduleWithFixedDelay(
                    () -> deliverNext(allTaken), 0, PACE_MILLIS, TimeUnit.MILLISECONDS);
            for (int kill = 1; kill <= KILLS; kill++) {
                killOnce(kill, environment(ledger), log.resolve("gateway.log"));
            }
            try (JarProcess last =
                    start(environment(ledger), List.of(), log.resolve("gateway.log"))) {
                assertThat(allTaken.await(2, TimeUnit.MINUTES)).as("all orders taken").isTrue();
                sender.shutdownNow();
                awaitExpected();
                last.stop();
            }
            judge();
        }
    }

    private Map<String, String> environment(Map<String, String> ledger) {
        Map<String, String> environment = new LinkedHashMap<>(ledger);
        environment.put("MOODLE_URL", moodle.toString());
        environment.put("MOODLE_TOKEN", "sandbox-token");
        environment.put("MOODLE_CALL_TIMEOUT", "PT2S");
        environment.put("MOODLE_SETTLE", "PT1S");
        environment.put("MOODLE_BATCH", "20");
        environment.put("LEDGER_LEASE", "PT6S");
        environment.put("GATEWAY_LOOK", "PT0.2S");
        environment.put("RENEWAL_CRON", "* * * * * ?");
        environment.put("GATEWAY_PORT", "" + port);
        environment.put("GATEWAY_MANAGEMENT_PORT", "" + managementPort);
        environment.put("INTAKE_INBOX", directory.resolve("inbox").toString());
        environment.put("WEB_WEBHOOK_SECRET", SignedShop.SECRET);
        return environment;
    }

    private JarProcess start(Map<String, String> environment, List<String> jvm, Path log) {
        List<String> all = new ArrayList<>(List.of("-Xmx256m", "-XX:TieredStopAtLevel=1"));
        all.addAll(jvm);
        return JarProcess.start(all, environment, log, "run");
    }

    /** Every other kill comes at a named point, the rest at any moment after it is up. */
    private void killOnce(int kill, Map<String, String> environment, Path log) {
        boolean named = kill % 2 == 0;
        String point = CRASH_POINTS[kill / 2 % CRASH_POINTS.length] + ":" + (1 + random.nextInt(2));
        List<String> jvm = named ? List.of("-Dgateway.crash-at=" + point) : List.of();
        try (JarProcess gateway = start(environment, jvm, log)) {
            gateway.awaitFirstLineOrEnd();
            gateway.endsWithin(named ? PATIENCE_MILLIS : random.nextInt(1500));
            if (!gateway.isAlive() && gateway.awaitEnd() == CrashPoint.EXIT_CODE) {
                crashed++;
            }
        }
    }

    /** The shop delivers an order until it is taken, then the next one. */
    private void deliverNext(CountDownLatch left) {
        int next = ORDERS - (int) left.getCount();
        if (next < ORDERS) {
            URI orders = URI.create("http://127.0.0.1:" + port + "/orders/web");
            if (shop.deliver(orders, "evt-" + next, order(next))) {
                left.countDown();
            }
        }
    }

    /** Every fifth order is for people of the order before: their seats fold. */
    private static byte[] order(int i) {
        int people = i % 5 == 4 ? i - 1 : i;
        String[] emails = new String[SEATS_EACH];
        for (int seat = 0; seat < SEATS_EACH; seat++) {
            emails[seat] = "p" + people + "-" + seat + "@example.org";
        }
        return Orders.order("K-" + i)
                .boughtByOffice()
                .paidAt(paidAt(i).toString())
                .line(product(i), SEATS_EACH, emails)
                .json();
    }

    private static String product(int i) {
        return COURSES[(i % 5 == 4 ? i - 1 : i) % COURSES.length];
    }

    /** What renews itself was bought so long ago that it is due whenever this is run. */
    private static Instant paidAt(int i) {
        String first =
                product(i).equals(RENEWS_ITSELF) ? "2020-11-01T00:00:00Z" : "2026-11-01T00:00:00Z";
        return Instant.parse(first).plusSeconds(3600L * i);
    }

    /** By person and course: roles and dates as the orders say. */
    private static Map<String, String> expected() {
        Map<String, long[]> periods = new TreeMap<>();
        Map<String, String> roles = new TreeMap<>();
        for (int i = 0; i < ORDERS; i++) {
            String product = product(i);
            String course = product.substring(0, product.indexOf('-'));
            long start = paidAt(i).getEpochSecond();
            long end =
                    product.equals(RENEWS_ITSELF)
                            ? renewedEnd(paidAt(i))
                            : start + seconds(product);
            int people = i % 5 == 4 ? i - 1 : i;
            for (int seat = 0; seat < SEATS_EACH; seat++) {
                String key = "p" + people + "-" + seat + "@example.org " + course;
                periods.merge(key, new long[] {start, end}, KillIT::span);
                roles.put(key, "student");
            }
            if (product.equals("MATH-CLASS")) {
                periods.merge("office@example.org MATH", new long[] {start, end}, KillIT::span);
                roles.put("office@example.org MATH", "teacher");
            }
        }
        Map<String, String> expected = new TreeMap<>();
        periods.forEach(
                (key, period) ->
                        expected.put(key, roles.get(key) + " " + period[0] + "-" + period[1]));
        return expected;
    }

    /** A year of 365 days, and years of the calendar, until the end is a week away or more. */
    private static long renewedEnd(Instant start) {
        ZonedDateTime first = start.atZone(ZoneOffset.UTC).plusDays(365);
        long years =
                Stream.iterate(0L, year -> year + 1)
                        .filter(
                                year ->
                                        first.plusYears(year)
                                                .minusDays(7)
                                                .toInstant()
                                                .isAfter(Instant.now()))
                        .findFirst()
                        .orElseThrow();
        return first.plusYears(years).toEpochSecond();
    }

    private static long[] span(long[] one, long[] other) {
        return new long[] {Math.min(one[0], other[0]), Math.max(one[1], other[1])};
    }

    private static long seconds(String product) {
        return switch (product) {
            case "SCI-YEAR" -> 365 * 86400L;
            case "MATH-WEEK" -> 7 * 86400L + 10 * 3600L;
            default -> 300 * 86400L;
        };
    }

    private void awaitExpected() {
        Map<String, String> expected = expected();
        Awaitility.await()
                .atMost(java.time.Duration.ofMinutes(2))
                .pollInterval(java.time.Duration.ofMillis(500))
                .untilAsserted(
                        () ->
                                assertThat(shown())
                                        .as("seed " + seed)
                                        .containsAllEntriesOf(expected));
    }

    private Map<String, String> shown() throws IOException, InterruptedException {
        Map<String, String> shown = new TreeMap<>();
        for (JsonNode row : get("/sandbox/state").path("enrolments")) {
            List<String> roles = new ArrayList<>();
            row.path("roles").forEach(role -> roles.add(role.asText()));
            shown.put(
                    row.path("username").asText() + " " + row.path("course").asText(),
                    String.join(",", roles)
                            + " "
                            + row.path("timestart").asLong()
                            + "-"
                            + row.path("timeend").asLong());
        }
        shown.keySet().removeIf(key -> !key.startsWith("p") && !key.startsWith("office"));
        return shown;
    }

    /** What Moodle shows and what it was made to do, against what was ordered. */
    private void judge() throws IOException, InterruptedException {
        assertThat(shown())
                .as("lost, unexpected, or with wrong dates; seed " + seed)
                .isEqualTo(expected());
        Map<String, Integer> born = new TreeMap<>();
        Map<String, Integer> enrolled = new TreeMap<>();
        for (JsonNode effect : get("/sandbox/journal")) {
            String person = effect.path("userid").asText();
            switch (effect.path("kind").asText()) {
                case "user-created" ->
                        born.merge(effect.path("about").path("email").asText(), 1, Integer::sum);
                case "enrolment-created" ->
                        enrolled.merge(
                                person + " in " + effect.path("courseid").asText(),
                                1,
                                Integer::sum);
                default -> {}
            }
        }
        assertThat(born)
                .as("accounts made; seed " + seed)
                .isNotEmpty()
                .allSatisfy((email, times) -> assertThat(times).isOne());
        assertThat(enrolled)
                .as("enrolments made; seed " + seed)
                .isNotEmpty()
                .allSatisfy((pair, times) -> assertThat(times).isOne());
        assertThat(crashed).as("kills at a named point").isGreaterThanOrEqualTo(KILLS / 2 - 2);
        Files.writeString(
                Path.of("target", "kill-it", "result.txt"),
                "kills "
                        + KILLS
                        + " seats "
                        + ORDERS * SEATS_EACH
                        + ", lost 0, doubled 0, wrong dates 0, seed "
                        + seed
                        + "\n",
                java.nio.file.StandardOpenOption.CREATE,
                java.nio.file.StandardOpenOption.APPEND);
    }

    private JsonNode get(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(moodle.resolve(path)).build();
        JsonNode answer =
                JSON.readTree(http.send(request, HttpResponse.BodyHandlers.ofString()).body());
        return answer.has("effects") ? answer.path("effects") : answer;
    }
}
