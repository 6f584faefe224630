package org.moodlegateway.ledger;

import static java.util.stream.Collectors.toSet;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * Groups in courses and who belongs in them. Everything here runs in the caller's transaction; what
 * follows for Moodle is found by {@link GroupClaims}.
 */
public final class Groups {
    private static final int LONGEST_IDNUMBER = 100;

    private Groups() {}

    public static long findOrAdd(
            Handle handle, long course, String shop, String name, Instant now) {
        String idnumber = idnumber(shop + "/" + name);
        return find(handle, course, idnumber)
                .orElseGet(
                        () -> {
                            handle.execute(
                                    """
                                    insert into course_group (course_id, idnumber, name, due_at, attempts) values (?, ?, ?, ?, 0)
                                    on conflict do nothing
                                    """,
                                    course,
                                    idnumber,
                                    name,
                                    now);
                            return find(handle, course, idnumber).orElseThrow();
                        });
    }

    private static Optional<Long> find(Handle handle, long course, String idnumber) {
        return handle.select(
                        "select id from course_group where course_id = ? and idnumber = ?",
                        course,
                        idnumber)
                .mapTo(Long.class)
                .findOne();
    }

    private static String idnumber(String text) {
        return text.length() <= LONGEST_IDNUMBER
                ? text
                : text.substring(0, LONGEST_IDNUMBER - 17)
                        + "~"
                        + Inbox.contentId(text).substring(0, 16);
    }

    /** Takes wanted memberships along when an entitlement turns out to be another one. */
    public static void move(Handle handle, long from, long to, Instant now) {
        long course =
                handle.select("select course_id from entitlement where id = ?", to)
                        .mapTo(Long.class)
                        .one();
        handle.select(
                        """
                        select g.idnumber, g.name from membership m join course_group g on g.id = m.group_id
                        where m.entitlement_id = ?
                        """,
                        from)
                .map(
                        (row, context) ->
                                new String[] {row.getString("idnumber"), row.getString("name")})
                .list()
                .forEach(
                        group -> {
                            handle.execute(
                                    """
                                    insert into course_group (course_id, idnumber, name, due_at, attempts) values (?, ?, ?, ?, 0)
                                    on conflict do nothing
                                    """,
                                    course,
                                    group[0],
                                    group[1],
                                    now);
                            handle.execute(
                                    """
                                    insert into membership (group_id, entitlement_id, state)
                                    select g.id, e.id, case when e.applied_version > 0 and e.absent = false then 'WANTED' else 'LATER' end
                                    from course_group g, entitlement e where g.course_id = ? and g.idnumber = ? and e.id = ?
                                    on conflict do nothing
                                    """,
                                    course,
                                    group[0],
                                    to);
                        });
        handle.execute("delete from membership where entitlement_id = ?", from);
    }

    /** A seat asks for it: he joins once he is enrolled. */
    public static void want(Handle handle, long group, long entitlement) {
        handle.execute(
                """
                insert into membership (group_id, entitlement_id, state)
                select ?, id, case when applied_version > 0 and absent = false then 'WANTED' else 'LATER' end
                from entitlement where id = ?
                on conflict do nothing
                """,
                group,
                entitlement);
        handle.execute(
                "update membership set state = 'WANTED' where group_id = ? and entitlement_id = ?"
                        + " and state = 'UNWANTED'",
                group,
                entitlement);
    }

    private record Place(long entitlement, String idnumber) {
        static Place asked(ResultSet row) throws SQLException {
            return new Place(
                    row.getLong("entitlement_id"),
                    Groups.idnumber(row.getString("shop") + "/" + row.getString("group_name")));
        }
    }

    private record Membership(long group, Place place, String state) {
        static Membership read(ResultSet row) throws SQLException {
            return new Membership(
                    row.getLong("group_id"),
                    new Place(row.getLong("entitlement_id"), row.getString("idnumber")),
                    row.getString("state"));
        }
    }

    /**
     * Has everybody leave the groups that no live seat of his asks for any more. Who never joined
     * has nothing to leave.
     */
    public static void unwant(Handle handle, Collection<Long> entitlements) {
        if (entitlements.isEmpty()) {
            return;
        }
        List<Membership> there =
                handle.createQuery(
                                """
                                select m.group_id, m.entitlement_id, m.state, g.idnumber
                                from membership m join course_group g on g.id = m.group_id
                                where m.entitlement_id in (<ids>) and m.state <> 'UNWANTED'
                                order by m.group_id, m.entitlement_id
                                """)
                        .bindList("ids", List.copyOf(entitlements))
                        .map((row, context) -> Membership.read(row))
                        .list();
        if (there.isEmpty()) {
            return;
        }
        Set<Place> asked =
                handle
                        .createQuery(
                                """
                                select distinct entitlement_id, shop, group_name from seat
                                where entitlement_id in (<ids>) and group_name <> ''
                                    and (state in ('WAITING', 'ACTIVE', 'EXPIRED') or reason = 'kept')
                                """)
                        .bindList("ids", List.copyOf(entitlements))
                        .map((row, context) -> Place.asked(row))
                        .stream()
                        .collect(toSet());
        PreparedBatch leave =
                handle.prepareBatch(
                        "update membership set state = 'UNWANTED' where group_id = ? and"
                                + " entitlement_id = ?");
        PreparedBatch forget =
                handle.prepareBatch(
                        "delete from membership where group_id = ? and entitlement_id = ?");
        there.stream()
                .filter(membership -> !asked.contains(membership.place))
                .forEach(
                        membership ->
                                (membership.state.equals("LATER") ? forget : leave)
                                        .add(membership.group, membership.place.entitlement));
        for (PreparedBatch batch : List.of(leave, forget)) {
            if (batch.size() > 0) {
                batch.execute();
            }
        }
    }

    /**
     * Moodle shows this now. Who is enrolled may join; who was unenrolled left his groups by that.
     *
     * @param ended entitlements whose period was over before: Moodle may have unenrolled them by
     *     itself meanwhile, so they join again
     */
    public static void shown(Handle handle, List<Work> applied, Set<Long> ended) {
        PreparedBatch join =
                handle.prepareBatch(
                        "update membership set state = 'WANTED' where entitlement_id = ? and state"
                                + " in ('LATER', ?)");
        PreparedBatch out =
                handle.prepareBatch(
                        "delete from membership where entitlement_id = ? and state = 'UNWANTED'");
        PreparedBatch later =
                handle.prepareBatch(
                        "update membership set state = 'LATER' where entitlement_id = ?");
        for (Work work : applied) {
            long id = work.entitlementId();
            if (work.absent()) {
                out.add(id);
                later.add(id);
            } else {
                join.add(id, ended.contains(id) ? "DONE" : "LATER");
            }
        }
        for (PreparedBatch batch : List.of(join, out, later)) {
            if (batch.size() > 0) {
                batch.execute();
            }
        }
    }
}
