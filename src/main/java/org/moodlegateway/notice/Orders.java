package org.moodlegateway.notice;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Optional;
import org.moodlegateway.ledger.Correspondence;
import org.moodlegateway.order.Order;
import org.moodlegateway.order.OrderJson;
import org.moodlegateway.order.OrderReader;
import org.moodlegateway.order.OrderRejectedException;

/** Orders as the ledger keeps them. */
final class Orders {
    /** Was read once already, and is ours. */
    private static final int LARGEST = 1 << 26;

    private final Correspondence correspondence;
    private final OrderJson json = new OrderJson(LARGEST);
    private final OrderReader reader = new OrderReader();

    Orders(Correspondence correspondence) {
        this.correspondence = correspondence;
    }

    /** Empty if the ledger has no order of it, or one that can't be read any more. */
    Optional<Order> find(String shop, String id) {
        return shop.isEmpty()
                ? Optional.empty()
                : correspondence.order(shop, id).flatMap(this::read);
    }

    private Optional<Order> read(String snapshot) {
        try {
            return Optional.of(reader.readKept(json.whole(snapshot.getBytes(UTF_8))));
        } catch (OrderRejectedException e) {
            return Optional.empty();
        }
    }
}
