package org.moodlegateway;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A copy of the shipped configuration, for tests that sell products of their own. */
public final class ShippedConfiguration {
    private ShippedConfiguration() {}

    public static Path copy(Path to) throws IOException {
        Path shipped = Path.of("config");
        try (Stream<Path> all = Files.walk(shipped)) {
            List<Path> outwards = all.sorted().toList();
            for (Path one : outwards) {
                Files.copy(one, to.resolve(shipped.relativize(one).toString()));
            }
        }
        return to;
    }
}
