package org.moodlegateway.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.http.HttpRequest;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Orders of 20 kB as WooCommerce sends them, with the meta that its plug-ins leave, signed. */
final class WooOrder {
    static final String SECRET = "the bench's own secret";

    /** For {@code shops.yaml}. */
    static final String SHOP =
            """
              woo:
                kind: woocommerce
                secrets: [ "{{env:WOO_SECRET}}" ]
            """;

    private static final int BYTES = 20_000;
    private static final String META = "{\"id\":%d,\"key\":\"_plugin_%d\",\"value\":\"%s\"}";

    private WooOrder() {}

    static HttpRequest request(URI address, byte[] body) {
        return HttpRequest.newBuilder(address)
                .timeout(Duration.ofSeconds(10))
                .header("Content-Type", "application/json")
                .header("X-WC-Webhook-Topic", "order.updated")
                .header("X-WC-Webhook-Signature", signature(body))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
    }

    private static String signature(byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(SECRET.getBytes(UTF_8), "HmacSHA256"));
            return Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** One with four people on one line. */
    static byte[] body(int number) {
        StringBuilder people = new StringBuilder();
        for (int seat = 1; seat <= BenchSeat.SEATS_EACH; seat++) {
            people.append(seat == 1 ? "" : ",")
                    .append(
                            "{\"key\":\"Participant %d e-mail\",\"value\":\"w%d.%d@example.org\"}"
                                    .formatted(seat, number, seat));
        }
        String order =
                """
                {"id":%d,"status":"processing","currency":"EUR","total":"180.00","date_created_gmt":"2026-01-15T09:28:00",
                 "date_modified_gmt":"2026-01-15T09:30:02","date_paid_gmt":"2026-01-15T09:30:00","refunds":[],
                 "billing":{"first_name":"Zoé","last_name":"Łukasik","email":"office%d@example.org","country":"FR"},
                 "line_items":[{"id":71,"product_id":900,"variation_id":0,"sku":"B%d","quantity":%d,"total":"180.00","meta_data":[%s]}],
                 "meta_data":[]}"""
                        .formatted(
                                number,
                                number,
                                number % BenchSeat.COURSES,
                                BenchSeat.SEATS_EACH,
                                people);
        StringBuilder meta = new StringBuilder();
        for (int i = 0; order.length() + meta.length() < BYTES; i++) {
            meta.append(i == 0 ? "" : ",").append(META.formatted(i, i, "x".repeat(80)));
        }
        int end = order.lastIndexOf("[]");
        return (order.substring(0, end + 1) + meta + order.substring(end + 1)).getBytes(UTF_8);
    }
}
