package org.moodlegateway.intake;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What came to the address of a shop that speaks its own language.
 *
 * @param shop whose address it was
 * @param headers by lower-case name; of which only those are looked at that its kind names
 */
public record WebhookDelivery(String shop, Map<String, List<String>> headers, byte[] body)
        implements FromShop {
    public WebhookDelivery {
        headers = Map.copyOf(headers);
    }

    /** The header's value; empty if there is none or if it stands twice. */
    String header(String name) {
        List<String> values = all(name);
        return values.size() == 1 ? values.get(0) : "";
    }

    private List<String> all(String name) {
        return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
    }

    /** What Standard Webhooks look at. */
    Delivery standard() {
        return new Delivery(
                shop,
                all("webhook-id"),
                all("webhook-timestamp"),
                all("webhook-signature"),
                List.of(),
                body);
    }

    @Override
    public String toString() {
        return "WebhookDelivery[" + body.length + " bytes]";
    }
}
