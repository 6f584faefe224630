package org.moodlegateway.sandbox;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** Every effect in the order of commits, in memory and, if asked, in a file. Append only. */
final class Journal implements AutoCloseable {
    private final List<Effect> effects = new ArrayList<>();
    private final BufferedWriter file;
    private long numbered;

    Journal(Path path) {
        file = path == null ? null : open(path);
    }

    /** Numbers the effect and keeps it. */
    void append(Effect draft) {
        numbered++;
        Effect effect =
                new Effect(
                        numbered,
                        draft.at(),
                        draft.request(),
                        draft.caller(),
                        draft.function(),
                        draft.kind(),
                        draft.userid(),
                        draft.courseid(),
                        draft.about());
        effects.add(effect);
        if (file != null) {
            writeLine(SandboxJson.write(effect));
        }
    }

    /** Those with a number above this one. */
    List<Effect> after(long number) {
        if (effects.isEmpty()) {
            return List.of();
        }
        long first = effects.get(0).number();
        int from = (int) Math.min(Math.max(0, number + 1 - first), effects.size());
        return List.copyOf(effects.subList(from, effects.size()));
    }

    /** Forgets what is in memory. The file and the numbering go on. */
    void clear() {
        effects.clear();
    }

    @Override
    public void close() {
        if (file != null) {
            try {
                file.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static BufferedWriter open(Path path) {
        try {
            if (path.toAbsolutePath().getParent() != null) {
                Files.createDirectories(path.toAbsolutePath().getParent());
            }
            return Files.newBufferedWriter(
                    path, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot open the journal file " + path, e);
        }
    }

    private void writeLine(String line) {
        try {
            file.write(line);
            file.newLine();
            file.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the journal file", e);
        }
    }
}
