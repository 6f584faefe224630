package org.moodlegateway.ledger;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Who was let into a course and never opened it. Asked of Moodle, with no transaction open.
 *
 * <p>Source: {@code lastcourseaccess} of {@code core_enrol_get_enrolled_users}.
 */
@FunctionalInterface
public interface FirstAccess {
    /** Where no Moodle can be asked: everybody counts as having opened everything. */
    FirstAccess UNKNOWN = courseId -> Set.of();

    /**
     * Moodle's ids of those who are enrolled in the course and never opened it. Who is not among
     * them counts as having opened it, so a Moodle that hides this or gives no answer is an empty
     * set.
     */
    Set<Long> awaited(long courseId);

    /** The same, empty if Moodle gave no answer and may give one later. */
    default Optional<Set<Long>> asked(long courseId) {
        return Optional.of(awaited(courseId));
    }

    /** For many questions in a row: each course is asked for once. */
    static FirstAccess remembering(FirstAccess asked) {
        Map<Long, Set<Long>> answers = new HashMap<>();
        return courseId -> answers.computeIfAbsent(courseId, asked::awaited);
    }
}
