package org.moodlegateway.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.moodlegateway.intake.FileLimits;
import org.moodlegateway.settings.Settings;

/** A table that a command is given as a file, CSV or Excel. */
final class TableFile {
    private TableFile() {}

    static FileLimits limits(Settings settings) {
        return new FileLimits(
                settings.number("intake.max-file"), settings.number("intake.max-rows"));
    }

    static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new Refusal.StoppedException("there is no file " + file);
        } catch (IOException e) {
            throw new UncheckedIOException("can't read " + file, e);
        }
    }
}
