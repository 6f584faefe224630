package org.moodlegateway.sandbox;

import static org.moodlegateway.sandbox.MoodleFunction.reading;
import static org.moodlegateway.sandbox.Shape.BOOL;
import static org.moodlegateway.sandbox.Shape.Field.optional;
import static org.moodlegateway.sandbox.Shape.Field.required;
import static org.moodlegateway.sandbox.Shape.INT;
import static org.moodlegateway.sandbox.Shape.struct;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * {@code core_enrol_get_users_courses}: courses in which someone is active now. A hidden course is
 * listed for its staff only, whoever asks.
 */
final class CoursesOfUser {
    private CoursesOfUser() {}

    static MoodleFunction function() {
        return reading(
                "core_enrol_get_users_courses",
                struct(required("userid", INT), optional("returnusercount", BOOL, 1L)),
                CoursesOfUser::coursesOfUser);
    }

    private static Object coursesOfUser(Call call) {
        long userid = call.arguments().number("userid");
        boolean self = userid == call.self().id();
        List<Object> courses = new ArrayList<>();
        for (MoodleEnrolment row : call.tables().enrolments().of(userid)) {
            MoodleCourse course = call.tables().courses().find(row.courseid()).orElseThrow();
            boolean visibleToUser = course.visible() || Participation.isStaff(call, userid, course);
            boolean visibleToCaller =
                    call.caller().mayEnter(course)
                            && (self
                                    || (call.seesParticipants(course)
                                            && call.caller().can(Capabilities.USER_VIEW_DETAILS)));
            if (Participation.isActive(call, row, course) && visibleToUser && visibleToCaller) {
                courses.add(course(call, course, userid));
            }
        }
        return courses;
    }

    private static Map<String, Object> course(Call call, MoodleCourse course, long userid) {
        Map<String, Object> answer =
                Fields.with("id", course.id())
                        .and("shortname", course.shortname())
                        .and("fullname", course.fullname())
                        .and("displayname", course.fullname())
                        .and("idnumber", course.idnumber())
                        .and("visible", course.visible() ? 1 : 0)
                        .and("summary", "")
                        .and("summaryformat", 1)
                        .and("format", "topics")
                        .and("showgrades", true)
                        .and("lang", "")
                        .and("enablecompletion", true)
                        .and("completionhascriteria", false)
                        .and("completionusertracked", true)
                        .and("category", 1)
                        .and("progress", null)
                        .and("completed", false)
                        .and("startdate", course.startdate().getEpochSecond())
                        .and("enddate", course.endSeconds())
                        .and("marker", 0)
                        .and("lastaccess", call.tables().courses().access(userid, course.id()))
                        .and("isfavourite", false)
                        .and("hidden", false)
                        .and("overviewfiles", List.of())
                        .map();
        if (call.arguments().flag("returnusercount")) {
            answer.put("enrolledusercount", call.tables().enrolments().in(course.id()).size());
        }
        return answer;
    }
}
