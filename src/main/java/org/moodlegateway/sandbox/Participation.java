package org.moodlegateway.sandbox;

import java.util.List;

/** What an enrolment and its roles amount to. */
final class Participation {
    /** Roles that see hidden courses. */
    private static final List<String> STAFF = List.of("manager", "editingteacher", "teacher");

    private Participation() {}

    /** Whether it gives access by the clock of list queries. */
    static boolean isActive(Call call, MoodleEnrolment row, MoodleCourse course) {
        return course.manual() == ManualEnrolment.ENABLED && row.isActiveAt(call.listSeconds());
    }

    static boolean isStaff(Call call, long userid, MoodleCourse course) {
        return call.tables().roles().of(userid, course.id()).stream()
                .anyMatch(roleid -> STAFF.contains(call.role(roleid).shortname()));
    }
}
