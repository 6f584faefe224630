package org.moodlegateway.sandbox;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The site's rows and the indexes over them. Not safe for several threads: the site's lock guards
 * it. Rows are changed through a {@link Transaction} only.
 */
final class Tables {
    private final Map<Long, MoodleUser> users = new TreeMap<>();
    private final Map<String, Long> userByName = new HashMap<>();
    private final Map<String, TreeSet<Long>> usersByEmail = new HashMap<>();
    private final Map<String, TreeSet<Long>> usersByFoldedEmail = new HashMap<>();
    private final Map<String, TreeSet<Long>> usersByIdnumber = new HashMap<>();
    private final Map<Long, MoodleCourse> courses = new TreeMap<>();
    private final Map<Long, TreeMap<Long, MoodleEnrolment>> enrolmentsByCourse = new HashMap<>();
    private final Map<Long, TreeMap<Long, MoodleEnrolment>> enrolmentsByUser = new HashMap<>();
    private final Map<Long, MoodleEnrolment> enrolmentsById = new HashMap<>();
    private final Map<Long, Map<Long, TreeSet<Long>>> rolesByCourse = new HashMap<>();
    private final Map<RoleInCourse, Integer> roleHolders = new HashMap<>();
    private final Map<Long, MoodleGroup> groups = new TreeMap<>();
    private final Map<Long, TreeMap<Long, MoodleGroup>> groupsByCourse = new HashMap<>();
    private final Map<GroupKey, TreeSet<Long>> groupsByKey = new HashMap<>();
    private final Map<Long, TreeSet<Long>> members = new HashMap<>();
    private final Map<Long, TreeSet<Long>> groupsByMember = new HashMap<>();
    private final Map<String, Long> accesses = new HashMap<>();

    private record RoleInCourse(long roleid, long courseid) {}

    /** A group's name or idnumber within its course. */
    private record GroupKey(long courseid, String column, String value) {}

    Collection<MoodleUser> users() {
        return users.values();
    }

    Optional<MoodleUser> user(long id) {
        return Optional.ofNullable(users.get(id));
    }

    /** The account whose row has this name; a deleted one has a mangled name. */
    Optional<MoodleUser> userNamed(String username) {
        return Optional.ofNullable(userByName.get(username)).map(users::get);
    }

    /** Ids of accounts with exactly this e-mail, in order. */
    Set<Long> usersWithEmail(String email) {
        return ids(usersByEmail, email);
    }

    /** Ids of accounts whose e-mail differs in case at most, in order. */
    Set<Long> usersWithFoldedEmail(String email) {
        return ids(usersByFoldedEmail, fold(email));
    }

    Set<Long> usersWithIdnumber(String idnumber) {
        return ids(usersByIdnumber, idnumber);
    }

    void put(MoodleUser user) {
        remove(user.id());
        users.put(user.id(), user);
        userByName.put(user.username(), user.id());
        usersByEmail.computeIfAbsent(user.email(), e -> new TreeSet<>()).add(user.id());
        usersByFoldedEmail.computeIfAbsent(fold(user.email()), e -> new TreeSet<>()).add(user.id());
        usersByIdnumber.computeIfAbsent(user.idnumber(), e -> new TreeSet<>()).add(user.id());
    }

    void remove(long userid) {
        MoodleUser user = users.remove(userid);
        if (user != null) {
            userByName.remove(user.username(), userid);
            drop(usersByEmail, user.email(), userid);
            drop(usersByFoldedEmail, fold(user.email()), userid);
            drop(usersByIdnumber, user.idnumber(), userid);
        }
    }

    Collection<MoodleCourse> courses() {
        return courses.values();
    }

    Optional<MoodleCourse> course(long id) {
        return Optional.ofNullable(courses.get(id));
    }

    Optional<MoodleCourse> courseNamed(String shortname) {
        return courses.values().stream().filter(c -> c.shortname().equals(shortname)).findFirst();
    }

    void put(MoodleCourse course) {
        courses.put(course.id(), course);
    }

    void removeCourse(long id) {
        courses.remove(id);
    }

    /** In the order of user ids. */
    Collection<MoodleEnrolment> enrolmentsIn(long courseid) {
        return enrolmentsByCourse.getOrDefault(courseid, new TreeMap<>()).values();
    }

    /** In the order of course ids. */
    Collection<MoodleEnrolment> enrolmentsOf(long userid) {
        return enrolmentsByUser.getOrDefault(userid, new TreeMap<>()).values();
    }

    Optional<MoodleEnrolment> enrolment(long userid, long courseid) {
        return Optional.ofNullable(
                enrolmentsByCourse.getOrDefault(courseid, new TreeMap<>()).get(userid));
    }

    Optional<MoodleEnrolment> enrolment(long id) {
        return Optional.ofNullable(enrolmentsById.get(id));
    }

    Collection<MoodleEnrolment> enrolments() {
        return enrolmentsById.values();
    }

    void put(MoodleEnrolment row) {
        enrolmentsByCourse
                .computeIfAbsent(row.courseid(), c -> new TreeMap<>())
                .put(row.userid(), row);
        enrolmentsByUser
                .computeIfAbsent(row.userid(), u -> new TreeMap<>())
                .put(row.courseid(), row);
        enrolmentsById.put(row.id(), row);
    }

