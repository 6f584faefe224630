package org.moodlegateway.sandbox;

import static org.moodlegateway.sandbox.MoodleFunction.reading;
import static org.moodlegateway.sandbox.Shape.ALPHANUMEXT;
import static org.moodlegateway.sandbox.Shape.BOOL;
import static org.moodlegateway.sandbox.Shape.Field.optional;
import static org.moodlegateway.sandbox.Shape.Field.required;
import static org.moodlegateway.sandbox.Shape.INT;
import static org.moodlegateway.sandbox.Shape.RAW;
import static org.moodlegateway.sandbox.Shape.list;
import static org.moodlegateway.sandbox.Shape.struct;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** {@code core_enrol_*}: who is in a course. No dates anywhere. */
final class ParticipantFunctions {
    private ParticipantFunctions() {}

    static List<MoodleFunction> all() {
        return List.of(
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

    private static Object enrolledUsers(Call call) {
        EnrolledUsersOptions options = EnrolledUsersOptions.of(call.arguments().rows("options"));
        MoodleCourse course =
                call.tables()
                        .courses()
                        .find(call.arguments().number("courseid"))
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
        return call.tables().enrolments().in(course.id()).stream()
                .filter(row -> wanted(call, options, row, course))
                .map(row -> call.tables().users().find(row.userid()).orElseThrow())
                .filter(user -> !user.deleted() && !user.isGuest())
                .sorted(options.order())
                .skip(options.limitFrom())
                .limit(options.limitNumber() == 0 ? Long.MAX_VALUE : options.limitNumber())
                .map(user -> UserDetails.inCourse(call, user, course, options.userFields()))
                .toList();
    }

    private static boolean wanted(
            Call call, EnrolledUsersOptions options, MoodleEnrolment row, MoodleCourse course) {
        boolean active = Participation.isActive(call, row, course);
        return (!options.onlyActive() || active)
                && (!options.onlySuspended() || !active)
                && (options.groupId() == 0
                        || call.tables().groups().members(options.groupId()).contains(row.userid()))
                && (options.withCapability().isEmpty()
                        || Participation.isStaff(call, row.userid(), course));
    }

    private static Object searchUsers(Call call) {
        Arguments asked = call.arguments();
        MoodleCourse course =
                call.tables()
                        .courses()
                        .find(asked.number("courseid"))
                        .orElseThrow(() -> MoodleError.missingRecord("invalidrecord"));
        if (!call.caller().mayEnter(course)) {
            throw MoodleError.courseContext();
        }
        requireParticipants(call, course);
        String search = asked.text("search").toLowerCase(Locale.ROOT);
        return call.tables().enrolments().in(course.id()).stream()
                .map(row -> call.tables().users().find(row.userid()).orElseThrow())
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
                        .courses()
                        .find(call.arguments().number("courseid"))
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
}
