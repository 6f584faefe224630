package org.moodlegateway.catalogue;

import org.moodlegateway.order.Problem;

/**
 * Something wrong in a catalogue file.
 *
 * @param file as it was named to the reader
 * @param line from 1
 * @param product its code, empty if the problem belongs to none
 * @param problem with a pointer into the file
 */
public record CatalogueProblem(String file, int line, String product, Problem problem) {

    /** {@code config/products.yaml:12: product SCI-180: …} */
    @Override
    public String toString() {
        return file + ":" + line + ": " + problem.message();
    }

    /** The same problem with file and line in its sentence, for lists that hold other files too. */
    public Problem located() {
        return new Problem(problem.code(), problem.pointer(), toString());
    }
}
