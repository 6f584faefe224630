package org.moodlegateway.settings;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;

/**
 * Addresses that the gateway calls: only over TLS, or on this machine, and with no secret in them.
 */
public final class WebAddress {
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");

    private WebAddress() {}

    /**
     * Checks an address.
     *
     * @param example for the sentence, if it is none
     * @throws IllegalArgumentException with a sentence, if it is none or would cross a network
     *     readable
     */
    public static URI of(String text, String example) {
        URI address;
        try {
            address = new URI(text);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("must be an address such as " + example, e);
        }
        boolean local = "http".equals(address.getScheme()) && LOOPBACK.contains(address.getHost());
        if (address.getHost() == null || !(local || "https".equals(address.getScheme()))) {
            throw new IllegalArgumentException(
                    "must begin with https://, or http:// on this machine");
        }
        if (address.getUserInfo() != null) {
            throw new IllegalArgumentException("must have no user or password in its address");
        }
        return address;
    }
}
