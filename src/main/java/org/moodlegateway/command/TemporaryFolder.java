package org.moodlegateway.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A folder that is gone at the end. */
final class TemporaryFolder implements AutoCloseable {
    private final Path path;

    private TemporaryFolder(Path path) {
        this.path = path;
    }

    static TemporaryFolder make() {
        try {
            return new TemporaryFolder(Files.createTempDirectory("moodle-gateway-"));
        } catch (IOException e) {
            throw new UncheckedIOException("can't make a temporary folder", e);
        }
    }

    Path path() {
        return path;
    }

    /** Of an empty ledger in this folder. */
    String ledgerUrl() {
        return "jdbc:h2:file:" + path.resolve("ledger") + ";MODE=PostgreSQL;WRITE_DELAY=0";
    }

    @Override
    public void close() {
        try (Stream<Path> all = Files.walk(path)) {
            List<Path> inwards = all.sorted(Comparator.reverseOrder()).toList();
            for (Path one : inwards) {
                Files.deleteIfExists(one);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("can't remove " + path, e);
        }
    }
}
