package org.moodlegateway.order;

/**
 * An order that can't be taken as it is: sending it again changes nothing, its sender or the
 * catalogue must change.
 */
public final class OrderRejectedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    public OrderRejectedException(Problem problem) {
        super(problem.message());
        this.problem = problem;
    }

    public OrderRejectedException(String code, String pointer, String message) {
        this(new Problem(code, pointer, message));
    }

    public Problem problem() {
        return problem;
    }
}
