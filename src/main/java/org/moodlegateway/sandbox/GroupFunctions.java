package org.moodlegateway.sandbox;

import static org.moodlegateway.sandbox.MoodleFunction.reading;
import static org.moodlegateway.sandbox.MoodleFunction.writing;
import static org.moodlegateway.sandbox.Shape.BOOL;
import static org.moodlegateway.sandbox.Shape.Field.optional;
import static org.moodlegateway.sandbox.Shape.Field.required;
import static org.moodlegateway.sandbox.Shape.INT;
import static org.moodlegateway.sandbox.Shape.RAW;
import static org.moodlegateway.sandbox.Shape.TEXT;
import static org.moodlegateway.sandbox.Shape.list;
import static org.moodlegateway.sandbox.Shape.struct;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code core_group_*}. */
final class GroupFunctions {
    private static final Shape GROUP =
            struct(
                    required("courseid", INT),
                    required("name", TEXT),
                    required("description", RAW),
                    optional("descriptionformat", INT),
                    optional("enrolmentkey", RAW),
                    optional("idnumber", RAW),
                    optional("visibility", INT),
                    optional("participation", BOOL),
                    optional(
                            "customfields",
                            list(struct(required("shortname", RAW), required("value", RAW)))));
    private static final Shape MEMBERS =
            struct(
                    required(
                            "members",
                            list(struct(required("groupid", INT), required("userid", INT)))));

    private GroupFunctions() {}

    static List<MoodleFunction> all() {
        return List.of(
                writing(
                        "core_group_create_groups",
                        struct(required("groups", list(GROUP))),
                        "",
                        GroupFunctions::createGroups),
                reading(
                        "core_group_get_course_groups",
                        struct(required("courseid", INT)),
                        GroupFunctions::courseGroups),
                writing(
                        "core_group_add_group_members",
                        MEMBERS,
                        "userid",
                        GroupFunctions::addMembers),
                writing(
                        "core_group_delete_group_members",
                        MEMBERS,
                        "userid",
                        GroupFunctions::deleteMembers));
    }

    private static Object createGroups(Call call) {
        List<Object> created = new ArrayList<>();
        for (Arguments row : call.arguments().rows("groups")) {
            String name = row.text("name").strip();
            long courseid = row.number("courseid");
            if (name.isEmpty() || taken(call, call.tables().groups().named(courseid, name))) {
                throw MoodleError.invalidParameter();
            }
            MoodleCourse course = call.enterContext(courseid);
            call.require(Capabilities.MANAGE_GROUPS, course);
            String idnumber = row.text("idnumber", "").strip();
            if (!idnumber.isEmpty()
                    && taken(call, call.tables().groups().withIdnumber(courseid, idnumber))) {
                throw MoodleError.moodle("idnumbertaken", "This ID number is already taken");
            }
            AccountRules.fits(name, 254);
            AccountRules.fits(idnumber, 100);
            MoodleGroup group =
                    call.transaction()
                            .add(
                                    new MoodleGroup(
                                            0, courseid, name, idnumber, row.text("description")));
            call.transaction()
                    .record(
                            EffectKind.GROUP_CREATED,
                            0,
                            courseid,
                            Fields.with("course", course.shortname())
                                    .and("groupid", group.id())
                                    .and("group", name)
                                    .and("idnumber", idnumber)
                                    .map());
            created.add(describe(group));
        }
        return created;
    }

    private static boolean taken(Call call, List<MoodleGroup> same) {
        return same.stream().anyMatch(call.transaction()::saw);
    }

    private static Object courseGroups(Call call) {
        MoodleCourse course = call.enterContext(call.arguments().number("courseid"));
        call.require(Capabilities.MANAGE_GROUPS, course);
        return call.tables().groups().in(course.id()).stream()
                .map(GroupFunctions::describe)
                .toList();
    }

    private static Object addMembers(Call call) {
        for (Arguments row : call.arguments().rows("members")) {
            MoodleGroup group = group(call, row);
            MoodleUser user = user(call, row);
            manage(call, group);
            if (call.tables().enrolments().find(user.id(), group.courseid()).isEmpty()) {
                throw MoodleError.invalidParameter();
            }
            call.manual().join(group, user);
        }
        return null;
    }

    private static Object deleteMembers(Call call) {
        for (Arguments row : call.arguments().rows("members")) {
            MoodleGroup group = group(call, row);
            MoodleUser user = user(call, row);
            manage(call, group);
            call.manual().leave(group, user);
        }
        return null;
    }

    private static MoodleGroup group(Call call, Arguments row) {
        return call.tables()
                .groups()
                .find(row.number("groupid"))
                .orElseThrow(() -> MoodleError.missingRecord("invalidrecord"));
    }

    private static MoodleUser user(Call call, Arguments row) {
        return call.tables()
                .users()
                .find(row.number("userid"))
                .filter(user -> !user.deleted())
                .orElseThrow(() -> MoodleError.missingRecord("invaliduser"));
    }

    private static void manage(Call call, MoodleGroup group) {
        call.require(Capabilities.MANAGE_GROUPS, call.enterContext(group.courseid()));
    }

    private static Map<String, Object> describe(MoodleGroup group) {
        return Fields.with("id", group.id())
                .and("courseid", group.courseid())
                .and("name", group.name())
                .and("description", group.description())
                .and("descriptionformat", 1)
                .and("enrolmentkey", "")
                .and("idnumber", group.idnumber())
                .and("visibility", 0)
                .and("participation", true)
                .map();
    }
}
