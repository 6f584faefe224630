package org.moodlegateway.intake;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;

/**
 * A key of which only the hash is known.
 *
 * @param name for people, such as who uses it
 * @param sha256 of the whole key, lower-case hex
 * @param expires the first instant at which it is refused; {@link Instant#MAX} for never
 */
public record ApiKey(String name, String sha256, Instant expires) {
    public ApiKey {
        if (!sha256.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("must be 64 digits and letters a to f");
        }
    }

    static String hash(String key) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(key.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }

    /** Whether it is this key, told in constant time. */
    boolean isHashedTo(String hash) {
        return MessageDigest.isEqual(sha256.getBytes(UTF_8), hash.getBytes(UTF_8));
    }

    boolean holdsAt(Instant now) {
        return now.isBefore(expires);
    }
}
