package org.moodlegateway.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.statement.Query;
import org.moodlegateway.ledger.Notice.Channel;

/** What was told and what was given up, for people. */
public final class NoticeList {
    private final Ledger ledger;

    public NoticeList(Ledger ledger) {
        this.ledger = ledger;
    }

    /**
     * Has a dead notice tried again.
     *
     * @return false if there is no such dead notice
     */
    public boolean tryAgain(long id, String actor) {
        Instant now = ledger.clock().instant();
        return ledger.transaction(
                handle -> {
                    boolean revived =
                            handle.execute(
                                            "update outbox set state = 'NEW', attempts = 0, due_at"
                                                    + " = null where id = ? and state = 'DEAD'",
                                            id)
                                    == 1;
                    if (revived) {
                        Audit.write(handle, now, actor, "retry", "notice " + id, "due");
                    }
                    return revived;
                });
    }

    /** Notices, the newest first; {@code state} and {@code channel} may be empty for all. */
    public List<NoticeView> list(String state, String channel, int most) {
        return ledger.read(
                handle -> {
                    Query query =
                            handle.createQuery(
                                    "select * from outbox where channel <> 'FACT'"
                                            + (state.isEmpty() ? "" : " and state = :state")
                                            + (channel.isEmpty() ? "" : " and channel = :channel")
                                            + " order by id desc fetch first :most rows only");
                    if (!state.isEmpty()) {
                        query.bind("state", state);
                    }
                    if (!channel.isEmpty()) {
                        query.bind("channel", channel);
                    }
                    return query.bind("most", most).map((row, context) -> view(row)).list();
                });
    }

    /** How many were given up. */
    public long dead() {
        return ledger.read(
                handle ->
                        handle.select("select count(*) from outbox where state = 'DEAD'")
                                .mapTo(Long.class)
                                .one());
    }

    private static NoticeView view(ResultSet row) throws SQLException {
        return new NoticeView(
                row.getLong("id"),
                row.getString("state"),
                Channel.valueOf(row.getString("channel")),
                row.getString("kind"),
                row.getString("recipient"),
                row.getString("shop"),
                row.getString("order_id"),
                row.getString("message_id"),
                Rows.instant(row, "created_at"),
                Rows.instant(row, "due_at"),
                row.getInt("attempts"),
                row.getString("trouble"),
                Rows.instant(row, "sent_at"));
    }
}
