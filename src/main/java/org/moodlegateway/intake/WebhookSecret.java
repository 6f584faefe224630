package org.moodlegateway.intake;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A secret that a shop signs with, or is signed for: as Standard Webhooks 1.0 write it, {@code
 * whsec_} and 24 to 64 bytes in base64, or any text where a kind of shop has its own way. Never
 * printed.
 */
public final class WebhookSecret {
    private static final String PREFIX = "whsec_";
    private static final String ALGORITHM = "HmacSHA256";
    private static final int FEWEST_BYTES = 24;
    private static final int MOST_BYTES = 64;

    private final SecretKeySpec key;

    private WebhookSecret(byte[] bytes) {
        this.key = new SecretKeySpec(bytes, ALGORITHM);
    }

    /**
     * Reads a secret as shops show it.
     *
     * @throws IllegalArgumentException with a sentence that doesn't repeat the secret
     */
    public static WebhookSecret of(String text) {
        if (!text.startsWith(PREFIX)) {
            throw new IllegalArgumentException("must start with " + PREFIX);
        }
        byte[] bytes = decoded(text.substring(PREFIX.length()));
        if (bytes.length < FEWEST_BYTES || bytes.length > MOST_BYTES) {
            throw new IllegalArgumentException(
                    "must hold " + FEWEST_BYTES + " to " + MOST_BYTES + " bytes");
        }
        return new WebhookSecret(bytes);
    }

    /** A secret of which each character counts; must not be empty. */
    static WebhookSecret ofText(String text) {
        return new WebhookSecret(text.getBytes(UTF_8));
    }

    private static byte[] decoded(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("must be base64 after " + PREFIX, e);
        }
    }

    /** Stands in where a shop has none, so that a refusal costs the same time. Matches nothing. */
    static WebhookSecret none() {
        return new WebhookSecret(new byte[FEWEST_BYTES]);
    }

    /** The base64 signature of {@code id.timestamp.body}. */
    public byte[] sign(String id, String timestamp, byte[] body) {
        byte[] head = (id + "." + timestamp + ".").getBytes(US_ASCII);
        return Base64.getEncoder().encode(hmac(head, body));
    }

    /** HMAC-SHA256 of these bytes, one after the other. */
    byte[] hmac(byte[]... parts) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            for (byte[] part : parts) {
                mac.update(part);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no " + ALGORITHM, e);
        }
    }

    @Override
    public String toString() {
        return "WebhookSecret[hidden]";
    }
}
