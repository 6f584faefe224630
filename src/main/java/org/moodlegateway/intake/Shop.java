package org.moodlegateway.intake;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Who may send orders, and how he proves it. Without secret and key there is no way in but files.
 *
 * @param testOrders whether what the shop calls a test buys seats
 */
public record Shop(
        String name, List<WebhookSecret> secrets, List<ApiKey> keys, boolean testOrders) {
    static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_-]{0,63}");
    static final String NAME_RULE =
            "the name of a shop is 1 to 64 small letters, digits, - and _, and begins with a letter or digit";

    /** Folders beside those of the shops, and whose keys are not a shop's. */
    static final Set<String> RESERVED = Set.of("done", "failed", "admin");

    public Shop {
        secrets = List.copyOf(secrets);
        keys = List.copyOf(keys);
    }
}
