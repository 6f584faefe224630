package org.moodlegateway.shop;

import org.moodlegateway.order.Problem;

/** A mapping is no jq. Its problem has code {@code mapping-unreadable} and names file and line. */
public final class MappingUnreadableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    MappingUnreadableException(String message) {
        super(message);
        this.problem = new Problem("mapping-unreadable", "", message);
    }

    public Problem problem() {
        return problem;
    }
}
