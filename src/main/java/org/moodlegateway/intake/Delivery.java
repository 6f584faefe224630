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
 */
public record Delivery(
        String shop,
        List<String> ids,
        List<String> timestamps,
        List<String> signatures,
        List<String> keys,
        byte[] body)
        implements FromShop {
    public Delivery {
        ids = List.copyOf(ids);
        timestamps = List.copyOf(timestamps);
        signatures = List.copyOf(signatures);
        keys = List.copyOf(keys);
    }

    @Override
    public String toString() {
        return "Delivery[" + body.length + " bytes]";
    }
}
