package org.moodlegateway.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * Hands out groups whose people must join or leave, and writes down what became of it. People join
 * after they are enrolled; one worker at a time fills a group.
 */
public final class GroupClaims {
    private final Ledger ledger;

    public GroupClaims(Ledger ledger) {
        this.ledger = ledger;
    }

    /**
     * A claimed group.
     *
     * @param courseId Moodle's id
     * @param groupId Moodle's id, null while the group is not known there
     */
    public record Group(
            long id, long courseId, String idnumber, String name, Long groupId, int attempts) {
        public Optional<Long> known() {
            return Optional.ofNullable(groupId);
        }
    }

    /**
     * A claimed membership: Moodle's user id of somebody who is enrolled already.
     *
     * @param wanted false if he must leave
     */
    public record Member(long groupRow, long entitlementId, long userId, boolean wanted) {}

    /** Groups of one course and the people who must join or leave them, held by one worker. */
    public record Claimed(String id, List<Group> groups, List<Member> members) {
        public boolean isEmpty() {
            return members.isEmpty();
        }

        /** Those who must join. */
        public List<Member> joining() {
            return members.stream().filter(Member::wanted).toList();
        }

        /** Those who must leave. */
        public List<Member> leaving() {
            return members.stream().filter(member -> !member.wanted()).toList();
        }
    }

    private static final String READY =
            """
            from membership m join course_group g on g.id = m.group_id join entitlement e on e.id = m.entitlement_id
                join person p on p.id = e.person_id join course c on c.id = g.course_id
            where (m.state = 'WANTED' or (m.state = 'UNWANTED' and e.absent = false))
                and e.applied_version > 0 and p.moodle_id is not null and c.moodle_id is not null
                and not exists (select 1 from pause x where x.scope = 'FUNCTION' and x.probe_at > :now
                    and x.subject like 'core_group%'
                    and (m.state = 'UNWANTED' or x.subject <> 'core_group_delete_group_members'))
            """;

    /**
     * Claims groups of one course whose new members are enrolled already, or that somebody must
     * leave; empty when there are none.
     */
    public Claimed claim(int most) {
        Instant now = ledger.clock().instant();
        return ledger.transaction(
                handle -> {
                    handle.execute("select id from site where id = 1 for update");
                    List<Long> rows =
                            handle
                                    .createQuery(
                                            "select g.course_id, g.id "
                                                    + READY
                                                    + """
                                                     and g.due_at <= :now and (g.lease_until is null or g.lease_until <= :now)
                                                        and not exists (select 1 from pause x where x.scope = 'SITE')
                                                        and not exists (select 1 from course_group busy
                                                            where busy.course_id = g.course_id and busy.lease_until > :now)
                                                    order by g.course_id, g.id fetch first :most rows only
                                                    """)
                                    .bind("now", now)
                                    .bind("most", most)
                                    .map(
                                            (row, context) ->
                                                    new long[] {
                                                        row.getLong("course_id"), row.getLong("id")
                                                    })
                                    .list()
                                    .stream()
                                    .collect(OfFirstCourse.COLLECTOR);
                    if (rows.isEmpty()) {
                        return new Claimed("", List.of(), List.of());
                    }
                    String claim = UUID.randomUUID().toString();
                    handle.createUpdate(
                                    "update course_group set claim_id = :claim, lease_until ="
                                            + " :until where id in (<ids>)")
                            .bind("claim", claim)
                            .bind("until", now.plus(ledger.settings().lease()))
                            .bindList("ids", rows)
                            .execute();
                    return claimed(handle, claim, most, now);
                });
    }

    private static Claimed claimed(Handle handle, String claim, int most, Instant now) {
        List<Group> groups =
                handle.select(
                                """
                                select g.id, c.moodle_id as course_id, g.idnumber, g.name, g.moodle_id as group_id, g.attempts
                                from course_group g join course c on c.id = g.course_id where g.claim_id = ? order by g.id
                                """,
                                claim)
                        .map(
                                (row, context) ->
                                        new Group(
                                                row.getLong("id"),
                                                row.getLong("course_id"),
                                                row.getString("idnumber"),
                                                row.getString("name"),
                                                Rows.id(row, "group_id").orElse(null),
                                                row.getInt("attempts")))
                        .list();
        List<Member> members =
                handle.createQuery(
                                "select m.group_id, m.entitlement_id, m.state, p.moodle_id as"
                                        + " user_id "
                                        + READY
                                        + " and g.claim_id = :claim order by m.group_id,"
                                        + " p.moodle_id fetch first :most rows only")
                        .bind("claim", claim)
                        .bind("now", now)
                        .bind("most", most)
                        .map(
                                (row, context) ->
                                        new Member(
                                                row.getLong("group_id"),
                                                row.getLong("entitlement_id"),
                                                row.getLong("user_id"),
                                                row.getString("state").equals("WANTED")))
                        .list();
        return new Claimed(claim, groups, members);
    }

    /** Moodle's id of a group is known now. */
    public void found(long groupRow, long moodleId) {
        ledger.transaction(
                handle ->
                        handle.execute(
                                "update course_group set moodle_id = ? where id = ?",
                                moodleId,
                                groupRow));
    }

    /** These people are in. */
    public void joined(List<Member> members) {
        ledger.transaction(
                handle -> {
                    var batch =
                            handle.prepareBatch(
                                    "update membership set state = 'DONE', code = null where"
                                            + " group_id = ? and entitlement_id = ? and state ="
                                            + " 'WANTED'");
                    members.forEach(member -> batch.add(member.groupRow(), member.entitlementId()));
                    return batch.execute();
                });
    }

    /** These people are out. */
    public void left(List<Member> members) {
        if (members.isEmpty()) {
            return;
        }
        ledger.transaction(
                handle -> {
                    var batch =
                            handle.prepareBatch(
                                    "delete from membership where group_id = ? and entitlement_id ="
                                            + " ? and state = 'UNWANTED'");
                    members.forEach(member -> batch.add(member.groupRow(), member.entitlementId()));
                    return batch.execute();
                });
    }

    /** Moodle refuses to change this one in the group; his enrolment is not touched. */
    public void park(Member member, String code) {
        ledger.transaction(
                handle ->
                        handle.execute(
                                "update membership set state = 'PARKED', code = ? where group_id ="
                                        + " ? and entitlement_id = ?",
                                code,
                                member.groupRow(),
                                member.entitlementId()));
    }

    /** Moodle refused the group's stored id: find it anew. */
    public void forget(long groupRow) {
        ledger.transaction(
                handle ->
                        handle.execute(
                                "update course_group set moodle_id = null where id = ?", groupRow));
    }

    /**
     * Gives claimed groups back, to be taken up after {@code wait}; {@code code} is empty when all
     * went well.
     */
    public void release(Claimed claimed, Duration wait, String code) {
        Instant due = ledger.clock().instant().plus(wait);
        ledger.transaction(
                handle ->
                        handle.createUpdate(
                                        """
                                        update course_group set claim_id = null, lease_until = null, due_at = :due, code = :code,
                                                attempts = case when :failed then attempts + 1 else 0 end
                                        where claim_id = :claim
                                        """)
                                .bind("due", due)
                                .bind("code", code.isEmpty() ? null : code)
                                .bind("failed", !code.isEmpty())
                                .bind("claim", claimed.id())
                                .execute());
    }
}
