package org.moodlegateway.sandbox;

import java.util.List;

/** What Moodle's cron does with enrolments whose end has passed. */
final class ExpiredEnrolments {
    private final SandboxSettings settings;
    private final Tables tables;
    private final Transaction transaction;

    ExpiredEnrolments(SandboxSettings settings, Tables tables, Transaction transaction) {
        this.settings = settings;
        this.tables = tables;
        this.transaction = transaction;
    }

    /** How many enrolments it changed or removed. */
    int process(long seconds, ExpiredAction action) {
        if (action == ExpiredAction.KEEP) {
            return 0;
        }
        List<MoodleEnrolment> expired =
                tables.enrolments().all().stream()
                        .filter(row -> row.isExpiredAt(seconds))
                        .filter(row -> action == ExpiredAction.UNENROL || !row.suspended())
                        .toList();
        EnrolmentPlugin manual = new EnrolmentPlugin(settings, tables, transaction);
        for (MoodleEnrolment row : expired) {
            MoodleCourse course = tables.courses().find(row.courseid()).orElseThrow();
            MoodleUser user = tables.users().find(row.userid()).orElseThrow();
            if (action == ExpiredAction.UNENROL) {
                manual.unenrol(course, user);
                continue;
            }
            manual.suspend(row, course, user);
            if (action == ExpiredAction.SUSPEND_NO_ROLES) {
                manual.unassignAll(user, course);
            }
        }
        return expired.size();
    }
}
