package org.moodlegateway.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.moodlegateway.order.Problem;

/** Messages in the inbox that can't be applied as things are, and how they get another chance. */
public final class RejectedMessages {
    private final Ledger ledger;

    public RejectedMessages(Ledger ledger) {
        this.ledger = ledger;
    }

    /**
     * Has messages in a shop's own language read again, since what they mean may have changed:
     * those that couldn't be translated, those whose shop doesn't answer, and those of orders whose
     * products nobody knows. What else has to be known is asked for anew.
     *
     * @return how many
     */
    public int readAgain() {
        return ledger.transaction(
                handle -> {
                    handle.execute(
                            """
                            delete from inbox_part where inbox_id in (
                                select id from inbox where kind <> '' and (state = 'REJECTED'
                                    or (state = 'ASKING' and code is not null)))
                            """);
                    return handle.execute(
                            """
                            update inbox set state = 'NEW', code = null, pointer = null, message = null, settled_at = null,
                                lease_until = null
                            where kind <> '' and (state = 'REJECTED' or (state = 'ASKING' and code is not null)
                                or (state = 'APPLIED' and (shop, order_id) in (
                                    select shop, order_id from seat
                                    where state = 'WAITING' and reason = 'product-unknown')))
                            """);
                });
    }

    /**
     * Puts a rejected message back to be planned again; false if there is none of this id.
     *
     * @param sameOrder whether it is to be taken for an event of the order that bears its number,
     *     though its buyer is another
     */
    public boolean replay(long id, boolean sameOrder, String actor) {
        return ledger.transaction(
                handle -> {
                    boolean found =
                            handle.createUpdate(
                                                    """
                            update inbox set state = 'NEW', code = null, pointer = null, message = null, settled_at = null,
                                    lease_until = null, same_order = :same
                            where id = :id and (state = 'REJECTED' or (state = 'ASKING' and code is not null))
                            """)
                                            .bind("id", id)
                                            .bind("same", sameOrder)
                                            .execute()
                                    == 1;
                    if (found) {
                        InboxParts.forget(handle, id);
                    }
                    Audit.write(
                            handle,
                            ledger.clock().instant(),
                            actor,
                            "replay",
                            "inbox " + id,
                            (found ? "queued" : "nothing to do")
                                    + (sameOrder ? ", as the same order" : ""));
                    return found;
                });
    }

    /** Whether somebody said that a message is about the order that bears its number. */
    public static boolean isSameOrder(Handle handle, long id) {
        return handle.select("select same_order from inbox where id = ?", id)
                .mapTo(Boolean.class)
                .one();
    }

    /**
     * Rejected and conflicting messages of all shops, and those whose shop gives no answer, the
     * newest first.
     */
    public List<RejectedMessage> all(int most) {
        return of("", most);
    }

    /** The same of one shop; an empty name asks for all. */
    public List<RejectedMessage> of(String shop, int most) {
        return ledger.read(
                handle ->
                        handle.createQuery(
                                        """
                        select id, shop, order_id, state, sender, received_at, code, pointer, message from inbox
                        where (state in ('REJECTED', 'CONFLICT') or state = 'ASKING' and code is not null)
                            and (:shop = '' or shop = :shop)
                        order by id desc fetch first :most rows only
                        """)
                                .bind("shop", shop)
                                .bind("most", most)
                                .map((row, context) -> message(row))
                                .list());
    }

    /** What is known of one message that can't be applied. */
    public Optional<RejectedMessage> find(long id) {
        return ledger.read(
                handle ->
                        handle.select(
                                        """
                        select id, shop, order_id, state, sender, received_at, code, pointer, message from inbox
                        where id = ? and (state in ('REJECTED', 'CONFLICT') or state = 'ASKING' and code is not null)
                        """,
                                        id)
                                .map((row, context) -> message(row))
                                .findOne());
    }

    /** Messages of one order that can't be applied, the newest first. */
    static List<RejectedMessage> ofOrder(Handle handle, String shop, String orderId) {
        return handle.select(
                        """
                        select id, shop, order_id, state, sender, received_at, code, pointer, message from inbox
                        where shop = ? and order_id = ? and (state in ('REJECTED', 'CONFLICT') or state = 'ASKING' and code is not null)
                        order by id desc
                        """,
                        shop,
                        orderId)
                .map((row, context) -> message(row))
                .list();
    }

    private static RejectedMessage message(ResultSet row) throws SQLException {
        return new RejectedMessage(
                row.getLong("id"),
                row.getString("shop"),
                Rows.text(row, "order_id"),
                row.getString("state"),
                row.getString("sender"),
                Rows.instant(row, "received_at"),
                new Problem(
                        Rows.text(row, "code"),
                        Rows.text(row, "pointer"),
                        Rows.text(row, "message")));
    }
}
