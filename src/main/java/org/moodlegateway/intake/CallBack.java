package org.moodlegateway.intake;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.Set;

/**
 * Where somebody wants to be called, and what the call is signed with.
 *
 * @param secret null for a call that is not signed
 */
public record CallBack(URI url, WebhookSecret secret) {
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");

    /**
     * Checks the address.
     *
     * @throws IllegalArgumentException with a sentence, if it is none or would cross a network
     *     readable
     */
    public static CallBack of(String url, WebhookSecret secret) {
        URI address;
        try {
            address = new URI(url);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(
                    "must be an address such as https://shop.example.org/news", e);
        }
        boolean local = "http".equals(address.getScheme()) && LOOPBACK.contains(address.getHost());
        if (address.getHost() == null || !(local || "https".equals(address.getScheme()))) {
            throw new IllegalArgumentException(
                    "must begin with https://, or http:// on this machine");
        }
        if (address.getUserInfo() != null) {
            throw new IllegalArgumentException("must have no user or password in its address");
        }
        return new CallBack(address, secret);
    }

    /** The secret that signs, if there is one. */
    public Optional<WebhookSecret> signer() {
        return Optional.ofNullable(secret);
    }

    @Override
    public String toString() {
        return "CallBack[" + url.getHost() + "]";
    }
}
