package org.moodlegateway.intake;

import java.math.BigInteger;
import java.security.SecureRandom;

/** Makes keys: 256 random bits each. What the gateway keeps of one is its hash. */
public final class KeyMaker {
    private static final String DIGITS =
            "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int BYTES = 32;
    private static final int CHARACTERS = 43;

    private final SecureRandom random = new SecureRandom();

    /**
     * A new key.
     *
     * @param key to hand to whoever will send it; shown once and kept nowhere
     * @param line to paste under {@code keys:} of the shop, or of {@code admin}, in {@code
     *     shops.yaml}
     */
    public record Made(String key, String line) {
        @Override
        public String toString() {
            return "Made[" + line + "]";
        }
    }

    /**
     * Makes a key for a shop, or for {@code admin}.
     *
     * @param name whose key it is, for people
     * @throws IllegalArgumentException if no shop can have this name
     */
    public Made make(String shop, String name) {
        if (!Shop.NAME.matcher(shop).matches()) {
            throw new IllegalArgumentException(Shop.NAME_RULE);
        }
        if (!name.matches("[\\p{L}\\p{N} ._-]{1,64}")) {
            throw new IllegalArgumentException(
                    "the name of a key is 1 to 64 letters, digits, spaces, dots and dashes");
        }
        String key = "mgk_" + shop + "_" + base62();
        return new Made(key, "- { name: \"" + name + "\", sha256: \"" + ApiKey.hash(key) + "\" }");
    }

    /** Always as long, so that a cut key is seen. */
    private String base62() {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        BigInteger rest = new BigInteger(1, bytes);
        BigInteger base = BigInteger.valueOf(DIGITS.length());
        StringBuilder text = new StringBuilder();
        while (text.length() < CHARACTERS) {
            text.append(DIGITS.charAt(rest.mod(base).intValue()));
            rest = rest.divide(base);
        }
        return text.toString();
    }
}
