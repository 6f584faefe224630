package org.moodlegateway.moodle;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.moodlegateway.catalogue.CourseName;

/**
 * Everything that the gateway asks of Moodle, one method a web-service function. Each call is made
 * once; its outcome says what became of it. Ids are Moodle's; times are whole seconds since 1970,
 * and 0 is no end.
 */
public interface MoodleSite {

    /** {@code core_webservice_get_site_info}. */
    Answer<SiteInfo> siteInfo();

    /**
     * {@code core_course_get_courses_by_field}; empty if there is no such course, or the caller may
     * not see it.
     */
    Answer<Optional<Course>> course(CourseName name);

    /**
     * {@code core_user_get_users_by_field} for e-mails, compared case-sensitively; ordered by id,
     * misses left out.
     */
    Answer<List<Account>> accountsByEmail(Collection<String> emails);

    /** The same by user name. */
    Answer<List<Account>> accountsByUsername(Collection<String> usernames);

    /** The same by id; deleted accounts appear here too. */
    Answer<List<Account>> accountsById(Collection<Long> ids);

    /** {@code core_user_get_users} for one e-mail, ignoring case. */
    Answer<List<Account>> accountsByEmailInAnyCase(String email);

    /** {@code core_user_create_users}: all or none. The new ids, in the order asked. */
    Answer<List<Long>> createAccounts(List<NewAccount> accounts);

    /**
     * {@code enrol_manual_enrol_users}: all or none; sets each row as it stands, roles are added.
     */
    Answer<Boolean> enrol(List<Enrolment> rows);

    /**
     * {@code core_role_unassign_roles}: all or none; takes roles that were given by whomever, and
     * leaves the enrolment. What isn't there is done.
     */
    Answer<Boolean> unassignRoles(List<HeldRole> roles);

    /**
     * {@code enrol_manual_unenrol_users}: all or none; takes the enrolment with all roles and group
     * memberships. Who isn't enrolled is done.
     */
    Answer<Boolean> unenrol(List<Participant> people);

    /** {@code core_enrol_get_users_courses}: ids of the courses in which the user is active. */
    Answer<Set<Long>> activeCourses(long userId);

    /** {@code core_enrol_get_enrolled_users}: ids of the users who are active in the course. */
    Answer<Set<Long>> activeUsers(long courseId);

    /**
     * The same function: everybody who is enrolled in the course, active or not, with roles and
     * groups as far as the caller may see them.
     */
    Answer<List<Enrolled>> enrolled(long courseId);

    /** One page of the same, ordered by user id. */
    Answer<List<Enrolled>> enrolled(long courseId, Page page);

    /**
     * One page of the ids of those of them who have no access now: suspended, over, or not begun;
     * ordered.
     */
    Answer<List<Long>> shutOut(long courseId, Page page);

    /**
     * The same function, asked about a group that isn't there: refused with {@code nopermissions}
     * unless the caller may see all groups of the course.
     */
    Answer<Boolean> seesAllGroups(long courseId);

    /** The same function: when everybody who is enrolled in the course was last there. */
    Answer<List<LastVisit>> lastVisits(long courseId);

    /** {@code core_group_get_course_groups}. */
    Answer<List<CourseGroup>> groups(long courseId);

    /** {@code core_group_create_groups}: all or none. The new ids, in the order asked. */
    Answer<List<Long>> createGroups(long courseId, List<NewGroup> groups);

    /** {@code core_group_add_group_members}: all or none; users must be enrolled. */
    Answer<Boolean> addMembers(List<GroupMember> members);

    /** {@code core_group_delete_group_members}: all or none; who isn't in is done. */
    Answer<Boolean> deleteMembers(List<GroupMember> members);

    /**
     * The site as its caller sees it.
     *
     * @param functions the functions of the token's service
     */
    record SiteInfo(
            String name, String release, long userId, String username, Set<String> functions) {}

    /**
     * A course.
     *
     * @param startsAt null if the course has none
     * @param endsAt null if the course has none, or the caller may not see it
     * @param manual whether manual enrolment is there and switched on
     */
    record Course(long id, String shortName, Instant startsAt, Instant endsAt, boolean manual) {}

    /** A user account. */
    record Account(long id, String username, String email, boolean suspended) {}

    /**
     * An account to make.
     *
     * @param country two letters, empty for none
     * @param password empty to let Moodle make and mail one
     */
    record NewAccount(
            String username,
            String firstName,
            String lastName,
            String email,
            String country,
            String password) {
        @Override
        public String toString() {
            return "NewAccount[" + username + "]";
        }
    }

    /** One role of one person in one course, with the whole state that Moodle keeps of it. */
    record Enrolment(
            long courseId,
            long userId,
            int roleId,
            long timeStartSeconds,
            long timeEndSeconds,
            boolean suspended) {}

    /** A role of one person in one course. */
    record HeldRole(long courseId, long userId, int roleId) {}

    /** One person in one course. */
    record Participant(long courseId, long userId) {}

    /**
     * When somebody was last in a course.
     *
     * @param told false if the site hides it from the caller
     * @param at empty for never, or if it isn't told
     */
    record LastVisit(long userId, boolean told, Optional<Instant> at) {

        /** Whether he may have been there: what a site hides counts as having happened. */
        public boolean mayHaveHappened() {
            return !told || at.isPresent();
        }
    }

    /**
     * Somebody in a course.
     *
     * @param roles short names
     * @param groups names, which may come back formatted
     * @param groupIds of the same groups
     */
    record Enrolled(long userId, List<String> roles, List<String> groups, List<Long> groupIds) {}

    /**
     * A part of a list.
     *
     * @param from how many to leave out
     */
    record Page(long from, int most) {}

    /** A group as Moodle lists it; its name may come back formatted. */
    record CourseGroup(long id, String name, String idnumber) {}

    /** A group to make. */
    record NewGroup(String name, String idnumber) {}

    /** Somebody in a group. */
    record GroupMember(long groupId, long userId) {}
}
