package org.moodlegateway.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.moodlegateway.MovableClock;
import org.moodlegateway.Orders;
import org.moodlegateway.catalogue.CourseName;
import org.moodlegateway.orders.OrderBook;
import org.moodlegateway.orders.OrderBook.Applied;
import org.moodlegateway.seat.OrderPlan;

/** A ledger of the first version is backed up, restored, and goes on with this one. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class UpgradeTest {
    private static final CourseName SCI = new CourseName(CourseName.Field.SHORTNAME, "SCI");

    private final MovableClock clock = MovableClock.at("2026-02-01T00:00:00Z");
    @TempDir private Path folder;

    @ParameterizedTest
    @EnumSource
    void a_ledger_of_the_first_version_is_restored_and_goes_on(Databases database)
            throws IOException {
        LedgerSettings first = database.empty(folder);
        fillAsTheFirstVersionDid(first);

        LedgerSettings restored = database == Databases.H2 ? h2(first) : postgres(first);

        try (Ledger ledger = Ledger.open(restored, clock)) {
            assertThat(list(ledger, "select email || ' ' || state from seat order by id"))
                    .containsExactly(
                            "ana@example.org ACTIVE",
                            "bo@example.org WAITING",
                            "cy@example.org ACTIVE");
            assertThat(
                            list(
                                    ledger,
                                    "select given_roles || '/' || state from entitlement order by"
                                            + " id"))
                    .containsExactly("student/CLEAN", "/DIRTY", "student,teacher/DIRTY");
            goesOn(ledger);
        }
    }

    /**
     * What was due is sent, and for the first time only once Moodle has said where the name of the
     * course leads now; what was sent is not, and a re-sent order changes nothing.
     */
    private void goesOn(Ledger ledger) {
        ledger.bindTo("https://moodle.example.org");
        Entitlements entitlements = new Entitlements(ZoneOffset.UTC);
        Courses courses = new Courses(ledger, entitlements);
        send(ledger, entitlements, "cy@example.org");
        assertThat(courses.due(9)).extracting(Courses.Unresolved::name).contains(SCI);
        courses.due(9).stream()
                .filter(due -> due.name().equals(SCI))
                .forEach(due -> courses.certain(due.id()));
        send(ledger, entitlements, "bo@example.org");
        assertThat(list(ledger, "select distinct state from seat")).containsExactly("ACTIVE");
        assertThat(list(ledger, "select count(*) from seat where ends_at is null"))
                .containsExactly("0");
        assertThat(list(ledger, "select distinct state from entitlement")).containsExactly("CLEAN");

        long again = new Inbox(ledger).keep("web", "http", "key", "evt-2", new byte[] {2}).id();
        OrderBook orders = new OrderBook(ledger, entitlements);
        OrderPlan plan =
                Orders.order("A-1").line(Orders.SCI, 2, "ana@example.org", "bo@example.org").plan();
        Applied applied =
                orders.apply(again, OrderBook.Change.of(plan, orders.known("web", "A-1")));

        assertThat(applied).isEqualTo(Applied.NEWEST);
        assertThat(list(ledger, "select distinct state from entitlement")).containsExactly("CLEAN");
        assertThat(list(ledger, "select email from seat order by id")).hasSize(3);
    }

    /** Applies what is claimed, which is for this person and nobody else. */
    private void send(Ledger ledger, Entitlements entitlements, String person) {
        Claim claim =
                new Claims(ledger, entitlements, new Guards(ledger, Guards.Limits.USUAL)).claim(50);
        assertThat(claim.work()).extracting(work -> work.person().key()).containsExactly(person);
        TreeMap<Work, Result> done =
                new TreeMap<>(java.util.Comparator.comparing(Work::entitlementId));
        claim.work().forEach(work -> done.put(work, new Result.Applied()));
        new Results(ledger, entitlements).record(claim.id(), done, clock.instant());
    }

    @ParameterizedTest
    @EnumSource
    void a_ledger_that_a_newer_gateway_changed_is_refused(Databases database) {
        LedgerSettings settings = database.empty(folder);
        Ledger.open(settings, clock).close();
        Jdbi.create(settings.url(), settings.user(), settings.password())
                .useHandle(
                        handle ->
                                handle.execute(
                                        """
                                        insert into "flyway_schema_history" ("installed_rank", "version", "description", "type",
                                            "script", "checksum", "installed_by", "execution_time", "success")
                                        values (99, '99', 'from the future', 'SQL', 'V99__x.sql', 1, 'x', 1, true)
                                        """));

        assertThatThrownBy(() -> Ledger.open(settings, clock))
                .isInstanceOf(LedgerException.class)
                .hasMessageContaining("a newer gateway")
                .hasMessageContaining("version 99, this gateway knows 5");
    }

    @Test
    void a_backup_says_why_it_can_not_be_made() throws IOException {
        LedgerSettings h2 = Databases.H2.empty(folder);
        Path taken = Files.writeString(folder.resolve("taken.zip"), "x");

        assertThatThrownBy(() -> LedgerBackup.write(h2, folder.resolve("a.zip")))
                .hasMessageContaining("there is no ledger");
        assertThatThrownBy(() -> LedgerBackup.write(h2, taken))
                .hasMessageContaining("overwrites nothing");
        assertThatThrownBy(
                        () ->
                                LedgerBackup.write(
                                        Databases.POSTGRES.empty(folder), folder.resolve("a.zip")))
                .hasMessageContaining("pg_dump");
    }

    /** Three seats: one sent, one due, one sent and renewed since. */
    private static void fillAsTheFirstVersionDid(LedgerSettings settings) {
        Flyway.configure()
                .dataSource(settings.url(), settings.user(), settings.password())
                .locations(Schema.MIGRATIONS)
                .target("1")
                .load()
                .migrate();
        Jdbi.create(settings.url(), settings.user(), settings.password())
                .useHandle(UpgradeTest::fill);
    }

    private static void fill(Handle handle) {
        try (InputStream rows = UpgradeTest.class.getResourceAsStream("first-version.sql")) {
            handle.createScript(
                            new String(
                                    rows.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8))
                    .execute();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private LedgerSettings h2(LedgerSettings from) throws IOException {
        Path zip = folder.resolve("backup.zip");
        LedgerBackup.write(from, zip);
        Path there = Files.createDirectories(folder.resolve("restored"));
        String name = "";
        try (ZipFile files = new ZipFile(zip.toFile())) {
            for (ZipEntry entry : files.stream().toList()) {
                name = Path.of(entry.getName()).getFileName().toString();
                Files.copy(files.getInputStream(entry), there.resolve(name));
            }
        }
        String file = there.resolve(name.replace(".mv.db", "")).toString();
        return with(from, "jdbc:h2:file:" + file + ";MODE=PostgreSQL;WRITE_DELAY=0");
    }

    private LedgerSettings postgres(LedgerSettings from) throws IOException {
        assumeThat(tool("pg_dump")).as("pg_dump on this machine").isPresent();
        LedgerSettings to = Databases.POSTGRES.empty(folder);
        String dump = folder.resolve("ledger.dump").toString();
        run("pg_dump", "--format=custom", "--no-owner", "--file=" + dump, uri(from));
        run("pg_restore", "--exit-on-error", "--no-owner", "--dbname=" + uri(to), dump);
        return to;
    }

    private static Optional<Path> tool(String name) {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .map(directory -> Path.of(directory, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** {@code jdbc:postgresql://host:port/database?user=…} as PostgreSQL's own tools take it. */
    private static String uri(LedgerSettings settings) {
        return settings.url().replace("jdbc:", "");
    }

    private static void run(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said =
                new String(
                        process.getInputStream().readAllBytes(),
                        java.nio.charset.StandardCharsets.UTF_8);
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        assertThat(process.exitValue()).as(said).isZero();
    }

    private static LedgerSettings with(LedgerSettings settings, String url) {
        return new LedgerSettings(
                url,
                settings.user(),
                settings.password(),
                settings.lease(),
                settings.settle(),
                settings.connections());
    }

    private static List<String> list(Ledger ledger, String select) {
        return ledger.read(handle -> handle.select(select).mapTo(String.class).list());
    }
}
