package org.moodlegateway.intake;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.moodlegateway.shop.SignatureRules;
import org.moodlegateway.shop.SignatureRules.Encoding;
import org.moodlegateway.shop.SignatureRules.Scheme;

/**
 * Checks what a shop signed in the way of its kind, over the raw bytes, against every secret of the
 * shop in constant time.
 */
final class ShopSignatures {
    private static final WebhookSecret NONE = WebhookSecret.none();
    private static final int MOST = 16;

    private final Signatures standard;
    private final Duration window;

    /** {@code window} is how far a signature's time may be from ours, both ways. */
    ShopSignatures(Duration window) {
        this.standard = new Signatures(window);
        this.window = window;
    }

    /**
     * A secret as this kind of shop uses it; empty where it is written as Standard Webhooks say.
     */
    static Optional<WebhookSecret> secret(SignatureRules rules, String text) {
        if (rules.scheme() == Scheme.STANDARD) {
            return Optional.empty();
        }
        return Optional.of(WebhookSecret.ofText(rules.htmlSecret() ? HtmlText.decode(text) : text));
    }

    /** The number of the secret that signed it, from 1; empty if none did. */
    Optional<Integer> signer(
            SignatureRules rules,
            WebhookDelivery delivery,
            List<WebhookSecret> secrets,
            Instant now) {
        return switch (rules.scheme()) {
            case STANDARD -> standard.signer(delivery.standard(), secrets, now);
            case BODY -> ofBody(rules, delivery, secrets);
            case STRIPE -> ofStripe(rules, delivery, secrets, now);
        };
    }

    private static Optional<Integer> ofBody(
            SignatureRules rules, WebhookDelivery delivery, List<WebhookSecret> secrets) {
        String given = delivery.header(rules.header());
        boolean sound = given.startsWith(rules.prefix());
        byte[] bytes =
                sound
                        ? decoded(given.substring(rules.prefix().length()), rules.encoding())
                        : new byte[0];
        return signer(secrets, List.of(bytes), delivery.body());
    }

    private Optional<Integer> ofStripe(
            SignatureRules rules,
            WebhookDelivery delivery,
            List<WebhookSecret> secrets,
            Instant now) {
        String timestamp = "";
        List<byte[]> given = new ArrayList<>();
        for (String part : delivery.header(rules.header()).split(",", MOST + 1)) {
            String[] pair = part.strip().split("=", 2);
            if (pair.length == 2 && pair[0].equals("t")) {
                timestamp = pair[1];
            } else if (pair.length == 2 && pair[0].equals("v1")) {
                given.add(decoded(pair[1], Encoding.HEX));
            }
        }
        byte[] head = (timestamp + ".").getBytes(US_ASCII);
        Optional<Integer> signer = signer(secrets, given, head, delivery.body());
        return isNear(timestamp, now) ? signer : Optional.empty();
    }

    private boolean isNear(String timestamp, Instant now) {
        return timestamp.matches("[0-9]{1,11}")
                && Duration.between(Instant.ofEpochSecond(Long.parseLong(timestamp)), now)
                                .abs()
                                .compareTo(window)
                        <= 0;
    }

    private static Optional<Integer> signer(
            List<WebhookSecret> secrets, List<byte[]> given, byte[]... signed) {
        Optional<Integer> signer = Optional.empty();
        NONE.hmac(secrets.isEmpty() ? signed : new byte[0][]);
        for (int number = 1; number <= secrets.size(); number++) {
            byte[] expected = secrets.get(number - 1).hmac(signed);
            for (byte[] one : given) {
                if (MessageDigest.isEqual(expected, one)) {
                    signer = Optional.of(number);
                }
            }
        }
        return signer;
    }

    /** Nothing for what can't be decoded, which no signature equals. */
    private static byte[] decoded(String text, Encoding encoding) {
        try {
            return encoding == Encoding.HEX
                    ? HexFormat.of().parseHex(text.toLowerCase(Locale.ROOT))
                    : Base64.getDecoder().decode(text.getBytes(UTF_8));
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }
}
