package org.moodlegateway.intake;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Checks the signature of a message over its raw bytes: any {@code v1} of the sender's against any
 * secret of the shop, all of them every time, each in constant time.
 *
 * <p>Source: Standard Webhooks 1.0.
 */
final class Signatures {
    private static final WebhookSecret NONE = WebhookSecret.none();
    private static final String VERSION = "v1,";
    private static final int MOST = 16;

    private final Duration window;

    /** {@code window} is how far the sender's time may be from ours, both ways. */
    Signatures(Duration window) {
        this.window = window;
    }

    /** The number of the secret that signed it, from 1; empty if none did. */
    Optional<Integer> signer(Delivery delivery, List<WebhookSecret> secrets, Instant now) {
        String id = single(delivery.ids());
        String timestamp = single(delivery.timestamps());
        String[] given = single(delivery.signatures()).split(" ", MOST + 1);
        Optional<Integer> signer = Optional.empty();
        NONE.sign(id, timestamp, secrets.isEmpty() ? delivery.body() : new byte[0]);
        for (int number = 1; number <= secrets.size(); number++) {
            byte[] expected = secrets.get(number - 1).sign(id, timestamp, delivery.body());
            if (isAmong(given, expected)) {
                signer = Optional.of(number);
            }
        }
        boolean sound = !id.isEmpty() && given.length <= MOST && isNear(timestamp, now);
        return sound ? signer : Optional.empty();
    }

    private static boolean isAmong(String[] given, byte[] expected) {
        boolean found = false;
        for (String signature : given) {
            boolean ours = signature.startsWith(VERSION);
            byte[] bytes = (ours ? signature.substring(VERSION.length()) : "").getBytes(UTF_8);
            // compared as base64 text, which has one spelling only
            found |= MessageDigest.isEqual(expected, bytes);
        }
        return found;
    }

    /** A header that stands twice is none: nobody can tell which of the two was signed. */
    private static String single(List<String> values) {
        return values.size() == 1 ? values.get(0) : "";
    }

    private boolean isNear(String timestamp, Instant now) {
        if (!timestamp.matches("[0-9]{1,11}")) {
            return false;
        }
        Instant signedAt = Instant.ofEpochSecond(Long.parseLong(timestamp));
        return Duration.between(signedAt, now).abs().compareTo(window) <= 0;
    }
}
