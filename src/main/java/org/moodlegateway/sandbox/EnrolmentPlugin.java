package org.moodlegateway.sandbox;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Moodle's manual enrolment plugin: one enrolment per person and course, overwritten whole; roles
 * accumulate.
 */
final class EnrolmentPlugin {
    private static final String COURSE_CONTACT = "editingteacher";

    private final SandboxSettings settings;
    private final Tables tables;
    private final Transaction transaction;

    EnrolmentPlugin(SandboxSettings settings, Tables tables, Transaction transaction) {
        this.settings = settings;
        this.tables = tables;
        this.transaction = transaction;
    }

    /** Enrols or changes the enrolment, then adds the role. Times in seconds, 0 for none. */
    void enrol(
            MoodleCourse course,
            long userid,
            long roleid,
            long timestart,
            long timeend,
            boolean suspended) {
        MoodleUser user =
                tables.users()
                        .find(userid)
                        .filter(found -> !found.deleted())
                        .orElseThrow(
                                () -> MoodleError.coding("User ID does not exist or is deleted!"));
        save(
                user,
                course,
                new MoodleEnrolment(0, userid, course.id(), timestart, timeend, suspended));
        assign(roleid, user, course);
        welcome(user, course);
    }

    /**
     * Removes the enrolment with all roles and group memberships, and forgets that the person was
     * there; nothing if there is no enrolment.
     */
    void unenrol(MoodleCourse course, MoodleUser user) {
        Optional<MoodleEnrolment> row = tables.enrolments().find(user.id(), course.id());
        if (row.isEmpty()) {
            return;
        }
        transaction.remove(row.get());
        transaction.record(
                EffectKind.ENROLMENT_REMOVED, user.id(), course.id(), about(user, course));
        unassignAll(user, course);
        for (MoodleGroup group : tables.groups().of(user.id(), course.id())) {
            leave(group, user);
        }
        transaction.forgetAccess(user.id(), course.id());
    }

    /** Suspends the enrolment as it stands. */
    void suspend(MoodleEnrolment row, MoodleCourse course, MoodleUser user) {
        save(
                user,
                course,
                new MoodleEnrolment(
                        row.id(),
                        row.userid(),
                        row.courseid(),
                        row.timestart(),
                        row.timeend(),
                        true));
    }

    void assign(long roleid, MoodleUser user, MoodleCourse course) {
        if (transaction.assign(roleid, user.id(), course.id())) {
            recordRole(EffectKind.ROLE_ASSIGNED, roleid, user, course);
        }
    }

    void unassign(long roleid, MoodleUser user, MoodleCourse course) {
        if (transaction.unassign(roleid, user.id(), course.id())) {
            recordRole(EffectKind.ROLE_UNASSIGNED, roleid, user, course);
        }
    }

    void unassignAll(MoodleUser user, MoodleCourse course) {
        for (long roleid : List.copyOf(tables.roles().of(user.id(), course.id()))) {
            unassign(roleid, user, course);
        }
    }

    void join(MoodleGroup group, MoodleUser user) {
        if (transaction.join(group.id(), user.id())) {
            recordMember(EffectKind.MEMBER_ADDED, group, user);
        }
    }

    void leave(MoodleGroup group, MoodleUser user) {
        if (transaction.leave(group.id(), user.id())) {
            recordMember(EffectKind.MEMBER_REMOVED, group, user);
        }
    }

    String roleName(long roleid) {
        return settings.roles().stream()
                .filter(role -> role.id() == roleid)
                .map(MoodleRole::shortname)
                .findFirst()
                .orElse("");
    }

    private void save(MoodleUser user, MoodleCourse course, MoodleEnrolment wanted) {
        MoodleEnrolment before = tables.enrolments().find(user.id(), course.id()).orElse(null);
        EffectKind kind;
        if (before == null) {
            kind = EffectKind.ENROLMENT_CREATED;
            transaction.add(wanted);
        } else {
            MoodleEnrolment after =
                    new MoodleEnrolment(
                            before.id(),
                            before.userid(),
                            before.courseid(),
                            wanted.timestart(),
                            wanted.timeend(),
                            wanted.suspended());
            kind =
                    after.equals(before)
                            ? EffectKind.ENROLMENT_UNCHANGED
                            : EffectKind.ENROLMENT_UPDATED;
            transaction.replace(after);
        }
        Map<String, Object> about = about(user, course);
        about.put("timestart", wanted.timestart());
        about.put("timeend", wanted.timeend());
        about.put("suspended", wanted.suspended());
        transaction.record(kind, user.id(), course.id(), about);
    }

    /** From 4.4 on every successful enrol call mails, if the course has a contact to mail from. */
    private void welcome(MoodleUser user, MoodleCourse course) {
        if (settings.behaviour().isFive() && course.welcome() && hasContact(course)) {
            transaction.record(
                    EffectKind.WELCOME_SENT, user.id(), course.id(), about(user, course));
        }
    }

    private boolean hasContact(MoodleCourse course) {
        return settings.roles().stream()
                .filter(role -> role.shortname().equals(COURSE_CONTACT))
                .anyMatch(role -> tables.roles().isHeld(role.id(), course.id()));
    }

    private void recordRole(EffectKind kind, long roleid, MoodleUser user, MoodleCourse course) {
        Map<String, Object> about = about(user, course);
        about.put("roleid", roleid);
        about.put("role", roleName(roleid));
        transaction.record(kind, user.id(), course.id(), about);
    }

    private void recordMember(EffectKind kind, MoodleGroup group, MoodleUser user) {
        String course = tables.courses().shortname(group.courseid());
        transaction.record(
                kind,
                user.id(),
                group.courseid(),
                Fields.with("username", user.username())
                        .and("course", course)
                        .and("groupid", group.id())
                        .and("group", group.name())
                        .and("idnumber", group.idnumber())
                        .map());
    }

    private static Map<String, Object> about(MoodleUser user, MoodleCourse course) {
        return Fields.with("username", user.username()).and("course", course.shortname()).map();
    }
}
