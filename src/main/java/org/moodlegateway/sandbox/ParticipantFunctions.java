package org.moodlegateway.sandbox;

import static org.moodlegateway.sandbox.Call.object;
import static org.moodlegateway.sandbox.MoodleFunction.reading;
import static org.moodlegateway.sandbox.Shape.ALPHANUMEXT;
import static org.moodlegateway.sandbox.Shape.BOOL;
import static org.moodlegateway.sandbox.Shape.Field.optional;
import static org.moodlegateway.sandbox.Shape.Field.required;
import static org.moodlegateway.sandbox.Shape.INT;
import static org.moodlegateway.sandbox.Shape.RAW;
import static org.moodlegateway.sandbox.Shape.list;
import static org.moodlegateway.sandbox.Shape.struct;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** {@code core_enrol_*}: who is in a course, and in which courses someone is. No dates anywhere. */
final class ParticipantFunctions {
    /** Roles that see hidden courses. */
    private static final List<String> STAFF = List.of("manager", "editingteacher", "teacher");

    private ParticipantFunctions() {}

    static List<MoodleFunction> all() {
        return List.of(
                reading(
                        "core_enrol_get_users_courses",
                        struct(required("userid", INT), optional("returnusercount", BOOL, 1L)),
                        ParticipantFunctions::coursesOfUser),
                reading(
                        "core_enrol_get_enrolled_users",
                        struct(
                                required("courseid", INT),
                                optional(
                                        "options",
                                        list(
                                                struct(
                                                        required("name", ALPHANUMEXT),
                                                        required("value", RAW))))),
                        ParticipantFunctions::enrolledUsers),
                reading(
                        "core_enrol_search_users",
                        struct(
                                required("courseid", INT),
                                required("search", RAW),
                                required("searchanywhere", BOOL),
                                required("page", INT),
                                required("perpage", INT),
                                optional("contextid", INT)),
                        ParticipantFunctions::searchUsers),
                reading(
                        "core_enrol_get_course_enrolment_methods",
                        struct(required("courseid", INT)),
                        ParticipantFunctions::enrolmentMethods));
    }

    private static Object coursesOfUser(Call call) {
        long userid = call.arguments().number("userid");
        boolean self = userid == call.self().id();
        List<Object> courses = new ArrayList<>();
        for (MoodleEnrolment row : call.tables().enrolmentsOf(userid)) {
            MoodleCourse course = call.tables().course(row.courseid()).orElseThrow();
            boolean visibleToUser = course.visible() || isStaff(call, userid, course);
            boolean visibleToCaller =
                    call.caller().mayEnter(course)
                            && (self
                                    || (call.seesParticipants(course)
                                            && call.caller().can(Capabilities.USER_VIEW_DETAILS)));
            if (isActive(call, row, course) && visibleToUser && visibleToCaller) {
                courses.add(course(call, course, userid));
            }
        }
        return courses;
    }

    private static Map<String, Object> course(Call call, MoodleCourse course, long userid) {
        Map<String, Object> answer =
                object(
                        "id",
                        course.id(),
                        "shortname",
                        course.shortname(),
                        "fullname",
                        course.fullname(),
                        "displayname",
                        course.fullname(),
                        "idnumber",
                        course.idnumber(),
                        "visible",
                        course.visible() ? 1 : 0,
                        "summary",
                        "",
                        "summaryformat",
                        1,
                        "format",
                        "topics",
                        "showgrades",
                        true,
                        "lang",
                        "",
                        "enablecompletion",
                        true,
                        "completionhascriteria",
                        false,
                        "completionusertracked",
                        true,
                        "category",
                        1,
                        "progress",
                        null,
                        "completed",
                        false,
                        "startdate",
                        course.startdate().getEpochSecond(),
                        "enddate",
                        0,
                        "marker",
                        0,
                        "lastaccess",
                        call.tables().access(userid, course.id()),
                        "isfavourite",
                        false,
                        "hidden",
                        false,
                        "overviewfiles",
                        List.of());
        if (call.arguments().flag("returnusercount")) {
            answer.put("enrolledusercount", call.tables().enrolmentsIn(course.id()).size());
        }
        return answer;
    }

