package org.moodlegateway.line;

import java.io.IOException;

/**
 * A call was cut off because it took longer as a whole than it may on its line. Whether it took
 * effect is unknown.
 */
public final class DeadlineExceededException extends IOException {
    private static final long serialVersionUID = 1L;

    public DeadlineExceededException(Throwable cause) {
        super("the call took longer than it may as a whole", cause);
    }
}
