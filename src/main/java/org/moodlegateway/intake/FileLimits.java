package org.moodlegateway.intake;

import org.moodlegateway.settings.Settings;

/**
 * How much a file may hold.
 *
 * @param bytes of the whole file
 * @param rows of a table, CSV or Excel
 */
public record FileLimits(int bytes, int rows) {
    /** The limits of {@code intake.max-file} and {@code intake.max-rows}. */
    public static FileLimits read(Settings settings) {
        return new FileLimits(
                settings.number("intake.max-file"), settings.number("intake.max-rows"));
    }
}
