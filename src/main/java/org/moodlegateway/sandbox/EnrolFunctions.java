package org.moodlegateway.sandbox;

import static org.moodlegateway.sandbox.MoodleFunction.writing;
import static org.moodlegateway.sandbox.Shape.Field.optional;
import static org.moodlegateway.sandbox.Shape.Field.required;
import static org.moodlegateway.sandbox.Shape.INT;
import static org.moodlegateway.sandbox.Shape.RAW;
import static org.moodlegateway.sandbox.Shape.list;
import static org.moodlegateway.sandbox.Shape.struct;

import java.util.List;

/** {@code enrol_manual_*} and the two calls of the participants page. */
final class EnrolFunctions {
    private EnrolFunctions() {}

    static List<MoodleFunction> all(Behaviour behaviour) {
        Shape enrol =
                struct(
                        required("roleid", INT),
                        required("userid", INT),
                        required("courseid", INT),
                        optional("timestart", INT),
                        optional("timeend", INT),
                        optional("suspend", INT));
        Shape unenrol =
                behaviour.isFive()
                        ? struct(required("userid", INT), required("courseid", INT))
                        : struct(
                                required("userid", INT),
                                required("courseid", INT),
                                optional("roleid", INT));
        return List.of(
                writing(
                        "enrol_manual_enrol_users",
                        struct(required("enrolments", list(enrol))),
                        "userid",
                        EnrolFunctions::enrolUsers),
                writing(
                        "enrol_manual_unenrol_users",
                        struct(required("enrolments", list(unenrol))),
                        "userid",
                        EnrolFunctions::unenrolUsers),
                writing(
                        "core_enrol_unenrol_user_enrolment",
                        struct(required("ueid", INT)),
                        "",
                        EnrolFunctions::unenrolOne),
                writing(
                        "core_enrol_submit_user_enrolment_form",
                        struct(required("formdata", RAW)),
                        "",
                        EnrolFunctions::submitForm));
    }

    private static Object enrolUsers(Call call) {
        for (Arguments row : call.arguments().rows("enrolments")) {
            MoodleCourse course =
                    call.tables()
                            .courses()
                            .find(row.number("courseid"))
                            .orElseThrow(MoodleError::invalidParameter);
            call.enter(course);
            call.require(Capabilities.ENROL, course);
            if (call.behaviour().isFive()) {
                checkAccount(call, row.number("userid"));
            }
            if (!call.caller().mayAssign(call.role(row.number("roleid")), course)) {
                throw MoodleError.moodle(
                        "wsusercannotassign",
                        "You don't have the permission to assign this role ("
                                + row.number("roleid")
                                + ") to this user ("
                                + row.number("userid")
                                + ") in this course ("
                                + course.id()
                                + ").");
            }
            requireInstance(course.manual() == ManualEnrolment.ENABLED);
            call.manual()
                    .enrol(
                            course,
                            row.number("userid"),
                            row.number("roleid"),
                            row.number("timestart", 0),
                            row.number("timeend", 0),
                            row.flag("suspend"));
        }
        return null;
    }

    private static Object unenrolUsers(Call call) {
        for (Arguments row : call.arguments().rows("enrolments")) {
            MoodleCourse course =
                    call.tables()
                            .courses()
                            .find(row.number("courseid"))
                            .orElseThrow(() -> MoodleError.missingRecord("invalidrecord"));
            call.enter(course);
            call.require(Capabilities.UNENROL, course);
            if (call.behaviour().isFive()) {
                checkAccount(call, row.number("userid"));
            }
            requireInstance(course.manual() != ManualEnrolment.NONE);
            MoodleUser user =
                    call.tables()
                            .users()
                            .find(row.number("userid"))
                            .orElseThrow(MoodleError::invalidParameter);
            call.manual().unenrol(course, user);
        }
        return null;
    }

    private static Object unenrolOne(Call call) {
        MoodleEnrolment row =
                call.tables()
                        .enrolments()
                        .find(call.arguments().number("ueid"))
                        .orElseThrow(() -> MoodleError.missingRecord("invalidrecord"));
        MoodleCourse course = call.tables().courses().find(row.courseid()).orElseThrow();
        call.enter(course);
        if (!call.caller().canIn(course, Capabilities.UNENROL)) {
            return Fields.with("result", false)
                    .and(
                            "errors",
                            List.of(
                                    Fields.with("key", "unenrol")
                                            .and("message", "Not permitted")
                                            .map()))
                    .map();
        }
        call.manual().unenrol(course, call.tables().users().find(row.userid()).orElseThrow());
        return Fields.with("result", true).and("errors", List.of()).map();
    }

    /** The form wants a session key as a request parameter, and REST refuses unknown parameters. */
    private static Object submitForm(Call call) {
        throw MoodleError.moodle("missingparam", "A required parameter (sesskey) was missing");
    }

    private static void requireInstance(boolean there) {
        if (!there) {
            throw MoodleError.moodle(
                    "wsnoinstance",
                    "Manual enrolment plugin instance doesn't exist or is disabled for the course"
                            + " (id = {$a->courseid})");
        }
    }

    private static void checkAccount(Call call, long userid) {
        MoodleUser user =
                call.tables()
                        .users()
                        .find(userid)
                        .orElseThrow(() -> MoodleError.missingRecord("invaliduser"));
        if (user.deleted()) {
            throw MoodleError.moodle("userdeleted", "This user account has been deleted");
        }
        if (!user.confirmed()) {
            throw MoodleError.moodle("usernotconfirmed", "Could not confirm the user");
        }
        if (user.isGuest()) {
            throw MoodleError.moodle("guestsarenotallowed", "The guest user is not allowed here");
        }
    }
}
