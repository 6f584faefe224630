package org.moodlegateway.sandbox;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;

/** Roles assigned in courses, with or without an enrolment. */
final class RoleTable {
    private final Map<Holder, NavigableSet<Long>> roles = new HashMap<>();
    private final Map<Held, Integer> holders = new HashMap<>();

    private record Holder(long userid, long courseid) {}

    private record Held(long roleid, long courseid) {}

    /** Ids of the roles a person has in a course, in order. */
    Set<Long> of(long userid, long courseid) {
        return Collections.unmodifiableSet(
                roles.getOrDefault(new Holder(userid, courseid), Collections.emptyNavigableSet()));
    }

    boolean isHeld(long roleid, long courseid) {
        return holders.getOrDefault(new Held(roleid, courseid), 0) > 0;
    }

    /** False if it was assigned already. */
    boolean assign(long roleid, long userid, long courseid) {
        boolean added =
                roles.computeIfAbsent(new Holder(userid, courseid), unseen -> new TreeSet<>())
                        .add(roleid);
        if (added) {
            holders.merge(new Held(roleid, courseid), 1, Integer::sum);
        }
        return added;
    }

    /** False if it was not assigned. */
    boolean unassign(long roleid, long userid, long courseid) {
        if (!of(userid, courseid).contains(roleid)) {
            return false;
        }
        holders.merge(new Held(roleid, courseid), -1, Integer::sum);
        return roles.get(new Holder(userid, courseid)).remove(roleid);
    }
}
