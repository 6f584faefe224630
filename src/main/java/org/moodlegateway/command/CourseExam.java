package org.moodlegateway.command;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.moodlegateway.catalogue.CourseName;
import org.moodlegateway.moodle.Answer;
import org.moodlegateway.moodle.MoodleSettings;
import org.moodlegateway.moodle.MoodleSite;
import org.moodlegateway.moodle.MoodleSite.Course;
import org.moodlegateway.moodle.MoodleSite.CourseGroup;
import org.moodlegateway.moodle.MoodleSite.Enrolled;
import org.moodlegateway.moodle.MoodleSite.Enrolment;
import org.moodlegateway.moodle.MoodleSite.SiteInfo;
import org.moodlegateway.moodle.Outcome;

/**
 * Whether people can be enrolled in a course, with the roles that orders may ask for. The caller's
 * own account is enrolled beside an account that can't be, so Moodle takes both back; what it then
 * refused tells whether it got past the first.
 */
final class CourseExam {
    /** An account that no Moodle has. */
    static final long NOBODY = 2_000_000_011L;

    private static final Set<String> NOBODY_REFUSED =
            Set.of("codingerror", "invaliduser", "invalidrecordunknown");
    private static final Set<String> NOT_LET_IN =
            Set.of("requireloginerror", "errorcoursecontextnotvalid");
    private static final String ROLE =
            "Site administration, Users, Permissions, Define roles, the caller's role: allow ";

    private final MoodleSite moodle;
    private final MoodleSettings settings;
    private final SiteInfo site;
    private final Map<CourseName, Long> led;
    private final Consumer<Finding> found;

    /** {@code led} is where names led for the gateway so far: Moodle's ids. */
    CourseExam(
            MoodleSite moodle,
            MoodleSettings settings,
            SiteInfo site,
            Map<CourseName, Long> led,
            Consumer<Finding> found) {
        this.moodle = moodle;
        this.settings = settings;
        this.site = site;
        this.led = Map.copyOf(led);
        this.found = found;
    }

    void examine(CourseNeed need) {
        Answer<Optional<Course>> answer = moodle.course(need.course());
        if (answer.done().isEmpty()) {
            bad(
                    Refused.code(answer.outcome()),
                    "Moodle doesn't say whether there is a course " + need.course(),
                    Refused.hint(answer.outcome()));
        } else if (answer.result().isEmpty()) {
            bad(
                    "course-unknown",
                    "Moodle has no course " + need.course() + ", or hides it from the caller",
                    "Make it, or correct config/products.yaml; if it is hidden, allow the caller's"
                            + " role moodle/course:viewhiddencourses.");
        } else {
            sayIfMoved(need, answer.result().get());
            examine(need, answer.result().get());
        }
    }

    /** What is examined is where new seats go; seats that are there are somewhere else. */
    private void sayIfMoved(CourseNeed need, Course course) {
        Long was = led.get(need.course());
        if (was != null && was != course.id()) {
            found.accept(
                    Finding.note(
                            "course-moved",
                            need.course() + " is course " + course.id() + " now, was " + was,
                            "Nothing to do: new seats go into course "
                                    + course.id()
                                    + ", seats that are there stay in course "
                                    + was
                                    + "."));
        }
    }

    private void examine(CourseNeed need, Course course) {
        Optional<List<Enrolled>> before = moodle.enrolled(course.id()).done();
        Outcome outcome = enrol(course, need.roles());
        String code = Refused.code(outcome);
        if (NOBODY_REFUSED.contains(code)) {
            found.accept(
                    Finding.good(
                            "course",
                            need.course()
                                    + ": people can be enrolled as "
                                    + String.join(", ", need.roles())));
        } else if (code.equals("wsusercannotassign")) {
            roles(need, course);
        } else {
            refused(need, code, outcome);
        }
        leftNothing(need, course, before);
        if (NOT_LET_IN.contains(code)) {
            return;
        }
        review(need, course);
        List<CourseGroup> groups = need.groups() ? groups(need, course) : List.of();
        if (NOBODY_REFUSED.contains(code)) {
            new TakingExam(moodle, settings, found).examine(need, course, groups);
        }
    }

    private Outcome enrol(Course course, Collection<String> roles) {
        List<Enrolment> rows = new ArrayList<>();
        for (String role : roles) {
            rows.add(row(course, site.userId(), role));
        }
        rows.add(row(course, NOBODY, roles.iterator().next()));
        return moodle.enrol(rows).outcome();
    }

