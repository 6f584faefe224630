package org.moodlegateway.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How far each shop was read, and whose turn it is to ask it. One at a time asks a shop, over all
 * nodes; who holds the turn past its lease has lost it, and nothing he does to this table counts
 * any more.
 */
public final class ShopReadings {
    private final Ledger ledger;

    public ShopReadings(Ledger ledger) {
        this.ledger = ledger;
    }

    /**
     * How a shop stands.
     *
     * @param changedAt the newest change that is kept; null before the first whole poll
     * @param goodAt when it was read to the end last; null if it never was
     * @param dueAt when it is to be polled
     * @param leaseUntil until when somebody asks it; null if nobody does
     * @param notBefore it wants no question before that; null if it doesn't mind
     * @param failures questions in a row that had no answer
     * @param code of what is wrong, empty if nothing is
     */
    public record Reading(
            String shop,
            Instant changedAt,
            Instant goodAt,
            Instant dueAt,
            Instant leaseUntil,
            Instant notBefore,
            int failures,
            String code) {

        /** Whether a turn can be taken. */
        public boolean isFree(Instant now) {
            return isPast(leaseUntil, now) && isPast(notBefore, now);
        }

        /** Whether it should have been polled by now; a plan made for longer than this is old. */
        public boolean isDue(Instant now, Duration every) {
            return !dueAt.isAfter(now) || dueAt.isAfter(now.plus(every));
        }

        /** When it is polled next, if all goes well. */
        public Instant nextPoll() {
            return notBefore == null || notBefore.isBefore(dueAt) ? dueAt : notBefore;
        }

        private static boolean isPast(Instant until, Instant now) {
            return until == null || !until.isAfter(now);
        }
    }

    /** The right to ask a shop, for one lease and as often as it is prolonged. */
    public static final class Turn {
        private final String shop;
        private final Instant began;
        private Instant until;

        private Turn(String shop, Instant began, Instant until) {
            this.shop = shop;
            this.began = began;
            this.until = until;
        }

        public String shop() {
            return shop;
        }

        /** When it was taken. */
        public Instant began() {
            return began;
        }
    }

    /** All shops that were ever asked, by name. */
    public Map<String, Reading> all() {
        Map<String, Reading> all = new LinkedHashMap<>();
        ledger.read(
                        handle ->
                                handle.select("select * from shop_reading order by shop")
                                        .map((row, context) -> reading(row))
                                        .list())
                .forEach(reading -> all.put(reading.shop(), reading));
        return all;
    }

    /** What is wrong with a shop that is asked; empty if nothing is, or if it never was asked. */
    public String code(String shop) {
        return Optional.ofNullable(all().get(shop)).map(Reading::code).orElse("");
    }

    private static Reading reading(ResultSet row) throws SQLException {
        return new Reading(
                row.getString("shop"),
                Rows.instant(row, "changed_at"),
                Rows.instant(row, "good_at"),
                Rows.instant(row, "due_at"),
                Rows.instant(row, "lease_until"),
                Rows.instant(row, "not_before"),
                row.getInt("failures"),
                Rows.text(row, "code"));
    }

    /** Takes a turn; empty if somebody else has it, or if the shop wants to be left alone. */
    public Optional<Turn> take(String shop) {
        Instant now = now();
        Instant until = now.plus(ledger.settings().lease());
        return ledger.transaction(
                handle -> {
                    handle.execute(
                            "insert into shop_reading (shop, due_at) values (?, ?) on conflict do"
                                    + " nothing",
                            shop,
                            now);
                    int taken =
                            handle.execute(
                                    "update shop_reading set lease_until = ? where shop = ? and"
                                            + " (lease_until is null or lease_until <= ?) and"
                                            + " (not_before is null or not_before <= ?)",
                                    until,
                                    shop,
                                    now,
                                    now);
                    return taken == 1 ? Optional.of(new Turn(shop, now, until)) : Optional.empty();
                });
    }

    /** How the shop of a turn stands. */
    public Reading of(Turn turn) {
        return all().get(turn.shop());
    }

    /**
     * Another lease, before each question; false if the turn was lost. While most of the lease is
     * left, nobody else can have taken it, and nothing is written.
     */
    public boolean prolong(Turn turn) {
        Duration lease = ledger.settings().lease();
        Instant now = now();
        if (now.plus(lease.multipliedBy(3).dividedBy(4)).isBefore(turn.until)) {
            return true;
        }
        Instant until = now.plus(lease);
        boolean held = change(turn, "lease_until = ?", until);
        if (held) {
            turn.until = until;
        }
        return held;
    }

    /** The turn is over; how the shop stands is as it was before. */
    public void release(Turn turn) {
        change(turn, "lease_until = null");
    }

    /** The shop answered whatever it was asked: the turn is over. */
    public void end(Turn turn) {
        change(turn, "lease_until = null, failures = 0, code = null");
    }

    /**
     * All that changed is kept up to a time: the turn is over.
     *
     * @return false if the turn was lost, so that this is not written down
     */
    public boolean wholly(Turn turn, Instant changedAt, Duration every) {
        return change(
                turn,
                "lease_until = null, failures = 0, code = null, changed_at = ?, good_at = ?,"
                        + " due_at = ?",
                changedAt,
                now(),
                now().plus(every));
    }

    /** The shop can't be read: the turn is over, and the next poll comes when it is due. */
    public void unreadable(Turn turn, String code, Duration every) {
        change(
                turn,
                "lease_until = null, failures = 0, code = ?, due_at = ?",
                code,
                turn.began().plus(every));
    }

    /** The shop gave no answer: the turn is over, and nobody asks it for a while. */
    public void unanswered(Turn turn, String code, Duration pause) {
        change(
                turn,
                "lease_until = null, failures = failures + 1, code = ?, not_before = ?",
                code,
                now().plus(pause));
    }

    /** The poll of a turn that is still held came to nothing: it is to be repeated then. */
    public void pollAgain(Turn turn, Duration after) {
        change(turn, "due_at = ?", now().plus(after));
    }

    private boolean change(Turn turn, String columns, Object... values) {
        Object[] all = Arrays.copyOf(values, values.length + 2);
        all[values.length] = turn.shop;
        all[values.length + 1] = turn.until;
        return ledger.transaction(
                        handle ->
                                handle.execute(
                                        "update shop_reading set "
                                                + columns
                                                + " where shop = ? and lease_until = ?",
                                        all))
                == 1;
    }

    /** As exact as every database keeps it, for a turn is known by it. */
    private Instant now() {
        return ledger.clock().instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
