package org.moodlegateway.command;

import org.moodlegateway.command.Refusal.StoppedException;
import org.moodlegateway.ledger.OrderView;
import org.moodlegateway.ledger.Views;

/** An order as it is named on the command line, {@code SHOP/ID}. */
record OrderName(String shop, String id) {

    static OrderName of(String text) {
        String[] parts = text.split("/", 2);
        if (parts.length != 2 || parts[0].isEmpty() || parts[1].isEmpty()) {
            throw new StoppedException("an order is named SHOP/ID, not " + text);
        }
        return new OrderName(parts[0], parts[1]);
    }

    OrderView find(Views views) {
        return views.order(shop, id)
                .orElseThrow(
                        () -> new StoppedException("the ledger has no order " + shop + "/" + id));
    }
}
