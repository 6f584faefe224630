package org.moodlegateway.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Copies of the shipped configuration, for tests that spoil it. */
final class Configurations {
    private Configurations() {}

    static Path copy(Path to) throws IOException {
        return copy(Path.of("config"), to);
    }

    static Path copyRoutes(Path to) throws IOException {
        return copy(Path.of("routes"), to);
    }

    private static Path copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            List<Path> outwards = all.sorted().toList();
            for (Path one : outwards) {
                Files.copy(one, to.resolve(from.relativize(one).toString()));
            }
        }
        return to;
    }

    static void replace(Path file, String before, String after) throws IOException {
        String text = Files.readString(file);
        if (!text.contains(before)) {
            throw new IllegalArgumentException(file + " doesn't say " + before);
        }
        Files.writeString(file, text.replace(before, after));
    }
}
