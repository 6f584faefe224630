package org.moodlegateway.lives;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Leads lives until one fails, for {@code src/test/mistakes/run.sh}: {@code LeadLives MOST} in a
 * checkout prints after how many it was and why, and exits with 0 if one failed, with 1 if none
 * did.
 */
final class LeadLives {
    private static final int AT_ONCE = 50;

    private LeadLives() {}

    public static void main(String[] arguments) throws IOException {
        int most = Integer.parseInt(arguments[0]);
        Path directory = Files.createTempDirectory("lives");
        Optional<String> found;
        try (Gatehouse gatehouse = Gatehouse.in(directory, OrderLivesTest.inMemory())) {
            found = firstFailure(new Lives(gatehouse), most);
        }
        System.out.println(found.orElse("not found in " + most + " lives"));
        System.exit(found.isPresent() ? 0 : 1);
    }

    private static Optional<String> firstFailure(Lives lives, int most) {
        for (int led = 0; led < most; led += AT_ONCE) {
            List<Life> some =
                    LongStream.rangeClosed(led + 1L, Math.min(most, led + AT_ONCE))
                            .mapToObj(seed -> LifeMaker.life(seed, OrderLivesContract.moves()))
                            .toList();
            List<Optional<Lives.Failure>> outcomes = lives.outcomes(some);
            OptionalInt first =
                    IntStream.range(0, some.size())
                            .filter(i -> outcomes.get(i).isPresent())
                            .findFirst();
            if (first.isPresent()) {
                String problem = outcomes.get(first.getAsInt()).orElseThrow().problem();
                return Optional.of(
                        "found after %s lives: %s".formatted(led + first.getAsInt() + 1, problem));
            }
        }
        return Optional.empty();
    }
}
