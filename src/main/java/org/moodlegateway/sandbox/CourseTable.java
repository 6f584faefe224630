package org.moodlegateway.sandbox;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Courses, in the order of ids, and when somebody last opened them. */
final class CourseTable {
    private final Map<Long, MoodleCourse> rows = new TreeMap<>();
    private final Map<Visit, Long> accesses = new HashMap<>();

    private record Visit(long userid, long courseid) {}

    Collection<MoodleCourse> all() {
        return rows.values();
    }

    Optional<MoodleCourse> find(long id) {
        return Optional.ofNullable(rows.get(id));
    }

    Optional<MoodleCourse> named(String shortname) {
        return rows.values().stream().filter(c -> c.shortname().equals(shortname)).findFirst();
    }

    /** The short name, empty for a course that isn't there. */
    String shortname(long id) {
        return find(id).map(MoodleCourse::shortname).orElse("");
    }

    /** Adds the row, or replaces the one of its id. */
    void put(MoodleCourse course) {
        rows.put(course.id(), course);
    }

    void remove(long id) {
        rows.remove(id);
    }

    /** When the person last opened the course, in seconds; 0 for never. */
    long access(long userid, long courseid) {
        return accesses.getOrDefault(new Visit(userid, courseid), 0L);
    }

    void open(long userid, long courseid, long seconds) {
        accesses.put(new Visit(userid, courseid), seconds);
    }
}
