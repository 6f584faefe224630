package org.moodlegateway.intake;

import java.net.URI;
import java.util.Optional;
import org.moodlegateway.settings.WebAddress;

/**
 * Where somebody wants to be called, and what the call is signed with.
 *
 * @param secret null for a call that is not signed
 */
public record CallBack(URI url, WebhookSecret secret) {
    /**
     * Checks the address.
     *
     * @throws IllegalArgumentException with a sentence, if it is none or would cross a network
     *     readable
     */
    public static CallBack of(String url, WebhookSecret secret) {
        URI address = WebAddress.of(url, "https://shop.example.org/news");
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
