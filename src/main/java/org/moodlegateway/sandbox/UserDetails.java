package org.moodlegateway.sandbox;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A person as Moodle describes them to a caller: what the caller may not see is left out, and a
 * look-up by a field that is left out finds nobody.
 */
final class UserDetails {
    private UserDetails() {}

    /** Outside of any course; empty when the caller may not see the person at all. */
    static Map<String, Object> of(Call call, MoodleUser user) {
        if (!call.caller().can(Capabilities.USER_VIEW_DETAILS)) {
            return Map.of();
        }
        Caller caller = call.caller();
        return describe(
                call,
                user,
                caller.can(Capabilities.USER_VIEW_ALL_DETAILS),
                caller.can(Capabilities.VIEW_USER_IDENTITY),
                caller.can(Capabilities.USER_UPDATE));
    }

    /** As a participant; {@code fields} empty means all of them. */
    static Map<String, Object> inCourse(
            Call call, MoodleUser user, MoodleCourse course, List<String> fields) {
        Caller caller = call.caller();
        Map<String, Object> details =
                describe(
                        call,
                        user,
                        caller.canIn(course, Capabilities.USER_VIEW_ALL_DETAILS),
                        caller.canIn(course, Capabilities.VIEW_USER_IDENTITY),
                        caller.canIn(course, Capabilities.USER_UPDATE));
        if (asks(fields, "lastcourseaccess") && seesLastAccess(call)) {
            details.put("lastcourseaccess", call.tables().courses().access(user.id(), course.id()));
        }
        if (asks(fields, "groups")) {
            details.put("groups", groups(call, user, course));
        }
        if (asks(fields, "roles")) {
            details.put("roles", roles(call, user, course));
        }
        if (asks(fields, "enrolledcourses")) {
            details.put("enrolledcourses", courses(call, user));
        }
        details.keySet()
                .removeIf(
                        key -> !key.equals("id") && !key.equals("fullname") && !asks(fields, key));
        return details;
    }

    private static boolean seesLastAccess(Call call) {
        return !call.settings().hideLastAccess() || call.caller().admin();
    }

    private static Map<String, Object> describe(
            Call call, MoodleUser user, boolean names, boolean identity, boolean update) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("id", user.id());
        if (names) {
            details.put("username", user.username());
        }
        details.put("firstname", user.firstname());
        details.put("lastname", user.lastname());
        details.put("fullname", user.fullname());
        if (call.behaviour().isFive()) {
            details.put("initials", user.initials());
        }
        if (identity) {
            putUnlessEmpty(details, "email", user.email());
        }
        if (names) {
            putUnlessEmpty(details, "idnumber", user.idnumber());
        }
        details.put("department", "");
        details.put("firstaccess", 0);
        details.put("lastaccess", 0);
        if (update) {
            details.put("auth", user.auth());
            details.put("confirmed", user.confirmed());
            details.put("lang", user.lang());
            details.put("theme", "");
            details.put("timezone", "99");
            details.put("mailformat", 1);
        }
        details.put("suspended", user.suspended());
        details.put("description", "");
        details.put("descriptionformat", 1);
        putUnlessEmpty(details, "city", user.city());
        putUnlessEmpty(details, "country", user.country());
        String image = call.siteUrl() + "/theme/image.php/boost/core/1/u/";
        details.put("profileimageurlsmall", image + "f2");
        details.put("profileimageurl", image + "f1");
        return details;
    }

    private static List<Object> groups(Call call, MoodleUser user, MoodleCourse course) {
        List<Object> groups = new ArrayList<>();
        for (MoodleGroup group : call.tables().groups().of(user.id(), course.id())) {
            groups.add(
                    Fields.with("id", group.id())
                            .and("name", group.name())
                            .and("description", group.description())
                            .and("descriptionformat", 1)
                            .map());
        }
        return groups;
    }

    private static List<Object> roles(Call call, MoodleUser user, MoodleCourse course) {
        List<Object> roles = new ArrayList<>();
        for (long roleid : call.tables().roles().of(user.id(), course.id())) {
            roles.add(
                    Fields.with("roleid", roleid)
                            .and("name", "")
                            .and("shortname", call.role(roleid).shortname())
                            .and("sortorder", 0)
                            .map());
        }
        return roles;
    }

    private static List<Object> courses(Call call, MoodleUser user) {
        List<Object> courses = new ArrayList<>();
        for (MoodleEnrolment row : call.tables().enrolments().of(user.id())) {
            MoodleCourse course = call.tables().courses().find(row.courseid()).orElseThrow();
            courses.add(
                    Fields.with("id", course.id())
                            .and("fullname", course.fullname())
                            .and("shortname", course.shortname())
                            .map());
        }
        return courses;
    }

    private static boolean asks(List<String> fields, String field) {
        return fields.isEmpty() || fields.contains(field);
    }

    private static void putUnlessEmpty(Map<String, Object> details, String key, String value) {
        if (!value.isEmpty()) {
            details.put(key, value);
        }
    }
}
