package org.moodlegateway.sandbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The rows of the site at one moment, with names beside ids. Times in seconds, 0 for none. */
public record SandboxState(
        List<MoodleUser> users,
        List<MoodleCourse> courses,
        List<Enrolment> enrolments,
        List<Group> groups) {

    /** A person's enrolment with short names of the roles and names of the groups. */
    public record Enrolment(
            long id,
            long userid,
            String username,
            long courseid,
            String course,
            long timestart,
            long timeend,
            boolean suspended,
            List<String> roles,
            List<String> groups) {}

    /** A group with the user names of its members. */
    public record Group(
            long id,
            long courseid,
            String course,
            String name,
            String idnumber,
            List<String> members) {}

    /** The account with this user name. */
    public Optional<MoodleUser> user(String username) {
        return users.stream().filter(user -> user.username().equals(username)).findFirst();
    }

    /** The course with this short name. */
    public Optional<MoodleCourse> course(String shortname) {
        return courses.stream().filter(c -> c.shortname().equals(shortname)).findFirst();
    }

    /** The enrolment of a user name in a short name. */
    public Optional<Enrolment> enrolment(String username, String shortname) {
        return enrolments.stream()
                .filter(row -> row.username().equals(username) && row.course().equals(shortname))
                .findFirst();
    }

    /** The group with this name in a course. */
    public Optional<Group> group(String shortname, String name) {
        return groups.stream()
                .filter(group -> group.course().equals(shortname) && group.name().equals(name))
                .findFirst();
    }

    static SandboxState of(Tables tables, EnrolmentPlugin names) {
        List<Enrolment> enrolments = new ArrayList<>();
        for (MoodleCourse course : tables.courses().all()) {
            for (MoodleEnrolment row : tables.enrolments().in(course.id())) {
                enrolments.add(enrolment(tables, names, row, course));
            }
        }
        List<Group> groups = new ArrayList<>();
        for (MoodleGroup group : tables.groups().all()) {
            groups.add(
                    new Group(
                            group.id(),
                            group.courseid(),
                            tables.courses().shortname(group.courseid()),
                            group.name(),
                            group.idnumber(),
                            usernames(tables, group)));
        }
        return new SandboxState(
                List.copyOf(tables.users().all()),
                List.copyOf(tables.courses().all()),
                enrolments,
                groups);
    }

    static Enrolment enrolment(
            Tables tables, EnrolmentPlugin names, MoodleEnrolment row, MoodleCourse course) {
        return new Enrolment(
                row.id(),
                row.userid(),
                tables.users().find(row.userid()).orElseThrow().username(),
                row.courseid(),
                course.shortname(),
                row.timestart(),
                row.timeend(),
                row.suspended(),
                tables.roles().of(row.userid(), row.courseid()).stream()
                        .map(names::roleName)
                        .toList(),
                tables.groups().of(row.userid(), row.courseid()).stream()
                        .map(MoodleGroup::name)
                        .toList());
    }

    private static List<String> usernames(Tables tables, MoodleGroup group) {
        return tables.groups().members(group.id()).stream()
                .map(userid -> tables.users().find(userid).orElseThrow().username())
                .toList();
    }
}
