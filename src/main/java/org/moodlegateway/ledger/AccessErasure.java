package org.moodlegateway.ledger;

import java.time.Instant;
import org.jdbi.v3.core.Handle;

/** Ends what the gateway does for somebody in Moodle, and makes the person's row nameless. */
final class AccessErasure {
    private AccessErasure() {}

    /** Returns how many enrolments are to be taken away in Moodle. */
    static int end(Handle handle, long person, boolean moodle, Instant now) {
        handle.execute(
                "delete from membership where entitlement_id in (select id from entitlement where"
                        + " person_id = ?)",
                person);
        int taken =
                moodle
                        ? handle.createUpdate(
                                        """
                                        update entitlement set absent = true, suspended = false, state = 'DIRTY', due_at = :now,
                                                desired_version = desired_version + 1, attempts = 0, unknowns = 0, fold_at = null,
                                                taken_at = null, taken_by = '', guard_id = null, code = null, hint = null
                                        where person_id = :person and claimed_version > 0 and roles <> '' and absent = false
                                            and course_id in (select id from course where field <> 'SITE')
                                        """)
                                .bind("now", now)
                                .bind("person", person)
                                .execute()
                        : 0;
        handle.createUpdate(
                        """
                        update entitlement set roles = '', given_roles = '', foreign_roles = '', starts_at = null, ends_at = null,
                                suspended = false, absent = false, state = 'CLEAN', desired_version = desired_version + 1,
                                claimed_version = desired_version + 1, applied_version = desired_version + 1,
                                fence = fence + 1, claim_id = null, lease_until = null, fold_at = null, taken_at = null,
                                taken_by = '', guard_id = null, code = null, hint = null
                        where person_id = :person and (absent = false or :moodle = false)
                        """)
                .bind("person", person)
                .bind("moodle", moodle)
                .execute();
        return taken;
    }

    /** {@code needed}: Moodle's id stays until Moodle has taken the enrolments away. */
    static void hide(Handle handle, long person, Pseudonym name, boolean needed) {
        handle.createUpdate(
                        """
                        update person set person_key = :name, email = :name, username = :name, first_name = '', last_name = '',
                                country = '', language = '', origin = case when :needed then origin else 'UNSEEN' end,
                                moodle_id = case when :needed then moodle_id else null end
                        where id = :id
                        """)
                .bind("name", name.name())
                .bind("needed", needed)
                .bind("id", person)
                .execute();
    }

    /** Forgets the accounts of erased people whose enrolments are gone by now. */
    static int forgetAccounts(Handle handle) {
        return handle.createUpdate(
                        """
                        update person set moodle_id = null, origin = 'UNSEEN'
                        where moodle_id is not null and person_key like :erased and not exists (
                            select 1 from entitlement e where e.person_id = person.id
                                and e.state in ('DIRTY', 'SENDING', 'UNKNOWN', 'PARKED'))
                        """)
                .bind("erased", Pseudonym.PREFIX + "%" + Pseudonym.SUFFIX)
                .execute();
    }
}
