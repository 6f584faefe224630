package org.moodlegateway.intake;

import org.moodlegateway.order.Problem;

/**
 * Something wrong in {@code shops.yaml}.
 *
 * @param line from 1
 * @param problem its pointer is from the root of the file; never repeats a secret
 */
public record ShopsProblem(String file, int line, Problem problem) {
    @Override
    public String toString() {
        return file + ":" + line + ": " + problem.message();
    }
}
