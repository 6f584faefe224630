package org.moodlegateway.bench;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.moodlegateway.ledger.Ledger;
import org.moodlegateway.ledger.LedgerSettings;
import org.moodlegateway.process.JarProcess;
import org.moodlegateway.process.SignedShop;
import org.moodlegateway.sandbox.Sandbox;
import org.moodlegateway.sandbox.SandboxSettings;

/**
 * The renewal bench: 10,000 seats that renew themselves now, over 20 courses, among 10,000 and
 * among 1,000,000 live ones in PostgreSQL, before a Moodle that takes no time. Run it with {@code
 * mvn -q -Pbench -DskipTests package exec:exec -Dbench.main=org.moodlegateway.bench.RenewalBench},
 * on a machine that does nothing else.
 */
public final class RenewalBench {
    private static final int RUNS = Integer.getInteger("bench.runs", 3);
    private static final int DUE = 10_000;
    private static final int COURSES = 20;
    private static final int[] SEATS = {10_000, Integer.getInteger("bench.seats", 1_000_000)};
    private static final List<String> JVM =
            List.of("-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");
    private static final Path OUT = Path.of("target", "bench").toAbsolutePath();

    private final EmbeddedPostgres server;

    private RenewalBench(EmbeddedPostgres server) {
        this.server = server;
    }

    public static void main(String[] arguments) throws Exception {
        Files.createDirectories(OUT);
        try (EmbeddedPostgres server = EmbeddedPostgres.start()) {
            RenewalBench bench = new RenewalBench(server);
            double few = bench.measure(SEATS[0]);
            double many = bench.measure(SEATS[1]);
            System.out.printf(
                    "Among %d seats it takes %.2f times as long.%n", SEATS[1], many / few);
        }
        System.exit(0);
    }

    /** Median seconds from the first extension to the last answer of Moodle. */
    private double measure(int seats) throws Exception {
        System.out.printf("%d due in %d courses among %d seats%n", DUE, COURSES, seats);
        String filled = "seats" + seats;
        try (Sandbox moodle = sandbox()) {
            fill(filled, seats, moodle);
        }
        List<Double> seconds = new ArrayList<>();
        for (int run = 1; run <= RUNS; run++) {
            String database = filled + "_" + run;
            execute("postgres", "create database " + database + " template " + filled);
            seconds.add(run(database));
            execute("postgres", "drop database " + database);
        }
        double median = seconds.stream().sorted().toList().get(seconds.size() / 2);
        System.out.printf("   median: %.1f s%n", median);
        return median;
    }

    private static Sandbox sandbox() {
        SandboxSettings shipped = SandboxSettings.read(Path.of("config", "sandbox.yaml"));
        SandboxSettings.Builder builder =
                shipped.toBuilder().dials(shipped.dials().withLatency(0, 0));
        IntStream.range(0, COURSES).forEach(i -> builder.courses("B" + i));
        IntStream.rangeClosed(1, DUE).forEach(i -> builder.people("p" + i));
        return Sandbox.start(builder.build(), Clock.systemUTC(), 0);
    }

    /** Live seats of people who have accounts; those of the first people are due. */
    private void fill(String database, int seats, Sandbox moodle) throws SQLException {
        execute("postgres", "create database " + database);
        Ledger.open(
                        new LedgerSettings(
                                url(database),
                                "postgres",
                                "postgres",
                                Duration.ofSeconds(90),
                                Duration.ofMinutes(2),
                                2))
                .close();
        for (int i = 0; i < COURSES; i++) {
            execute(
                    database,
                    "insert into course (field, name, moodle_id, looked_up, due_at) values ('SHORTNAME', 'B%1$d', %2$d, true, now())"
                            .formatted(i, moodle.state().course("B" + i).orElseThrow().id()));
        }
        long firstId = moodle.state().user("p1").orElseThrow().id();
        for (String insert : INSERTS) {
            execute(
                    database,
                    insert.replace(":seats", "" + seats)
                            .replace(":due", "" + DUE)
                            .replace(":courses", "" + COURSES)
                            .replace(":first", "" + firstId));
        }
        execute(database, "vacuum analyze");
    }

