package org.moodlegateway.catalogue;

/**
 * A catalogue file of which nothing can be used: not there, not text, not YAML, not a catalogue.
 * Who has an older catalogue keeps it.
 */
public final class CatalogueUnreadableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient CatalogueProblem problem;

    public CatalogueUnreadableException(CatalogueProblem problem) {
        super(problem.toString());
        this.problem = problem;
    }

    public CatalogueProblem problem() {
        return problem;
    }
}
