package org.moodlegateway.ledger;

import java.time.Instant;
import java.util.List;
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

    /**
     * Everybody whom this e-mail is or was, but for people who have seats under another e-mail as
     * well: those stay who they are, without this address.
     */
    static List<Long> peopleOf(Handle handle, Pseudonym person) {
        return handle.createQuery(
                        """
                        select p.id from person p
                        where (p.person_key = :key or p.address = :key
                                or p.id in (select person_id from person_address where address = :key))
                            and not exists (
                                select 1 from seat s join entitlement e on e.id = s.entitlement_id
                                where e.person_id = p.id and s.email <> '' and lower(s.email) <> :key
                                    and s.email not like :erased)
                        order by p.id for update
                        """)
                .bind("key", person.key())
                .bind("erased", Pseudonym.PREFIX + "%" + Pseudonym.SUFFIX)
                .mapTo(Long.class)
                .list();
    }

    /** {@code needed}: Moodle's ids stay until Moodle has taken the enrolments away. */
    static void hide(Handle handle, List<Long> people, Pseudonym name, boolean needed) {
        handle.execute("delete from person_address where address = ?", name.key());
        for (int i = 0; i < people.size(); i++) {
            hide(handle, people.get(i), i == 0 ? name : Pseudonym.of(name.key()), needed);
        }
        handle.execute(
                """
                update person set person_key = 'person ' || id, username = 'person ' || id,
                    email = coalesce(address, email) where person_key = ?
                """,
                name.key());
    }

    private static void hide(Handle handle, long person, Pseudonym name, boolean needed) {
        handle.execute("delete from person_address where person_id = ?", person);
        handle.createUpdate(
                        """
                        update person set person_key = :name, email = :name, username = :name, first_name = '', last_name = '',
                                country = '', language = '', address = null, origin = case when :needed then origin else 'UNSEEN' end,
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
