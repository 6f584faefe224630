package org.moodlegateway.moodle;

import java.io.IOException;

/**
 * A call was cut off because it took longer than {@code moodle.call-timeout} as a whole. Whether it
 * took effect is unknown.
 */
public final class DeadlineExceededException extends IOException {
    private static final long serialVersionUID = 1L;

    DeadlineExceededException(Throwable cause) {
        super("Moodle took longer than moodle.call-timeout", cause);
    }
}
