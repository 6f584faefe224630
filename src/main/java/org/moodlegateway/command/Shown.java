package org.moodlegateway.command;

import java.util.List;

/**
 * One person in one course, as Moodle has it.
 *
 * @param startSeconds 0 if Moodle keeps none
 * @param endSeconds 0 for no end
 */
record Shown(
        long userId,
        long courseId,
        List<String> roles,
        long startSeconds,
        long endSeconds,
        List<String> groups) {}
