package org.moodlegateway.intake;

import java.util.List;

/**
 * A message as it came over HTTP: the path's shop, what vouches for it, and the raw bytes. Nothing
 * else of the request goes on.
 *
 * @param shop as the path names it; nobody has said yet that there is one
 * @param ids every {@code webhook-id} header
 * @param timestamps every {@code webhook-timestamp} header
 * @param signatures every {@code webhook-signature} header
 * @param keys every {@code X-API-Key} header
 * @param event what other headers say of the event in the body; nobody signs them
 */
public record Delivery(
        String shop,
        List<String> ids,
        List<String> timestamps,
        List<String> signatures,
        List<String> keys,
        EventHeaders event,
        byte[] body)
        implements FromShop {
    public Delivery {
        ids = List.copyOf(ids);
        timestamps = List.copyOf(timestamps);
        signatures = List.copyOf(signatures);
        keys = List.copyOf(keys);
    }

    /** One without headers of an event. */
    public Delivery(
            String shop,
            List<String> ids,
            List<String> timestamps,
            List<String> signatures,
            List<String> keys,
            byte[] body) {
        this(shop, ids, timestamps, signatures, keys, EventHeaders.NONE, body);
    }

    @Override
    public String toString() {
        return "Delivery[" + body.length + " bytes]";
    }
}
