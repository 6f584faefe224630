package org.moodlegateway.ledger;

import java.sql.SQLException;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.moodlegateway.order.OrderRejectedException;

/**
 * Writes down what a message says. A text that is too long for this database stays so, however
 * often it is tried: such a message is refused, while trouble of the database itself is not its
 * fault.
 */
public final class Storable {
    /** Of SQLState: data exception. */
    private static final String DATA = "22";

    private Storable() {}

    /**
     * Runs the work in one transaction.
     *
     * @throws OrderRejectedException if the message holds what no row can hold
     */
    public static <T> T transaction(Ledger ledger, Function<Handle, T> work) {
        try {
            return ledger.transaction(work);
        } catch (JdbiException e) {
            if (Stream.iterate((Throwable) e, Objects::nonNull, Throwable::getCause)
                    .anyMatch(Storable::isAboutAValue)) {
                throw new OrderRejectedException(
                        "value-not-storable",
                        "",
                        "a text of the message is longer than the ledger can hold");
            }
            throw e;
        }
    }

    private static boolean isAboutAValue(Throwable cause) {
        return cause instanceof SQLException sql
                && String.valueOf(sql.getSQLState()).startsWith(DATA);
    }
}
