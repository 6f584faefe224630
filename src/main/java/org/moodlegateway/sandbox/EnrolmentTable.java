package org.moodlegateway.sandbox;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** Manual enrolments: one per person and course. */
final class EnrolmentTable {
    private final Map<Long, MoodleEnrolment> rows = new HashMap<>();
    private final Map<Long, NavigableMap<Long, MoodleEnrolment>> byCourse = new HashMap<>();
    private final Map<Long, NavigableMap<Long, MoodleEnrolment>> byUser = new HashMap<>();

    Collection<MoodleEnrolment> all() {
        return rows.values();
    }

    Optional<MoodleEnrolment> find(long id) {
        return Optional.ofNullable(rows.get(id));
    }

    Optional<MoodleEnrolment> find(long userid, long courseid) {
        return Optional.ofNullable(
                byUser.getOrDefault(userid, Collections.emptyNavigableMap()).get(courseid));
    }

    /** In the order of user ids. */
    Collection<MoodleEnrolment> in(long courseid) {
        return byCourse.getOrDefault(courseid, Collections.emptyNavigableMap()).values();
    }

    /** In the order of course ids. */
    Collection<MoodleEnrolment> of(long userid) {
        return byUser.getOrDefault(userid, Collections.emptyNavigableMap()).values();
    }

    /** Adds the row, or replaces the one of its person and course. */
    void put(MoodleEnrolment row) {
        rows.put(row.id(), row);
        byCourse.computeIfAbsent(row.courseid(), id -> new TreeMap<>()).put(row.userid(), row);
        byUser.computeIfAbsent(row.userid(), id -> new TreeMap<>()).put(row.courseid(), row);
    }

    void remove(MoodleEnrolment row) {
        rows.remove(row.id());
        byCourse.get(row.courseid()).remove(row.userid());
        byUser.get(row.userid()).remove(row.courseid());
    }
}
