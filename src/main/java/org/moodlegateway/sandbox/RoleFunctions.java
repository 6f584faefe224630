package org.moodlegateway.sandbox;

import static org.moodlegateway.sandbox.MoodleFunction.writing;
import static org.moodlegateway.sandbox.Shape.ALPHA;
import static org.moodlegateway.sandbox.Shape.Field.optional;
import static org.moodlegateway.sandbox.Shape.Field.required;
import static org.moodlegateway.sandbox.Shape.INT;
import static org.moodlegateway.sandbox.Shape.list;
import static org.moodlegateway.sandbox.Shape.struct;

import java.util.List;

/** {@code core_role_*}: roles in courses without touching enrolments. */
final class RoleFunctions {
    private static final Shape ROW =
            struct(
                    required("roleid", INT),
                    required("userid", INT),
                    optional("contextid", INT),
                    optional("contextlevel", ALPHA),
                    optional("instanceid", INT));

    private RoleFunctions() {}

    static List<MoodleFunction> all() {
        return List.of(
                writing(
                        "core_role_assign_roles",
                        struct(required("assignments", list(ROW))),
                        "userid",
                        RoleFunctions::assign),
                writing(
                        "core_role_unassign_roles",
                        struct(required("unassignments", list(ROW))),
                        "userid",
                        RoleFunctions::unassign));
    }

    private static Object assign(Call call) {
        for (Arguments row : call.arguments().rows("assignments")) {
            MoodleCourse course = permittedCourse(call, row);
            MoodleUser user =
                    call.tables()
                            .users()
                            .find(row.number("userid"))
                            .filter(found -> !found.deleted())
                            .orElseThrow(
                                    () ->
                                            MoodleError.coding(
                                                    "User ID does not exist or is deleted!"));
            call.manual().assign(row.number("roleid"), user, course);
        }
        return null;
    }

    private static Object unassign(Call call) {
        for (Arguments row : call.arguments().rows("unassignments")) {
            MoodleCourse course = permittedCourse(call, row);
            call.tables()
                    .users()
                    .find(row.number("userid"))
                    .ifPresent(user -> call.manual().unassign(row.number("roleid"), user, course));
        }
        return null;
    }

    private static MoodleCourse permittedCourse(Call call, Arguments row) {
        MoodleCourse course = course(call, row);
        call.enter(course);
        call.require(Capabilities.ROLE_ASSIGN, course);
        if (!call.caller().mayAssign(call.role(row.number("roleid")), course)) {
            throw MoodleError.invalidParameter();
        }
        return course;
    }

    private static MoodleCourse course(Call call, Arguments row) {
        if (row.flag("contextid")) {
            return call.tables().courses().all().stream()
                    .filter(course -> course.contextId() == row.number("contextid"))
                    .findFirst()
                    .orElseThrow(MoodleError::invalidParameter);
        }
        if (!row.text("contextlevel", "").equals("course") || !row.has("instanceid")) {
            throw MoodleError.invalidParameter();
        }
        return call.tables()
                .courses()
                .find(row.number("instanceid"))
                .orElseThrow(MoodleError::invalidParameter);
    }
}
