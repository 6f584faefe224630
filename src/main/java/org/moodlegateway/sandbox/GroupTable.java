package org.moodlegateway.sandbox;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Groups and their members, in the order of ids. Groups of one name can come up in a race. */
final class GroupTable {
    private final Map<Long, MoodleGroup> rows = new TreeMap<>();
    private final Map<Long, NavigableSet<Long>> byCourse = new HashMap<>();
    private final Map<Key, NavigableSet<Long>> byKey = new HashMap<>();
    private final Map<Long, NavigableSet<Long>> members = new HashMap<>();
    private final Map<Long, NavigableSet<Long>> byMember = new HashMap<>();

    /** A name or idnumber within a course. */
    private record Key(long courseid, String column, String value) {}

    Collection<MoodleGroup> all() {
        return rows.values();
    }

    Optional<MoodleGroup> find(long id) {
        return Optional.ofNullable(rows.get(id));
    }

    List<MoodleGroup> in(long courseid) {
        return list(byCourse, courseid);
    }

    List<MoodleGroup> named(long courseid, String name) {
        return list(byKey, new Key(courseid, "name", name));
    }

    List<MoodleGroup> withIdnumber(long courseid, String idnumber) {
        return list(byKey, new Key(courseid, "idnumber", idnumber));
    }

    List<MoodleGroup> of(long userid, long courseid) {
        return list(byMember, userid).stream()
                .filter(group -> group.courseid() == courseid)
                .toList();
    }

    void put(MoodleGroup group) {
        rows.put(group.id(), group);
        add(byCourse, group.courseid(), group.id());
        for (Key key : keys(group)) {
            add(byKey, key, group.id());
        }
    }

    void remove(long id) {
        MoodleGroup group = rows.remove(id);
        byCourse.get(group.courseid()).remove(id);
        for (Key key : keys(group)) {
            byKey.get(key).remove(id);
        }
        members.remove(id);
    }

    Set<Long> members(long groupid) {
        return Collections.unmodifiableSet(
                members.getOrDefault(groupid, Collections.emptyNavigableSet()));
    }

    /** False if the person was a member already. */
    boolean join(long groupid, long userid) {
        add(byMember, userid, groupid);
        return add(members, groupid, userid);
    }

    /** False if the person was no member. */
    boolean leave(long groupid, long userid) {
        if (!members(groupid).contains(userid)) {
            return false;
        }
        byMember.get(userid).remove(groupid);
        return members.get(groupid).remove(userid);
    }

    private <K> List<MoodleGroup> list(Map<K, NavigableSet<Long>> index, K key) {
        return index.getOrDefault(key, Collections.emptyNavigableSet()).stream()
                .map(rows::get)
                .toList();
    }

    private static <K> boolean add(Map<K, NavigableSet<Long>> index, K key, long id) {
        return index.computeIfAbsent(key, unseen -> new TreeSet<>()).add(id);
    }

    private static List<Key> keys(MoodleGroup group) {
        return List.of(
                new Key(group.courseid(), "name", group.name()),
                new Key(group.courseid(), "idnumber", group.idnumber()));
    }
}
