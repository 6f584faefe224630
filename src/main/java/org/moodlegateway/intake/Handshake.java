package org.moodlegateway.intake;

import java.util.List;

/**
 * A sender of events asks whether it may send to a shop's address.
 *
 * <p>Source: HTTP 1.1 Web Hooks for Event Delivery, version 1.0.1, by the authors of CloudEvents.
 *
 * @param shop as the path names it
 * @param origins every {@code WebHook-Request-Origin} header: who asks
 * @param asksForRate whether it wants to know how much it may send
 */
public record Handshake(String shop, List<String> origins, boolean asksForRate)
        implements FromShop {
    public Handshake {
        origins = List.copyOf(origins);
    }
}
