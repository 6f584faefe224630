package org.moodlegateway.intake;

/**
 * How much a file may hold.
 *
 * @param bytes of the whole file
 * @param rows of a table, CSV or Excel
 */
public record FileLimits(int bytes, int rows) {}
