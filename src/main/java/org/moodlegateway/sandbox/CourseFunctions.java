package org.moodlegateway.sandbox;

import static org.moodlegateway.sandbox.MoodleFunction.reading;
import static org.moodlegateway.sandbox.Shape.ALPHA;
import static org.moodlegateway.sandbox.Shape.Field.optional;
import static org.moodlegateway.sandbox.Shape.RAW;
import static org.moodlegateway.sandbox.Shape.struct;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** {@code core_course_get_courses_by_field}. */
final class CourseFunctions {
    private CourseFunctions() {}

    static List<MoodleFunction> all() {
        return List.of(
                reading(
                        "core_course_get_courses_by_field",
                        struct(optional("field", ALPHA, ""), optional("value", RAW, "")),
                        CourseFunctions::byField));
    }

    private static Object byField(Call call) {
        List<Object> courses = new ArrayList<>();
        for (MoodleCourse course : find(call)) {
            if (course.visible()
                    || call.caller().canIn(course, Capabilities.VIEW_HIDDEN_COURSES)
                    || call.caller().canIn(course, Capabilities.COURSE_UPDATE)) {
                courses.add(describe(call, course));
            }
        }
        return Fields.with("courses", courses).and("warnings", List.of()).map();
    }

    private static Collection<MoodleCourse> find(Call call) {
        String value = call.arguments().text("value");
        Collection<MoodleCourse> all = call.tables().courses().all();
        return switch (call.arguments().text("field")) {
            case "" -> all;
            case "id" -> {
                long id = (Long) Shape.INT.check(value);
                yield call.tables().courses().find(id).stream().toList();
            }
            case "ids" -> List.of(value.split(",")).stream().map(id -> known(call, id)).toList();
            case "shortname" -> all.stream().filter(c -> c.shortname().equals(value)).toList();
            case "idnumber" -> all.stream().filter(c -> c.idnumber().equals(value)).toList();
            case "category" -> value.equals("1") ? all : List.of();
            default -> throw MoodleError.invalidParameter();
        };
    }

    /** An unknown id ends in PHP's own error. */
    private static MoodleCourse known(Call call, String id) {
        if (!id.strip().matches("\\d{1,18}")) {
            throw MoodleError.invalidParameter();
        }
        return call.tables()
                .courses()
                .find(Long.parseLong(id.strip()))
                .orElseThrow(
                        () -> MoodleError.php("Call to a member function instance() on false"));
    }

    private static Map<String, Object> describe(Call call, MoodleCourse course) {
        Map<String, Object> answer =
                Fields.with("id", course.id())
                        .and("fullname", course.fullname())
                        .and("displayname", course.fullname())
                        .and("shortname", course.shortname())
                        .and("categoryid", 1)
                        .and("categoryname", "Category 1")
                        .and("sortorder", 10000 + course.id())
                        .and("summary", "")
                        .and("summaryformat", 1)
                        .and("summaryfiles", List.of())
                        .and("overviewfiles", List.of())
                        .and("showactivitydates", true)
                        .and("showcompletionconditions", true)
                        .and("contacts", List.of())
                        .and(
                                "enrollmentmethods",
                                course.manual() == ManualEnrolment.ENABLED
                                        ? List.of("manual")
                                        : List.of())
                        .map();
        if (call.caller().mayEnter(course)) {
            answer.put("format", "topics");
            answer.put("startdate", course.startdate().getEpochSecond());
            answer.put("enddate", course.endSeconds());
            answer.put("groupmode", 0);
            answer.put("lang", "");
        }
        if (call.caller().canIn(course, Capabilities.COURSE_UPDATE)) {
            answer.put("idnumber", course.idnumber());
            answer.put("visible", course.visible() ? 1 : 0);
        }
        return answer;
    }
}
