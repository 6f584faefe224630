package org.moodlegateway.order;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Reads an order as the ledger keeps it: canonical JSON, with what its events left out left out. It
 * was read once already, so that the limits of a message don't hold.
 */
public final class Snapshot {
    private static final OrderJson JSON = OrderJson.ofAnyText(1 << 26);
    private static final OrderReader READER = new OrderReader();

    private Snapshot() {}

    /**
     * The order.
     *
     * @throws OrderRejectedException if the ledger holds something else
     */
    public static Order read(String kept) {
        return READER.readKept(JSON.whole(kept.getBytes(UTF_8)));
    }
}