    private static Object enrolledUsers(Call call) {
        EnrolledUsersOptions options = EnrolledUsersOptions.of(call.arguments().rows("options"));
        MoodleCourse course =
                call.tables()
                        .course(call.arguments().number("courseid"))
                        .orElseThrow(() -> MoodleError.missingRecord("invalidrecord"));
        if (!call.caller().mayEnter(course)) {
            throw MoodleError.courseContext();
        }
        requireParticipants(call, course);
        if (!options.withCapability().isEmpty()) {
            call.require(Capabilities.ROLE_REVIEW, course);
        }
        if (options.groupId() != 0) {
            call.require(Capabilities.ACCESS_ALL_GROUPS, course);
        }
        if (options.onlyActive() || options.onlySuspended()) {
            call.require(Capabilities.ENROL_REVIEW, course);
        }
        if (options.onlyActive() && options.onlySuspended()) {
            throw MoodleError.coding("Both onlyactive and onlysuspended are set");
        }
        if (!call.caller().canIn(course, Capabilities.USER_VIEW_DETAILS)) {
            return List.of();
        }
        return call.tables().enrolmentsIn(course.id()).stream()
                .filter(row -> wanted(call, options, row, course))
                .map(row -> call.tables().user(row.userid()).orElseThrow())
                .filter(user -> !user.deleted() && !user.isGuest())
                .sorted(options.order())
                .skip(options.limitFrom())
                .limit(options.limitNumber() == 0 ? Long.MAX_VALUE : options.limitNumber())
                .map(user -> UserDetails.inCourse(call, user, course, options.userFields()))
                .toList();
    }

    private static boolean wanted(
            Call call, EnrolledUsersOptions options, MoodleEnrolment row, MoodleCourse course) {
        boolean active = isActive(call, row, course);
        return (!options.onlyActive() || active)
                && (!options.onlySuspended() || !active)
                && (options.groupId() == 0
                        || call.tables().members(options.groupId()).contains(row.userid()))
                && (options.withCapability().isEmpty() || isStaff(call, row.userid(), course));
    }

    private static Object searchUsers(Call call) {
        Arguments asked = call.arguments();
        MoodleCourse course =
                call.tables()
                        .course(asked.number("courseid"))
                        .orElseThrow(() -> MoodleError.missingRecord("invalidrecord"));
        if (!call.caller().mayEnter(course)) {
            throw MoodleError.courseContext();
        }
        requireParticipants(call, course);
        String search = asked.text("search").toLowerCase(Locale.ROOT);
        return call.tables().enrolmentsIn(course.id()).stream()
                .map(row -> call.tables().user(row.userid()).orElseThrow())
                .filter(user -> matches(user, search, asked.flag("searchanywhere")))
                .sorted(Comparator.comparing(MoodleUser::lastname).thenComparing(MoodleUser::id))
                .skip(Math.max(0, asked.number("page") * asked.number("perpage")))
                .limit(Math.max(0, asked.number("perpage")))
                .map(
                        user ->
                                UserDetails.inCourse(
                                        call,
                                        user,
                                        course,
                                        List.of(
                                                "id",
                                                "fullname",
                                                "initials",
                                                "email",
                                                "profileimageurl",
                                                "profileimageurlsmall")))
                .toList();
    }

    private static boolean matches(MoodleUser user, String search, boolean anywhere) {
        return List.of(user.fullname(), user.email(), user.idnumber()).stream()
                .map(text -> text.toLowerCase(Locale.ROOT))
                .anyMatch(text -> anywhere ? text.contains(search) : text.startsWith(search));
    }

    /** Self and guest enrolment would be listed here; manual enrolment never is. */
    private static Object enrolmentMethods(Call call) {
        MoodleCourse course =
                call.tables()
                        .course(call.arguments().number("courseid"))
                        .orElseThrow(() -> MoodleError.missingRecord("invalidrecord"));
        if (!course.visible() && !call.caller().canIn(course, Capabilities.VIEW_HIDDEN_COURSES)) {
            throw MoodleError.moodle("coursehidden", "This course is currently unavailable");
        }
        return List.of();
    }

    private static void requireParticipants(Call call, MoodleCourse course) {
        if (!call.seesParticipants(course)) {
            throw MoodleError.capability(Capabilities.VIEW_PARTICIPANTS);
        }
    }

    private static boolean isActive(Call call, MoodleEnrolment row, MoodleCourse course) {
        return course.manual() == ManualEnrolment.ENABLED && row.isActiveAt(call.listSeconds());
    }

    private static boolean isStaff(Call call, long userid, MoodleCourse course) {
        return call.tables().roles(userid, course.id()).stream()
                .anyMatch(roleid -> STAFF.contains(call.role(roleid).shortname()));
    }
}
