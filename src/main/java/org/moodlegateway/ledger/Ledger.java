package org.moodlegateway.ledger;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementExceptions;

/**
 * The durable store, on PostgreSQL or on an H2 file. Opening it migrates it and refuses what would
 * lose data: an H2 URL with a write delay, a second process on one H2 file, a ledger of another
 * Moodle site, or one that a newer gateway has changed.
 *
 * <p>Intake and workers have pools of their own, so that neither starves the other.
 */
public final class Ledger implements AutoCloseable {
    private static final int TRIES = 6;
    private static final Set<String> WORTH_REPEATING = Set.of("40001", "40P01", "HYT00");

    private final HikariDataSource workers;
    private final HikariDataSource intake;
    private final Jdbi workersJdbi;
    private final Jdbi intakeJdbi;
    private final LedgerSettings settings;
    private final Turns turns;
    private final Clock clock;

    private Ledger(
            LedgerSettings settings,
            HikariDataSource workers,
            HikariDataSource intake,
            Clock clock) {
        this.settings = settings;
        this.turns = Turns.of(settings);
        this.workers = workers;
        this.intake = intake;
        this.workersJdbi = jdbi(workers);
        this.intakeJdbi = jdbi(intake);
        this.clock = clock;
    }

    /** Its exceptions end in logs, so they name no values: among those are people's addresses. */
    private static Jdbi jdbi(HikariDataSource source) {
        Jdbi jdbi = Jdbi.create(source);
        jdbi.getConfig(StatementExceptions.class)
                .setMessageRendering(StatementExceptions.MessageRendering.NONE);
        return jdbi;
    }

    /**
     * Opens and migrates the ledger, on the database's own clock.
     *
     * @throws LedgerException with a sentence, when it can't be opened
     */
    public static Ledger open(LedgerSettings settings) {
        return open(settings, null);
    }

    /**
     * Opens the ledger on a clock of the caller's, which a test may move; null for the database's.
     */
    public static Ledger open(LedgerSettings settings, Clock clock) {
        LedgerUrl.check(settings.url());
        HikariDataSource workers = pool("workers", settings);
        HikariDataSource intake = null;
        try {
            Schema.bringUpToDate(workers);
            intake = pool("intake", settings);
            return new Ledger(
                    settings, workers, intake, clock == null ? DatabaseClock.of(workers) : clock);
        } catch (RuntimeException | SQLException e) {
            workers.close();
            if (intake != null) {
                intake.close();
            }
            throw LedgerUrl.explain(e);
        }
    }

    private static HikariDataSource pool(String name, LedgerSettings settings) {
        HikariConfig config = new HikariConfig();
        config.setPoolName(name);
        config.setJdbcUrl(LedgerUrl.complete(settings.url()));
        config.setUsername(settings.user());
        config.setPassword(settings.password());
        config.setMaximumPoolSize(settings.connections());
        config.setMinimumIdle(1);
        config.setConnectionTimeout(TimeUnit.SECONDS.toMillis(name.equals("intake") ? 1 : 10));
        config.setInitializationFailTimeout(TimeUnit.SECONDS.toMillis(5));
        try {
            return new HikariDataSource(config);
        } catch (RuntimeException e) {
            throw LedgerUrl.explain(e);
        }
    }

    /**
     * Ties this ledger to its Moodle; refuses another one. {@code baseUrl} is compared without case
     * and trailing slash.
     */
    public void bindTo(String baseUrl) {
        String normal = baseUrl.toLowerCase(Locale.ROOT).replaceAll("/+$", "");
        String bound =
                transaction(
                        handle -> {
                            handle.createUpdate(
                                            "insert into site (id, base_url, bound_at) values (1,"
                                                    + " :url, :now) on conflict do nothing")
                                    .bind("url", normal)
                                    .bind("now", clock.instant())
                                    .execute();
                            return handle.select("select base_url from site where id = 1")
                                    .mapTo(String.class)
                                    .one();
                        });
        if (!bound.equals(normal)) {
            throw new LedgerException(
                    "this ledger belongs to the Moodle at "
                            + bound
                            + ", not to "
                            + normal
                            + ": its ids mean nothing there. Use another ledger.url, or set"
                            + " moodle.url back");
        }
    }

    /**
     * Frees what this node had claimed when it last stopped: nobody else can hold a claim in a
     * single-node ledger. Claims that may have reached Moodle become UNKNOWN and settle first.
     */
    public void freeOwnLeases() {
        if (settings.singleNode()) {
            Instant now = clock.instant();
            transaction(
                    handle -> {
                        handle.execute(
                                "update inbox set lease_until = null where lease_until is not"
                                        + " null");
                        handle.execute(
                                "update course_group set claim_id = null, lease_until = null where"
                                        + " lease_until is not null");
                        handle.execute(
                                "update outbox set lease_until = null where lease_until is not"
                                        + " null");
                        handle.execute(
                                "update shop_reading set lease_until = null where lease_until is"
                                        + " not null");
                        return handle.createUpdate(
                                        "update entitlement set lease_until = :now where state ="
                                                + " 'SENDING'")
                                .bind("now", now)
                                .execute();
                    });
        }
    }

    /**
     * Runs the work in one transaction; repeats it whole after a deadlock or serialization failure.
     */
    public <T> T transaction(Function<Handle, T> work) {
        return repeat(() -> turns.takeAsWorker(() -> workersJdbi.inTransaction(work::apply)));
    }

    /** Runs the work in a transaction of which nothing remains; tells what it came to. */
    public <T> T rehearse(Function<Handle, T> work) {
        return turns.takeAsWorker(
                () ->
                        workersJdbi.withHandle(
                                handle -> {
                                    handle.begin();
                                    try {
                                        return work.apply(handle);
                                    } finally {
                                        handle.rollback();
                                    }
                                }));
    }

    /** The same on the pool that only intake uses. */
    <T> T intakeTransaction(Function<Handle, T> work) {
        return repeat(() -> turns.takeAsIntake(() -> intakeJdbi.inTransaction(work::apply)));
    }

    /** Reads outside a transaction. */
    public <T> T read(Function<Handle, T> work) {
        return workersJdbi.withHandle(work::apply);
    }

    /** Whether the ledger answers; waits a second for it at most. */
    public boolean isReachable() {
        try {
            return intakeJdbi.withHandle(
                    handle -> handle.select("select 1").mapTo(Integer.class).one() == 1);
        } catch (RuntimeException e) {
            // that it isn't there is the answer
            return false;
        }
    }

    public Clock clock() {
        return clock;
    }

    public LedgerSettings settings() {
        return settings;
    }

    private static <T> T repeat(java.util.function.Supplier<T> work) {
        for (int tried = 1; ; tried++) {
            try {
                return work.get();
            } catch (RuntimeException e) {
                if (tried == TRIES || !worthRepeating(e)) {
                    throw e;
                }
                LockSupport.parkNanos(
                        TimeUnit.MILLISECONDS.toNanos(
                                ThreadLocalRandom.current().nextLong(5L << tried)));
            }
        }
    }

    private static boolean worthRepeating(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql
                    && WORTH_REPEATING.contains(String.valueOf(sql.getSQLState()))) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void close() {
        intake.close();
        workers.close();
    }
}
