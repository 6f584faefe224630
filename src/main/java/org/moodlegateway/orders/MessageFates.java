package org.moodlegateway.orders;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.moodlegateway.ledger.Ledger;
import org.moodlegateway.ledger.Rows;
import org.moodlegateway.order.Problem;

/** What became of kept messages. Reads only. */
public final class MessageFates {
    private static final int AT_ONCE = 500;

    private final Ledger ledger;

    public MessageFates(Ledger ledger) {
        this.ledger = ledger;
    }

    /** Of these rows of the inbox; one that is gone is left out. */
    public List<MessageFate> of(Collection<Long> ids) {
        List<Long> all = List.copyOf(ids);
        List<MessageFate> fates = new ArrayList<>();
        for (int from = 0; from < all.size(); from += AT_ONCE) {
            fates.addAll(some(all.subList(from, Math.min(from + AT_ONCE, all.size()))));
        }
        return fates;
    }

    private List<MessageFate> some(List<Long> ids) {
        return ledger.read(
                handle ->
                        handle.createQuery(
                                        """
                                        select id, state, order_id, code, pointer, message from inbox
                                        where id in (<ids>) order by id
                                        """)
                                .bindList("ids", ids)
                                .map(
                                        (row, context) ->
                                                new MessageFate(
                                                        row.getLong("id"),
                                                        row.getString("state"),
                                                        Rows.text(row, "order_id"),
                                                        new Problem(
                                                                Rows.text(row, "code"),
                                                                Rows.text(row, "pointer"),
                                                                Rows.text(row, "message"))))
                                .list());
    }
}
