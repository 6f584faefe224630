package org.moodlegateway.sandbox;

import java.time.Instant;
import java.util.function.Consumer;

/**
 * Someone who works in Moodle's pages: sets a test up, or changes things behind the gateway's back.
 * Each change is journalled under the caller {@code hand}. An unknown name is a {@link
 * java.util.NoSuchElementException}.
 */
public final class Administrator {
    private final MoodleSite site;

    Administrator(MoodleSite site) {
        this.site = site;
    }

    /** Adds the course, or changes the one with its short name. */
    public MoodleCourse saveCourse(SandboxSettings.Course course) {
        return site.edit(editor -> editor.saveCourse(course));
    }

    /**
     * Changes the course with this id, its names too: a rollover. A short name that another course
     * has is an {@link IllegalArgumentException}.
     */
    public MoodleCourse changeCourse(MoodleCourse course) {
        return site.edit(editor -> editor.changeCourse(course));
    }

    /** Changes the account with this id, its user name and e-mail too. */
    public MoodleUser changeUser(MoodleUser user) {
        return site.edit(editor -> editor.changeUser(user));
    }

    /** Adds the account, or changes the one with its user name. */
    public MoodleUser saveUser(SandboxSettings.Person person) {
        return site.edit(editor -> editor.saveUser(person));
    }

    /** Suspends the account, or lets it in again. */
    public void suspendUser(String username, boolean suspended) {
        change(editor -> editor.suspendUser(username, suspended));
    }

    /** Deletes the account: enrolments go, the row stays under a mangled name. */
    public void deleteUser(String username) {
        change(editor -> editor.deleteUser(username));
    }

    /** Enrols, or changes the enrolment. */
    public void enrol(SandboxSettings.Enrolment enrolment) {
        change(editor -> editor.enrol(enrolment));
    }

    /** Ends the enrolment, with roles and group memberships. */
    public void unenrol(String username, String shortname) {
        change(editor -> editor.unenrol(username, shortname));
    }

    /** Adds the group unless it is there, and its members. */
    public MoodleGroup saveGroup(SandboxSettings.Group group) {
        return site.edit(editor -> editor.saveGroup(group));
    }

    /** Deletes the group with this name; who was in it stays enrolled. */
    public void deleteGroup(String shortname, String name) {
        change(editor -> editor.deleteGroup(shortname, name));
    }

    /** The person opens the course: its {@code lastcourseaccess}. Not journalled. */
    public void openCourse(String username, String shortname, Instant at) {
        change(editor -> editor.open(username, shortname, at));
    }

    /** The caller of this name. */
    public Caller caller(String name) {
        return site.caller(name).orElseThrow();
    }

    /** Adds the caller, or changes the one of its name: rights, token, suspension. */
    public void saveCaller(Caller caller) {
        site.save(caller);
    }

    private void change(Consumer<SiteEditor> change) {
        site.edit(
                editor -> {
                    change.accept(editor);
                    return editor;
                });
    }
}