    private static final List<String> INSERTS =
            List.of(
                    """
                    insert into person (id, person_key, email, username, first_name, last_name, country, language, moodle_id, origin)
                    select i, 'p' || i || '@example.org', 'p' || i || '@example.org', 'p' || i, 'First', 'Last', '', '',
                        :first + i - 1, 'FOUND' from generate_series(1, :seats) as i
                    """,
                    """
                    insert into entitlement (id, person_id, course_id, roles, given_roles, starts_at, ends_at, shown_until, suspended,
                        desired_version, claimed_version, applied_version, state, due_at, attempts, unknowns, asked, fence)
                    select i, i, 1 + i % :courses, 'student', 'student', date_trunc('second', now()) - interval '175 days' + later(i),
                        date_trunc('second', now()) + interval '5 days' + later(i),
                        date_trunc('second', now()) + interval '5 days' + later(i), false, 1, 1, 1, 'CLEAN',
                        now(), 0, 0, true, 0
                    from generate_series(1, :seats) as i
                    """
                            .replace(
                                    "later(i)",
                                    "(case when i <= :due then 0 else 30 + i % 150 end) * interval '1 day'"),
                    """
                    insert into seat (id, shop, order_id, line_id, kind, number, product, entitlement_id, since_version, email,
                        first_name, last_name, course_field, course_name, role, starts_at, length, not_before_course,
                        start_on_assign, group_name, state, reason, changed_at, renewal, ends_at, next_at)
                    select i, 'web', 'O-' || i, '1', 'PAID', 1, 'B', i, 1, 'p' || i || '@example.org', 'First', 'Last', 'SHORTNAME',
                        'B' || i % :courses, 'student', e.starts_at, 'PT4320H', false, false, '', 'ACTIVE', '', now(),
                        'automatic;P180D;P7D;;keep;P0D', e.ends_at, e.ends_at - interval '7 days'
                    from generate_series(1, :seats) as i join entitlement e on e.id = i
                    """);

    private double run(String database) throws Exception {
        try (Sandbox moodle = sandbox();
                JarProcess gateway =
                        JarProcess.start(
                                JVM,
                                environment(database, moodle),
                                OUT.resolve("renewals.log"),
                                "run")) {
            gateway.awaitFirstLine();
            long cpuBefore = Processes.cpuMillis(gateway);
            awaitShown(gateway, moodle);
            long cpu = Processes.cpuMillis(gateway) - cpuBefore;
            long peak = Processes.peakMegabytes(gateway);
            gateway.stop();
            double seconds = seconds(database);
            long calls = moodle.calls().of("enrol_manual_enrol_users");
            System.out.printf(
                    "   %.1f s (ledger's part %.1f s), %.2f ms of CPU a seat, %d MB at most with %s, %d calls, %.1f seats a call%n",
                    seconds,
                    ledgerSeconds(database),
                    (double) cpu / DUE,
                    peak,
                    JVM.get(0),
                    calls,
                    (double) DUE / calls);
            return seconds;
        }
    }

    private Map<String, String> environment(String database, Sandbox moodle) {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("LEDGER_URL", url(database));
        environment.put("LEDGER_USER", "postgres");
        environment.put("LEDGER_PASSWORD", "postgres");
        environment.put("MOODLE_URL", moodle.baseUri().toString());
        environment.put("MOODLE_TOKEN", "sandbox-token");
        environment.put("RENEWAL_CRON", "* * * * * ?");
        environment.put("RENEWAL_MOST_PER_MINUTE", "1000000");
        environment.put("GATEWAY_PORT", "" + JarProcess.freePort());
        environment.put("GATEWAY_MANAGEMENT_PORT", "" + JarProcess.freePort());
        environment.put("INTAKE_INBOX", OUT.resolve("inbox").toString());
        environment.put("WEB_WEBHOOK_SECRET", SignedShop.SECRET);
        return environment;
    }

    private static void awaitShown(JarProcess gateway, Sandbox moodle) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(5);
        while (rows(moodle) < DUE) {
            if (!gateway.isAlive() || System.nanoTime() > deadline) {
                throw new IllegalStateException(
                        "only " + rows(moodle) + " seats were renewed; see " + OUT);
            }
            TimeUnit.MILLISECONDS.sleep(200);
        }
        TimeUnit.SECONDS.sleep(2);
    }

    private static long rows(Sandbox moodle) {
        var count = moodle.calls().functions().get("enrol_manual_enrol_users");
        return count == null ? 0 : count.rows();
    }

    /** From the first extension that was written down to the last answer. */
    private double seconds(String database) throws SQLException {
        return number(
                database,
                """
                select extract(epoch from (select max(ended_at) from attempt where outcome = 'DONE')
                    - (select min(made_at) from extension)) where
                    (select count(distinct entitlement_id) from attempt where outcome = 'DONE') = """
                        + DUE);
    }

    private double ledgerSeconds(String database) throws SQLException {
        return number(
                database, "select extract(epoch from max(made_at) - min(made_at)) from extension");
    }

    private double number(String database, String select) throws SQLException {
        try (Connection connection = server.getDatabase("postgres", database).getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(select)) {
            if (!row.next()) {
                throw new IllegalStateException("not all seats were renewed");
            }
            return row.getDouble(1);
        }
    }

    private void execute(String database, String sql) throws SQLException {
        try (Connection connection = server.getDatabase("postgres", database).getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private String url(String database) {
        return server.getJdbcUrl("postgres", database);
    }
}
