package org.moodlegateway.moodle;

/**
 * What came back over HTTP, as it came.
 *
 * @param retryAfter the header of that name, empty if there is none
 */
public record Reply(int status, String body, String retryAfter) {}
