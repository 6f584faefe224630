package org.moodlegateway.lives;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What can be seen of one life: who is active where in Moodle, and what the gateway says.
 *
 * @param access by course and person, without those who are suspended or out
 * @param members people of the order's group
 * @param states by order, such as PARTIAL; without orders nobody has heard of
 * @param differences codes by order, such as {@code differs:person}
 * @param reasons by order: why single seats are not ready
 */
record Shown(
        Map<String, Map<String, Access>> access,
        Map<String, Set<String>> members,
        Map<String, String> states,
        Map<String, Set<String>> differences,
        Map<String, Set<String>> reasons) {

    /** One active enrolment; times in seconds, an end of 0 is none. */
    record Access(Set<String> roles, long start, long end) {
        Access {
            roles = new TreeSet<>(roles);
        }

        @Override
        public String toString() {
            return String.join("+", roles) + " " + start + "-" + end;
        }
    }

    Map<String, Access> in(String course) {
        return access.getOrDefault(course, Map.of());
    }

    String state(String order) {
        return states.getOrDefault(order, "");
    }

    Set<String> differences(String order) {
        return differences.getOrDefault(order, Set.of());
    }

    @Override
    public String toString() {
        return "access "
                + new TreeMap<>(access)
                + ", groups "
                + members
                + ", states "
                + states
                + ", differences "
                + differences
                + ", reasons "
                + reasons;
    }
}
