package org.moodlegateway.shop;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.http.HttpRequest;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.moodlegateway.ServingFixture;

/** What shops send in their own language to a {@link ServingFixture}, signed as they sign. */
public final class SignedWebhooks {
    private static final String STRIPE_SECRET = "whsec_demo";

    private SignedWebhooks() {}

    public static HttpRequest.Builder wooCommerce(
            ServingFixture gateway, String shop, byte[] body, String topic) {
        return gateway.post(
                "/webhooks/" + shop,
                body,
                "X-WC-Webhook-Signature",
                FakeWooCommerce.signature(body),
                "X-WC-Webhook-Topic",
                topic);
    }

    public static HttpRequest.Builder shopify(
            ServingFixture gateway, byte[] body, String secret, String domain, String id) {
        return gateway.post(
                "/webhooks/spruce",
                body,
                "X-Shopify-Hmac-SHA256",
                base64(secret, body),
                "X-Shopify-Shop-Domain",
                domain,
                "X-Shopify-Topic",
                "orders/paid",
                "X-Shopify-Webhook-Id",
                id);
    }

    public static HttpRequest.Builder stripe(ServingFixture gateway, String shop, byte[] body) {
        long now = gateway.clock.instant().getEpochSecond();
        return gateway.post(
                "/webhooks/" + shop,
                body,
                "Stripe-Signature",
                "t=" + now + ",v1=" + stripeSignature(body, now));
    }

    /** What Stripe signs with its demonstration secret at some time. */
    public static String stripeSignature(byte[] body, long time) {
        byte[] head = (time + ".").getBytes(UTF_8);
        byte[] signed = new byte[head.length + body.length];
        System.arraycopy(head, 0, signed, 0, head.length);
        System.arraycopy(body, 0, signed, head.length, body.length);
        return HexFormat.of().formatHex(hmac(STRIPE_SECRET, signed));
    }

    public static String base64(String secret, byte[] body) {
        return Base64.getEncoder().encodeToString(hmac(secret, body));
    }

    private static byte[] hmac(String secret, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
            return mac.doFinal(body);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
