package org.moodlegateway.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.Instant;
import org.jdbi.v3.core.Handle;
import org.moodlegateway.ledger.Erasure.OrderKey;

/** Takes somebody out of an order: what was sold, when and for how much stays. */
final class OrderErasure {
    private static final JsonMapper MAPPER = new JsonMapper();

    private OrderErasure() {}

    /** Returns how many raw messages of the order named the person. */
    static int hide(Handle handle, OrderKey order, Pseudonym person, Instant now) {
        handle.select(
                        "select snapshot, buyer_email from orders where shop = ? and order_id = ? for update",
                        order.shop(),
                        order.id())
                .map(
                        (row, context) ->
                                new String[] {
                                    row.getString("snapshot"), row.getString("buyer_email")
                                })
                .findOne()
                .ifPresent(stored -> rewrite(handle, order, person, stored));
        Erasures.note(handle, order.shop(), order.id(), person, now);
        int messages = 0;
        for (KeptMessages.Kept kept : KeptMessages.of(handle, order.shop(), order.id())) {
            messages += KeptMessages.hide(handle, kept, person, now) ? 1 : 0;
        }
        return messages;
    }

    private static void rewrite(Handle handle, OrderKey order, Pseudonym person, String[] stored) {
        String buyer = person.isOf(stored[1]) ? person.name() : stored[1];
        handle.execute(
                """
                update orders set snapshot = ?, buyer_email = ?, compared = compared and not exists (
                    select 1 from difference d where d.shop = orders.shop and d.order_id = orders.order_id)
                where shop = ? and order_id = ?
                """,
                person.hide(tree(stored[0])).toString(),
                buyer,
                order.shop(),
                order.id());
    }

    private static JsonNode tree(String snapshot) {
        try {
            return MAPPER.readTree(snapshot);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a snapshot is JSON that the gateway wrote", e);
        }
    }
}
