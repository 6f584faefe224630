package org.moodlegateway.command;

import static java.util.stream.Collectors.joining;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.moodlegateway.moodle.Answer;
import org.moodlegateway.moodle.MoodleSettings;
import org.moodlegateway.moodle.MoodleSite;
import org.moodlegateway.moodle.MoodleSite.Course;
import org.moodlegateway.moodle.MoodleSite.CourseGroup;
import org.moodlegateway.moodle.MoodleSite.GroupMember;
import org.moodlegateway.moodle.MoodleSite.HeldRole;
import org.moodlegateway.moodle.MoodleSite.Participant;
import org.moodlegateway.moodle.Outcome;

/**
 * Whether what was given in a course can be taken back. Everything is tried on an account that
 * can't be, after which Moodle looks only when the caller has the right; so nothing is ever taken.
 */
final class TakingExam {
    /** What Moodle says of an account that isn't there, the last one from 5.0 on. */
    private static final Set<String> NOBODY_REFUSED =
            Set.of("invalidparameter", "invaliduser", "invalidrecord");

    private static final String ROLE =
            "Site administration, Users, Permissions, Define roles, the caller's role: allow ";

    private final MoodleSite moodle;
    private final MoodleSettings settings;
    private final Consumer<Finding> found;

    TakingExam(MoodleSite moodle, MoodleSettings settings, Consumer<Finding> found) {
        this.moodle = moodle;
        this.settings = settings;
        this.found = found;
    }

    /**
     * Only for a course that people can be enrolled in with these roles.
     *
     * @param groups of the course, empty if they are not needed
     */
    void examine(CourseNeed need, Course course, List<CourseGroup> groups) {
        boolean good = unenrol(need, course) & roles(need, course) & leave(need, groups);
        if (good) {
            found.accept(
                    Finding.good("taking", need.course() + ": what was given can be taken back"));
        }
    }

    private boolean unenrol(CourseNeed need, Course course) {
        Outcome outcome =
                moodle.unenrol(List.of(new Participant(course.id(), CourseExam.NOBODY))).outcome();
        String code = Refused.code(outcome);
        if (NOBODY_REFUSED.contains(code)) {
            return true;
        }
        bad(
                "unenrol-not-allowed",
                need.course() + ": nobody can be unenrolled (" + code + ")",
                code.equals("nopermissions")
                        ? ROLE + "enrol/manual:unenrol."
                        : Refused.hint(outcome));
        return false;
    }

    private boolean roles(CourseNeed need, Course course) {
        Outcome outcome = unassign(course, need.roles());
        if (outcome instanceof Outcome.Done) {
            return true;
        }
        List<String> kept =
                need.roles().stream()
                        .filter(role -> !(unassign(course, Set.of(role)) instanceof Outcome.Done))
                        .toList();
        String named =
                kept.stream()
                        .map(role -> role + " (" + settings.roleIds().get(role) + ")")
                        .collect(joining(", "));
        bad(
                "role-not-taken",
                need.course() + ": the caller may not take the role " + named,
                Refused.code(outcome).equals("invalidparameter")
                        ? "Site administration, Users, Permissions, Define roles, Allow role"
                                + " assignments: tick it in the row of the caller's role."
                        : Refused.code(outcome).equals("nopermissions")
                                ? ROLE + "moodle/role:assign."
                                : Refused.hint(outcome));
        return false;
    }

    private Outcome unassign(Course course, Collection<String> roles) {
        return moodle.unassignRoles(
                        roles.stream()
                                .map(
                                        role ->
                                                new HeldRole(
                                                        course.id(),
                                                        CourseExam.NOBODY,
                                                        settings.roleIds().get(role)))
                                .toList())
                .outcome();
    }

    /** The right is that by which groups are listed; only the function itself may be missing. */
    private boolean leave(CourseNeed need, List<CourseGroup> groups) {
        if (groups.isEmpty()) {
            return true;
        }
        Answer<Boolean> answer =
                moodle.deleteMembers(
                        List.of(new GroupMember(groups.get(0).id(), CourseExam.NOBODY)));
        if (NOBODY_REFUSED.contains(Refused.code(answer.outcome()))) {
            return true;
        }
        bad(
                "members-not-removed",
                need.course()
                        + ": nobody can be taken out of a group ("
                        + Refused.code(answer.outcome())
                        + ")",
                Refused.hint(answer.outcome()));
        return false;
    }

    private void bad(String code, String message, String action) {
        found.accept(Finding.bad(code, message, action));
    }
}
