package org.moodlegateway.sandbox;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Accounts, in the order of ids, and the indexes over them. */
final class UserTable {
    private final Map<Long, MoodleUser> rows = new TreeMap<>();
    private final Map<String, Long> byName = new HashMap<>();
    private final Map<String, NavigableSet<Long>> byEmail = new HashMap<>();
    private final Map<String, NavigableSet<Long>> byFoldedEmail = new HashMap<>();
    private final Map<String, NavigableSet<Long>> byIdnumber = new HashMap<>();

    Collection<MoodleUser> all() {
        return rows.values();
    }

    Optional<MoodleUser> find(long id) {
        return Optional.ofNullable(rows.get(id));
    }

    /** The account whose row has this name; a deleted one has a mangled name. */
    Optional<MoodleUser> named(String username) {
        return Optional.ofNullable(byName.get(username)).map(rows::get);
    }

    /** Ids of accounts with exactly this e-mail, in order. */
    Set<Long> withEmail(String email) {
        return ids(byEmail, email);
    }

    /** Ids of accounts whose e-mail differs in case at most, in order. */
    Set<Long> withFoldedEmail(String email) {
        return ids(byFoldedEmail, fold(email));
    }

    Set<Long> withIdnumber(String idnumber) {
        return ids(byIdnumber, idnumber);
    }

    /** Adds the row, or replaces the one of its id. */
    void put(MoodleUser user) {
        remove(user.id());
        rows.put(user.id(), user);
        byName.put(user.username(), user.id());
        add(byEmail, user.email(), user.id());
        add(byFoldedEmail, fold(user.email()), user.id());
        add(byIdnumber, user.idnumber(), user.id());
    }

    void remove(long userid) {
        MoodleUser user = rows.remove(userid);
        if (user != null) {
            byName.remove(user.username(), userid);
            drop(byEmail, user.email(), userid);
            drop(byFoldedEmail, fold(user.email()), userid);
            drop(byIdnumber, user.idnumber(), userid);
        }
    }

    private static Set<Long> ids(Map<String, NavigableSet<Long>> index, String key) {
        return Collections.unmodifiableSet(
                index.getOrDefault(key, Collections.emptyNavigableSet()));
    }

    private static void add(Map<String, NavigableSet<Long>> index, String key, long id) {
        index.computeIfAbsent(key, unseen -> new TreeSet<>()).add(id);
    }

    private static void drop(Map<String, NavigableSet<Long>> index, String key, long id) {
        Set<Long> ids = index.get(key);
        ids.remove(id);
        if (ids.isEmpty()) {
            index.remove(key);
        }
    }

    private static String fold(String email) {
        return email.toLowerCase(Locale.ROOT);
    }
}