    private Enrolment row(Course course, long userId, String role) {
        return new Enrolment(course.id(), userId, settings.roleIds().get(role), 0, 0, false);
    }

    private void roles(CourseNeed need, Course course) {
        List<String> refused =
                need.roles().stream().filter(role -> !assignable(course, role)).toList();
        String named =
                refused.stream()
                        .map(role -> role + " (" + settings.roleIds().get(role) + ")")
                        .collect(joining(", "));
        boolean none = refused.size() == need.roles().size();
        bad(
                "role-not-assignable",
                need.course() + ": the caller may not give the role " + named,
                "Site administration, Users, Permissions, Define roles, Allow role assignments:"
                        + " tick it in the row of the caller's role"
                        + (none ? ", and allow that role moodle/role:assign" : "")
                        + "; or correct its id in moodle.roles.");
    }

    private boolean assignable(Course course, String role) {
        return NOBODY_REFUSED.contains(Refused.code(enrol(course, List.of(role))));
    }

    private void refused(CourseNeed need, String code, Outcome outcome) {
        String action =
                switch (code) {
                    case "wsnoinstance" ->
                            "In the course: Participants, Enrolment methods: add manual enrolments,"
                                    + " or open their eye.";
                    case "nopermissions" -> ROLE + "enrol/manual:enrol and moodle/role:assign.";
                    case "requireloginerror", "errorcoursecontextnotvalid" ->
                            ROLE
                                    + "moodle/course:view, and moodle/course:viewhiddencourses for"
                                    + " hidden courses.";
                    case "done" ->
                            "The row that had to be refused was not: look who "
                                    + NOBODY
                                    + " is, and unenrol both.";
                    default -> Refused.hint(outcome);
                };
        String message =
                code.equals("wsnoinstance")
                        ? need.course() + ": there is no manual enrolment, or it is switched off"
                        : need.course() + ": nobody can be enrolled (" + code + ")";
        bad(code.equals("wsnoinstance") ? "no-manual-enrolment" : code, message, action);
    }

    /** Moodle must have taken the trial back. */
    private void leftNothing(CourseNeed need, Course course, Optional<List<Enrolled>> before) {
        Optional<List<Enrolled>> after = moodle.enrolled(course.id()).done();
        if (before.isEmpty() || after.isEmpty()) {
            found.accept(
                    Finding.note(
                            "course-list-refused",
                            need.course() + ": Moodle doesn't tell the caller who is enrolled",
                            ROLE + "moodle/course:viewparticipants or moodle/course:enrolreview."));
        } else if (!self(before.get()).equals(self(after.get()))) {
            bad(
                    "trial-left",
                    need.course()
                            + ": Moodle kept the trial enrolment of the caller, so its database"
                            + " has no transactions",
                    "Unenrol "
                            + site.username()
                            + " there, and move Moodle's tables to InnoDB or PostgreSQL.");
        }
    }

    private Set<String> self(List<Enrolled> people) {
        Set<String> roles = new TreeSet<>();
        people.stream()
                .filter(person -> person.userId() == site.userId())
                .forEach(
                        person -> {
                            roles.add("enrolled");
                            roles.addAll(person.roles());
                        });
        return roles;
    }

    private void review(CourseNeed need, Course course) {
        if (!settings.holdForeign()) {
            return;
        }
        Outcome outcome = moodle.activeUsers(course.id()).outcome();
        if (!(outcome instanceof Outcome.Done)) {
            bad(
                    "review-not-allowed",
                    need.course()
                            + ": access that was given by hand can't be seen ("
                            + Refused.code(outcome)
                            + ")",
                    ROLE
                            + "moodle/course:enrolreview; or set moodle.foreign-enrolments ="
                            + " overwrite.");
        }
    }

    private List<CourseGroup> groups(CourseNeed need, Course course) {
        Answer<List<CourseGroup>> answer = moodle.groups(course.id());
        if (answer.done().isPresent()) {
            found.accept(Finding.good("groups", need.course() + ": groups can be filled"));
        } else {
            bad(
                    "groups-not-allowed",
                    need.course()
                            + ": groups can't be filled ("
                            + Refused.code(answer.outcome())
                            + "); enrolments are not touched by that",
                    ROLE + "moodle/course:managegroups.");
        }
        return answer.done().orElse(List.of());
    }

    private void bad(String code, String message, String action) {
        found.accept(Finding.bad(code, message, action));
    }
}
