package org.moodlegateway.notice;

import java.nio.file.Path;

/**
 * Something wrong in {@code notices.yaml} or a template.
 *
 * @param line from 1; 0 if nobody knows
 */
public record NoticeProblem(Path file, int line, String code, String message) {
    @Override
    public String toString() {
        return file + (line > 0 ? ":" + line : "") + ": " + message;
    }
}
