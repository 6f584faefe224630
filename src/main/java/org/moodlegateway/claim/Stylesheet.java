package org.moodlegateway.claim;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** The one stylesheet of the page, and the policy that lets a browser use it and nothing else. */
final class Stylesheet {
    static final String CSS = read();

    /** Source: Content Security Policy Level 3. */
    static final String POLICY =
            "default-src 'none'; style-src 'sha256-"
                    + sha256(CSS)
                    + "'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

    private Stylesheet() {}

    private static String read() {
        try (InputStream in = Stylesheet.class.getResourceAsStream("claim.css")) {
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("the stylesheet of the page can't be read", e);
        }
    }

    private static String sha256(String text) {
        try {
            return Base64.getEncoder()
                    .encodeToString(
                            MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }
}
