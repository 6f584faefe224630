package org.moodlegateway.intake;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.moodlegateway.order.Problem;

/** A request that is not taken: nothing of it was kept. The sender must change it. */
public final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final transient List<Problem> problems;

    /**
     * Refuses with an HTTP status.
     *
     * @param problems at least one; the first is the one to name
     */
    public RefusedException(int status, List<Problem> problems) {
        super(requireNonNull(problems.get(0)).code());
        this.status = status;
        this.problems = List.copyOf(problems);
    }

    public RefusedException(int status, String code, String message) {
        this(status, List.of(new Problem(code, "", message)));
    }

    public int status() {
        return status;
    }

    public List<Problem> problems() {
        return problems;
    }
}
