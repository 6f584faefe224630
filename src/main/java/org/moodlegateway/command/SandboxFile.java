package org.moodlegateway.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.moodlegateway.command.Refusal.StoppedException;
import org.moodlegateway.sandbox.Caller;
import org.moodlegateway.sandbox.SandboxSettings;

/** {@code sandbox.yaml}, with refusals for people. */
final class SandboxFile {
    private SandboxFile() {}

    static SandboxSettings read(Path configDirectory) {
        Path file = configDirectory.resolve("sandbox.yaml");
        if (!Files.exists(file)) {
            throw new StoppedException(
                    "there is no " + file + ", which says what the sandbox Moodle is");
        }
        try {
            return SandboxSettings.read(file);
        } catch (UncheckedIOException e) {
            throw new StoppedException(file + ": " + sentence(e) + "; check says where");
        }
    }

    static String sentence(UncheckedIOException failure) {
        if (failure.getCause() instanceof UnrecognizedPropertyException unknown) {
            return "there is no key " + unknown.getPropertyName();
        }
        return failure.getCause() instanceof JsonProcessingException unreadable
                ? Refusal.oneLine(unreadable.getOriginalMessage())
                : "can't be read";
    }

    /** The token of the first caller who is no administrator. */
    static String token(SandboxSettings moodle) {
        return moodle.callers().stream()
                .filter(caller -> !caller.admin())
                .map(Caller::token)
                .findFirst()
                .orElseThrow(
                        () ->
                                new StoppedException(
                                        "sandbox.yaml has no caller without admin for the gateway"));
    }
}
