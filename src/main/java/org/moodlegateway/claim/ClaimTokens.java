package org.moodlegateway.claim;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.moodlegateway.ledger.ClaimLink;
import org.moodlegateway.settings.SettingsException;

/**
 * The secret part of a claim link: the link's id (16 bytes) and its expiry (8 bytes, Unix seconds)
 * in base64url, and their HMAC-SHA256 in base64url. Has one spelling only.
 */
final class ClaimTokens {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int SHORTEST_SECRET = 32;
    private static final int ID_BYTES = 16;
    private static final int CONTENT_LENGTH = 32;
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_-]{75}");

    /** Keeps a signature of ours from being one of another kind under the same secret. */
    private static final byte[] PURPOSE = "claim-link.".getBytes(US_ASCII);

    /** Null if there is no secret. */
    private final SecretKeySpec key;

    private ClaimTokens(SecretKeySpec key) {
        this.key = key;
    }

    /**
     * Tokens under a secret; none is genuine if it is empty.
     *
     * @throws SettingsException if it is too short to be safe
     */
    static ClaimTokens of(String secret) {
        if (!secret.isEmpty() && secret.length() < SHORTEST_SECRET) {
            throw new SettingsException(
                    "claim.secret must have at least " + SHORTEST_SECRET + " characters");
        }
        return new ClaimTokens(
                secret.isEmpty() ? null : new SecretKeySpec(secret.getBytes(UTF_8), ALGORITHM));
    }

    /** Whether there is a secret. */
    boolean on() {
        return key != null;
    }

    /** What a genuine token says. */
    record Content(String id, Instant expires) {}

    /** The token of a link. */
    String token(ClaimLink link) {
        byte[] content =
                ByteBuffer.allocate(ID_BYTES + Long.BYTES)
                        .put(HexFormat.of().parseHex(link.id()))
                        .putLong(link.expires().getEpochSecond())
                        .array();
        return base64(content) + base64(sign(content));
    }

    /** What the token says, if it was signed here, told in constant time. */
    Optional<Content> read(String token) {
        if (!on() || !TOKEN.matcher(token).matches()) {
            return Optional.empty();
        }
        byte[] content = Base64.getUrlDecoder().decode(token.substring(0, CONTENT_LENGTH));
        // compared as text, so that bits which base64 leaves over make no second spelling
        byte[] expected = base64(sign(content)).getBytes(US_ASCII);
        byte[] given = token.substring(CONTENT_LENGTH).getBytes(US_ASCII);
        if (!MessageDigest.isEqual(expected, given)) {
            return Optional.empty();
        }
        ByteBuffer buffer = ByteBuffer.wrap(content);
        byte[] id = new byte[ID_BYTES];
        buffer.get(id);
        return Optional.of(
                new Content(HexFormat.of().formatHex(id), Instant.ofEpochSecond(buffer.getLong())));
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private byte[] sign(byte[] content) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update(PURPOSE);
            return mac.doFinal(content);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no " + ALGORITHM, e);
        }
    }

    @Override
    public String toString() {
        return "ClaimTokens[hidden]";
    }
}
