package org.moodlegateway.lives;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.moodlegateway.ledger.LedgerSettings;
import org.moodlegateway.lives.Lives.Failure;

/**
 * Whatever happens to an order: what its newest event says is in Moodle, or the order says why not.
 *
 * <p>{@code -Dlives=N} leads so many lives, {@code -Dlives.seed=N} begins with that seed. A failure
 * prints the seed of its life; {@code -Dlives=1 -Dlives.seed=N} leads it again.
 */
@DisplayNameGeneration(ReplaceUnderscores.class)
abstract class OrderLivesContract {
    /** So many lives are led side by side. */
    private static final int AT_ONCE = 100;

    private static final int MOST_SHORTENED = 5;
    private static final Set<LifeMaker.Move> NOT_YET =
            EnumSet.of(LifeMaker.Move.NAME_FRIEND, LifeMaker.Move.RENEW);

    @TempDir Path directory;

    abstract LedgerSettings emptyDatabase(Path directory);

    abstract int usualLives();

    static Set<LifeMaker.Move> moves() {
        String only = System.getProperty("lives.moves", "");
        EnumSet<LifeMaker.Move> moves = EnumSet.allOf(LifeMaker.Move.class);
        moves.removeAll(NOT_YET);
        if (!only.isEmpty()) {
            moves.removeIf(move -> !List.of(only.split(",")).contains(move.name()));
        }
        return moves;
    }

    @Test
    void what_the_newest_event_says_is_in_moodle_or_the_order_says_why_not() {
        int many = Integer.getInteger("lives", usualLives());
        long first = Long.getLong("lives.seed", 1);
        try (Gatehouse gatehouse = Gatehouse.in(directory, emptyDatabase(directory))) {
            Lives lives = new Lives(gatehouse);
            for (int led = 0; led < many; led += AT_ONCE) {
                List<Life> some =
                        LongStream.range(first + led, first + Math.min(many, led + AT_ONCE))
                                .mapToObj(seed -> LifeMaker.life(seed, moves()))
                                .toList();
                List<Failure> failures = lives.lead(some);
                assertThat(failures.stream().limit(MOST_SHORTENED).map(lives::shortened))
                        .as("%s of %s lives failed", failures.size(), led + some.size())
                        .isEmpty();
            }
        }
    }
}
