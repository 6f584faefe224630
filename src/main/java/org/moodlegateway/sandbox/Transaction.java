package org.moodlegateway.sandbox;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The work of one call: changes rows at once, remembers how to take each change back, and writes
 * its effects to the journal when it commits.
 */
final class Transaction {
    private final Tables tables;
    private final Births births;
    private final Journal journal;
    private final Author author;
    private final Instant at;
    private final Deque<Runnable> undo = new ArrayDeque<>();
    private final List<Effect> effects = new ArrayList<>();
    private final Set<Births.Row> own = new HashSet<>();

    /** Who changes the site: the call, its caller and its function. */
    record Author(long request, String caller, String function, long snapshot) {}

    /** A point to come back to. */
    record Savepoint(int changes, int effects) {}

    Transaction(Tables tables, Births births, Journal journal, Author author, Instant at) {
        this.tables = tables;
        this.births = births;
        this.journal = journal;
        this.author = author;
        this.at = at;
    }

    /** Whether the call could see this account when it began; else it came up meanwhile. */
    boolean saw(MoodleUser user) {
        return saw(new Births.Row("user", user.id()));
    }

    boolean saw(MoodleGroup group) {
        return saw(new Births.Row("group", group.id()));
    }

    MoodleUser add(MoodleUser draft) {
        MoodleUser user = draft.withId(births.nextId("user"));
        bear(new Births.Row("user", user.id()));
        tables.users().put(user);
        undo.push(() -> tables.users().remove(user.id()));
        return user;
    }

    void replace(MoodleUser user) {
        MoodleUser before = tables.users().find(user.id()).orElseThrow();
        tables.users().put(user);
        undo.push(() -> tables.users().put(before));
    }

    MoodleCourse add(MoodleCourse draft) {
        MoodleCourse course = draft.withId(births.nextId("course"));
        tables.courses().put(course);
        undo.push(() -> tables.courses().remove(course.id()));
        return course;
    }

    void replace(MoodleCourse course) {
        MoodleCourse before = tables.courses().find(course.id()).orElseThrow();
        tables.courses().put(course);
        undo.push(() -> tables.courses().put(before));
    }

    void forgetAccess(long userid, long courseid) {
        long before = tables.courses().access(userid, courseid);
        if (before != 0) {
            tables.courses().open(userid, courseid, 0);
            undo.push(() -> tables.courses().open(userid, courseid, before));
        }
    }

    MoodleEnrolment add(MoodleEnrolment draft) {
        MoodleEnrolment row =
                new MoodleEnrolment(
                        births.nextId("enrolment"),
                        draft.userid(),
                        draft.courseid(),
                        draft.timestart(),
                        draft.timeend(),
                        draft.suspended());
        tables.enrolments().put(row);
        undo.push(() -> tables.enrolments().remove(row));
        return row;
    }

    void replace(MoodleEnrolment row) {
        MoodleEnrolment before = tables.enrolments().find(row.id()).orElseThrow();
        tables.enrolments().put(row);
        undo.push(() -> tables.enrolments().put(before));
    }

    void remove(MoodleEnrolment row) {
        tables.enrolments().remove(row);
        undo.push(() -> tables.enrolments().put(row));
    }

    boolean assign(long roleid, long userid, long courseid) {
        boolean added = tables.roles().assign(roleid, userid, courseid);
        if (added) {
            undo.push(() -> tables.roles().unassign(roleid, userid, courseid));
        }
        return added;
    }

    boolean unassign(long roleid, long userid, long courseid) {
        boolean removed = tables.roles().unassign(roleid, userid, courseid);
        if (removed) {
            undo.push(() -> tables.roles().assign(roleid, userid, courseid));
        }
        return removed;
    }

    MoodleGroup add(MoodleGroup draft) {
        MoodleGroup group =
                new MoodleGroup(
                        births.nextId("group"),
                        draft.courseid(),
                        draft.name(),
                        draft.idnumber(),
                        draft.description());
        bear(new Births.Row("group", group.id()));
        tables.groups().put(group);
        undo.push(() -> tables.groups().remove(group.id()));
        return group;
    }

    /** Takes a group that nobody is in. */
    void remove(MoodleGroup group) {
        tables.groups().remove(group.id());
        undo.push(() -> tables.groups().put(group));
    }

    long nextMessageId() {
        return births.nextId("message");
    }

    boolean join(long groupid, long userid) {
        boolean added = tables.groups().join(groupid, userid);
        if (added) {
            undo.push(() -> tables.groups().leave(groupid, userid));
        }
        return added;
    }

    boolean leave(long groupid, long userid) {
        boolean removed = tables.groups().leave(groupid, userid);
        if (removed) {
            undo.push(() -> tables.groups().join(groupid, userid));
        }
        return removed;
    }

    /** Journals the effect if and when this commits. */
    void record(EffectKind kind, long userid, long courseid, Map<String, Object> about) {
        effects.add(draft(kind, userid, courseid, about));
    }

    /** Journals the effect now: it has left the database's reach, like a mail. */
    void recordAtOnce(EffectKind kind, long userid, long courseid, Map<String, Object> about) {
        journal.append(draft(kind, userid, courseid, about));
    }

    Savepoint savepoint() {
        return new Savepoint(undo.size(), effects.size());
    }

    void rollbackTo(Savepoint savepoint) {
        while (undo.size() > savepoint.changes()) {
            undo.pop().run();
        }
        effects.subList(savepoint.effects(), effects.size()).clear();
    }

    void rollback() {
        rollbackTo(new Savepoint(0, 0));
    }

    void commit() {
        births.commit();
        effects.forEach(journal::append);
    }

    private boolean saw(Births.Row row) {
        return own.contains(row) || births.commitOf(row) <= author.snapshot();
    }

    private void bear(Births.Row row) {
        births.bear(row);
        own.add(row);
    }

    private Effect draft(EffectKind kind, long userid, long courseid, Map<String, Object> about) {
        return new Effect(
                0,
                at,
                author.request(),
                author.caller(),
                author.function(),
                kind,
                userid,
                courseid,
                about);
    }
}
