package org.moodlegateway.command;

import java.util.List;

/**
 * One person in one course, as Moodle has it.
 *
 * @param startSeconds 0 if Moodle keeps none, null if nobody knows
 * @param endSeconds 0 for no end, null if nobody knows
 */
record Shown(
        long userId,
        long courseId,
        List<String> roles,
        Long startSeconds,
        Long endSeconds,
        List<String> groups) {}