    void remove(MoodleEnrolment row) {
        enrolmentsByCourse.get(row.courseid()).remove(row.userid());
        enrolmentsByUser.get(row.userid()).remove(row.courseid());
        enrolmentsById.remove(row.id());
    }

    /** Ids of the roles a person has in a course, in order. */
    Set<Long> roles(long userid, long courseid) {
        return Collections.unmodifiableSet(
                rolesByCourse
                        .getOrDefault(courseid, Map.of())
                        .getOrDefault(userid, new TreeSet<>()));
    }

    boolean hasRoleHolder(long courseid, long roleid) {
        return roleHolders.getOrDefault(new RoleInCourse(roleid, courseid), 0) > 0;
    }

    /** False if it was assigned already. */
    boolean assign(long roleid, long userid, long courseid) {
        boolean added =
                rolesByCourse
                        .computeIfAbsent(courseid, c -> new HashMap<>())
                        .computeIfAbsent(userid, u -> new TreeSet<>())
                        .add(roleid);
        if (added) {
            roleHolders.merge(new RoleInCourse(roleid, courseid), 1, Integer::sum);
        }
        return added;
    }

    /** False if it was not assigned. */
    boolean unassign(long roleid, long userid, long courseid) {
        boolean removed =
                rolesByCourse
                        .getOrDefault(courseid, Map.of())
                        .getOrDefault(userid, new TreeSet<>())
                        .remove(roleid);
        if (removed) {
            roleHolders.merge(new RoleInCourse(roleid, courseid), -1, Integer::sum);
        }
        return removed;
    }

    Optional<MoodleGroup> group(long id) {
        return Optional.ofNullable(groups.get(id));
    }

    Collection<MoodleGroup> groups() {
        return groups.values();
    }

    Collection<MoodleGroup> groupsIn(long courseid) {
        return groupsByCourse.getOrDefault(courseid, new TreeMap<>()).values();
    }

    /** Groups of the course with this name, in the order of ids. */
    List<MoodleGroup> groupsNamed(long courseid, String name) {
        return groups(new GroupKey(courseid, "name", name));
    }

    List<MoodleGroup> groupsWithIdnumber(long courseid, String idnumber) {
        return groups(new GroupKey(courseid, "idnumber", idnumber));
    }

    void put(MoodleGroup group) {
        groups.put(group.id(), group);
        groupsByCourse
                .computeIfAbsent(group.courseid(), c -> new TreeMap<>())
                .put(group.id(), group);
        for (GroupKey key : keys(group)) {
            groupsByKey.computeIfAbsent(key, k -> new TreeSet<>()).add(group.id());
        }
    }

    void removeGroup(long id) {
        MoodleGroup group = groups.remove(id);
        groupsByCourse.get(group.courseid()).remove(id);
        for (GroupKey key : keys(group)) {
            groupsByKey.get(key).remove(id);
        }
        members.remove(id);
    }

    Set<Long> members(long groupid) {
        return Collections.unmodifiableSet(members.getOrDefault(groupid, new TreeSet<>()));
    }

    List<MoodleGroup> groupsOf(long userid, long courseid) {
        return groupsByMember.getOrDefault(userid, new TreeSet<>()).stream()
                .map(groups::get)
                .filter(group -> group.courseid() == courseid)
                .toList();
    }

    boolean join(long groupid, long userid) {
        groupsByMember.computeIfAbsent(userid, u -> new TreeSet<>()).add(groupid);
        return members.computeIfAbsent(groupid, g -> new TreeSet<>()).add(userid);
    }

    boolean leave(long groupid, long userid) {
        groupsByMember.getOrDefault(userid, new TreeSet<>()).remove(groupid);
        return members.getOrDefault(groupid, new TreeSet<>()).remove(userid);
    }

    /** When the person last opened the course, in seconds; 0 for never. */
    long access(long userid, long courseid) {
        return accesses.getOrDefault(userid + ":" + courseid, 0L);
    }

    void putAccess(long userid, long courseid, long seconds) {
        accesses.put(userid + ":" + courseid, seconds);
    }

    /** Short names of the courses by id, for journal and state. */
    Map<Long, String> shortnames() {
        Map<Long, String> names = new LinkedHashMap<>();
        courses.forEach((id, course) -> names.put(id, course.shortname()));
        return names;
    }

    private List<MoodleGroup> groups(GroupKey key) {
        return groupsByKey.getOrDefault(key, new TreeSet<>()).stream().map(groups::get).toList();
    }

    private static List<GroupKey> keys(MoodleGroup group) {
        return List.of(
                new GroupKey(group.courseid(), "name", group.name()),
                new GroupKey(group.courseid(), "idnumber", group.idnumber()));
    }

    private static Set<Long> ids(Map<String, TreeSet<Long>> index, String key) {
        return Collections.unmodifiableSet(index.getOrDefault(key, new TreeSet<>()));
    }

    private static void drop(Map<String, TreeSet<Long>> index, String key, long id) {
        TreeSet<Long> ids = index.get(key);
        ids.remove(id);
        if (ids.isEmpty()) {
            index.remove(key);
        }
    }

    private static String fold(String email) {
        return email.toLowerCase(Locale.ROOT);
    }
}
