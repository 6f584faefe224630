package org.moodlegateway.enrolment;

import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * What Moodle showed of an account or a course that is gone: live entitlements are due again, with
 * their groups. Everything here runs in the caller's transaction.
 */
final class SentAgain {
    private SentAgain() {}

    /** Everything of one person; gives how many are due. */
    static int ofPerson(Handle handle, long person, Instant now) {
        return due(handle, "person_id", person, now);
    }

    /** Everything in one course; gives how many are due. */
    static int ofCourse(Handle handle, long course, Instant now) {
        return due(handle, "course_id", course, now);
    }

    private static int due(Handle handle, String column, long id, Instant now) {
        List<Long> live =
                handle.createQuery(
                                """
                                select id from entitlement where %s = :id and applied_version > 0 and roles <> ''
                                    and suspended = false and absent = false and (ends_at is null or ends_at > :now)
                                    and guard_id is null order by id for update
                                """
                                        .formatted(column))
                        .bind("id", id)
                        .bind("now", now)
                        .mapTo(Long.class)
                        .list();
        if (live.isEmpty()) {
            return 0;
        }
        handle.createUpdate(
                        "update membership set state = 'LATER', code = null where entitlement_id in"
                                + " (<ids>) and state in ('WANTED', 'DONE', 'PARKED')")
                .bindList("ids", live)
                .execute();
        return handle.createUpdate(
                        """
                        update entitlement set state = 'DIRTY', desired_version = desired_version + 1, due_at = :now,
                                attempts = 0, unknowns = 0, shown_version = 0, code = null, hint = null
                        where id in (<ids>) and state in ('CLEAN', 'DIRTY', 'PARKED', 'HELD')
                        """)
                .bind("now", now)
                .bindList("ids", live)
                .execute();
    }
}
