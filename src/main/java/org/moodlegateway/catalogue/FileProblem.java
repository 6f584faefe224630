package org.moodlegateway.catalogue;

import org.moodlegateway.order.Problem;

/**
 * Something wrong in a file that an administrator edits.
 *
 * @param line from 1
 * @param problem its pointer is from the root of the file; never repeats a secret
 */
public record FileProblem(String file, int line, Problem problem) {
    @Override
    public String toString() {
        return file + ":" + line + ": " + problem.message();
    }
}
