package org.moodlegateway.ledger;

import org.jdbi.v3.core.Handle;

/** Takes somebody out of what was told or is still to be told, and out of the audit. */
final class NoticeErasure {
    private NoticeErasure() {}

    private record Row(long id, String first, String second) {}

    /** What was not told yet is told no more. Returns how many notices named the person. */
    static int hide(Handle handle, Pseudonym person) {
        String within = "%" + Erasure.like(person.key()) + "%";
        var rows =
                handle
                        .select(
                                """
                                select id, dedup_key, recipient || ' ' || payload as text from outbox
                                where lower(recipient) like ? or lower(payload) like ? or lower(dedup_key) like ?
                                """,
                                within,
                                within,
                                within)
                        .map(
                                (row, context) ->
                                        new Row(
                                                row.getLong("id"),
                                                row.getString("dedup_key"),
                                                row.getString("text")))
                        .list()
                        .stream()
                        .filter(row -> person.isIn(row.first + " " + row.second))
                        .toList();
        rows.forEach(
                row ->
                        handle.createUpdate(
                                        """
                                        update outbox set payload = '{}', dedup_key = :key,
                                                recipient = case when lower(recipient) = :email then :name else recipient end,
                                                state = case when state = 'NEW' then 'DROPPED' else state end
                                        where id = :id
                                        """)
                                .bind("key", person.hide(row.first))
                                .bind("email", person.key())
                                .bind("name", person.name())
                                .bind("id", row.id)
                                .execute());
        hideInAudit(handle, person, within);
        return rows.size();
    }

    private static void hideInAudit(Handle handle, Pseudonym person, String within) {
        handle.select(
                        "select id, subject, detail from audit where lower(subject) like ? or lower(detail) like ?",
                        within,
                        within)
                .map(
                        (row, context) ->
                                new Row(
                                        row.getLong("id"),
                                        row.getString("subject"),
                                        row.getString("detail")))
                .list()
                .forEach(
                        row ->
                                handle.execute(
                                        "update audit set subject = ?, detail = ? where id = ?",
                                        person.hide(row.first),
                                        person.hide(row.second),
                                        row.id));
    }
}
