package org.moodlegateway.shop;

import java.util.Set;

/**
 * How a message is signed: HMAC-SHA256, of which the scheme says over what.
 *
 * @param header that holds the signature; empty for {@link Scheme#STANDARD}, which has its own
 * @param prefix what stands before the signature in the header, such as {@code sha256=}
 * @param htmlSecret whether the shop signs with its secret after decoding HTML entities in it
 */
public record SignatureRules(
        Scheme scheme, String header, Encoding encoding, String prefix, boolean htmlSecret) {

    /** What is signed. */
    public enum Scheme {
        /** The raw body. */
        BODY,
        /** A timestamp, a dot and the raw body, as Stripe does. */
        STRIPE,
        /** Id, timestamp and raw body, as Standard Webhooks 1.0 say. */
        STANDARD;

        static final Set<String> NAMES = Set.of("body", "stripe", "standard");
    }

    /** How the signature is written. */
    public enum Encoding {
        BASE64,
        HEX;

        static final Set<String> NAMES = Set.of("base64", "hex");
    }
}
