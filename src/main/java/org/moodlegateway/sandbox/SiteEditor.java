package org.moodlegateway.sandbox;

import java.time.Instant;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/** Changes that are made in Moodle's pages, not through its web service. Nobody's rights count. */
final class SiteEditor {
    private final SandboxSettings settings;
    private final Tables tables;
    private final Transaction transaction;
    private final Instant at;
    private final EnrolmentPlugin manual;

    SiteEditor(SandboxSettings settings, Tables tables, Transaction transaction, Instant at) {
        this.settings = settings;
        this.tables = tables;
        this.transaction = transaction;
        this.at = at;
        this.manual = new EnrolmentPlugin(settings, tables, transaction);
    }

    MoodleCourse saveCourse(SandboxSettings.Course wanted) {
        Optional<MoodleCourse> before = tables.courses().named(wanted.shortname());
        MoodleCourse course;
        if (before.isPresent()) {
            course = wanted.row().withId(before.get().id());
            transaction.replace(course);
        } else {
            course = transaction.add(wanted.row());
        }
        recordCourse(course);
        return course;
    }

    MoodleCourse changeCourse(MoodleCourse course) {
        if (tables.courses()
                .named(course.shortname())
                .filter(other -> other.id() != course.id())
                .isPresent()) {
            throw new IllegalArgumentException(
                    "another course has the short name " + course.shortname());
        }
        transaction.replace(course);
        recordCourse(course);
        return course;
    }

    private void recordCourse(MoodleCourse course) {
        transaction.record(
                EffectKind.COURSE_SAVED,
                0,
                course.id(),
                Fields.with("course", course.shortname())
                        .and("visible", course.visible())
                        .and("manual", course.manual().toString())
                        .map());
    }

    MoodleUser changeUser(MoodleUser user) {
        if (tables.users()
                .named(user.username())
                .filter(other -> other.id() != user.id())
                .isPresent()) {
            throw new IllegalArgumentException(
                    "another account has the user name " + user.username());
        }
        transaction.replace(user);
        recordUser(EffectKind.USER_UPDATED, user);
        return user;
    }

    MoodleUser saveUser(SandboxSettings.Person wanted) {
        Optional<MoodleUser> before = tables.users().named(wanted.username());
        MoodleUser user;
        if (before.isPresent()) {
            user = wanted.row().withId(before.get().id());
            transaction.replace(user);
        } else {
            user = transaction.add(wanted.row());
        }
        recordUser(before.isPresent() ? EffectKind.USER_UPDATED : EffectKind.USER_CREATED, user);
        if (wanted.deleted()) {
            deleteUser(user.username());
        }
        return user;
    }

    void suspendUser(String username, boolean suspended) {
        MoodleUser user = user(username).withSuspended(suspended);
        transaction.replace(user);
        recordUser(EffectKind.USER_UPDATED, user);
    }

    /** Deletes the account as Moodle does: enrolments and memberships go, the row is mangled. */
    void deleteUser(String username) {
        MoodleUser user = user(username);
        for (MoodleEnrolment row : List.copyOf(tables.enrolments().of(user.id()))) {
            manual.unenrol(tables.courses().find(row.courseid()).orElseThrow(), user);
        }
        transaction.replace(user.deletedAt(at.getEpochSecond()));
        recordUser(EffectKind.USER_DELETED, user);
    }

    void enrol(SandboxSettings.Enrolment wanted) {
        String role = wanted.role() == null ? "student" : wanted.role();
        long roleid =
                settings.roles().stream()
                        .filter(row -> row.shortname().equals(role))
                        .findFirst()
                        .orElseThrow(() -> new NoSuchElementException("no role " + role))
                        .id();
        manual.enrol(
                course(wanted.course()),
                user(wanted.user()).id(),
                roleid,
                seconds(wanted.start()),
                seconds(wanted.end()),
                wanted.suspended());
    }

    void unenrol(String username, String shortname) {
        manual.unenrol(course(shortname), user(username));
    }

    MoodleGroup saveGroup(SandboxSettings.Group wanted) {
        MoodleCourse course = course(wanted.course());
        MoodleGroup group =
                tables.groups().named(course.id(), wanted.name()).stream()
                        .findFirst()
                        .orElseGet(() -> addGroup(course, wanted));
        for (String username : wanted.members()) {
            manual.join(group, user(username));
        }
        return group;
    }

    void deleteGroup(String shortname, String name) {
        MoodleCourse course = course(shortname);
        MoodleGroup group =
                tables.groups().named(course.id(), name).stream()
                        .findFirst()
                        .orElseThrow(
                                () ->
                                        new NoSuchElementException(
                                                "no group " + name + " in " + shortname));
        for (long userid : List.copyOf(tables.groups().members(group.id()))) {
            transaction.leave(group.id(), userid);
        }
        transaction.remove(group);
        transaction.record(
                EffectKind.GROUP_DELETED,
                0,
                course.id(),
                Fields.with("course", course.shortname())
                        .and("groupid", group.id())
                        .and("group", group.name())
                        .and("idnumber", group.idnumber())
                        .map());
    }

    /** The person opens the course at this time. */
    void open(String username, String shortname, Instant when) {
        tables.courses().open(user(username).id(), course(shortname).id(), when.getEpochSecond());
    }

    /** The site as it is before anybody made anything: guest, administrator and front page. */
    void addStockRows() {
        transaction.add(MoodleUser.of("guest", "root@localhost", "Guest user", ""));
        transaction.add(MoodleUser.of("admin", "admin@example.org", "Admin", "User"));
        transaction.add(
                new MoodleCourse(
                        0, "site", "", settings.name(), null, true, ManualEnrolment.NONE, false));
    }

    private MoodleGroup addGroup(MoodleCourse course, SandboxSettings.Group wanted) {
        String idnumber = wanted.idnumber() == null ? "" : wanted.idnumber();
        MoodleGroup group =
                transaction.add(new MoodleGroup(0, course.id(), wanted.name(), idnumber, ""));
        transaction.record(
                EffectKind.GROUP_CREATED,
                0,
                course.id(),
                Fields.with("course", course.shortname())
                        .and("groupid", group.id())
                        .and("group", group.name())
                        .and("idnumber", idnumber)
                        .map());
        return group;
    }

    private void recordUser(EffectKind kind, MoodleUser user) {
        transaction.record(
                kind,
                user.id(),
                0,
                Fields.with("username", user.username())
                        .and("email", user.email())
                        .and("suspended", user.suspended())
                        .map());
    }

    private MoodleUser user(String username) {
        return tables.users()
                .named(username)
                .orElseThrow(() -> new NoSuchElementException("no user " + username));
    }

    private MoodleCourse course(String shortname) {
        return tables.courses()
                .named(shortname)
                .orElseThrow(() -> new NoSuchElementException("no course " + shortname));
    }

    private static long seconds(Instant instant) {
        return instant == null ? 0 : instant.getEpochSecond();
    }
}
