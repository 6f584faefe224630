package org.moodlegateway.ledger;

import java.util.Arrays;
import java.util.Optional;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;

/** The ledger's tables, version by version. They only ever go forward. */
final class Schema {
    static final String MIGRATIONS = "classpath:org/moodlegateway/ledger";

    private Schema() {}

    /**
     * Makes the tables what this gateway needs.
     *
     * @throws LedgerException if a newer gateway has been here: it may keep things that this one
     *     would overlook
     */
    static void bringUpToDate(DataSource source) {
        try {
            Flyway flyway =
                    Flyway.configure()
                            .dataSource(source)
                            .locations(MIGRATIONS)
                            .loggers("slf4j")
                            .load();
            refuseNewer(flyway);
            flyway.migrate();
        } catch (FlywayException e) {
            throw new LedgerException(
                    "the ledger can't be brought to this version: " + e.getMessage(), e);
        }
    }

    private static void refuseNewer(Flyway flyway) {
        MigrationInfo[] all = flyway.info().all();
        Optional<MigrationInfo> newest =
                Arrays.stream(all)
                        .filter(migration -> isNewer(migration.getState()))
                        .reduce((first, second) -> second);
        if (newest.isPresent()) {
            String known =
                    Arrays.stream(all)
                            .filter(migration -> !isNewer(migration.getState()))
                            .reduce((first, second) -> second)
                            .map(migration -> migration.getVersion().toString())
                            .orElse("none");
            throw new LedgerException(
                    "this ledger was changed by a newer gateway (its schema is version "
                            + newest.get().getVersion()
                            + ", this gateway knows "
                            + known
                            + "): start the newer gateway, or restore the backup from before the"
                            + " upgrade");
        }
    }

    private static boolean isNewer(MigrationState state) {
        return state == MigrationState.FUTURE_SUCCESS || state == MigrationState.FUTURE_FAILED;
    }
}
