package org.moodlegateway.seat;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.moodlegateway.order.Emails;
import org.moodlegateway.order.Order;
import org.moodlegateway.seat.Parameters.Given;

/** The template in parameter {@code groupname}, such as {@code order {order}}. */
final class GroupName {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([^{}]*)\\}");
    private static final Set<String> PLACEHOLDERS = Set.of("order", "buyer", "shop", "transaction");

    /** Moodle's column holds so many characters. */
    private static final int MAX_LENGTH = 254;

    private final Parameters parameters;

    GroupName(Parameters parameters) {
        this.parameters = parameters;
    }

    void refuseUnknownPlaceholders() {
        Optional<Given> template = parameters.find(Parameter.GROUP_NAME);
        if (template.isEmpty()) {
            return;
        }
        Matcher matcher = PLACEHOLDER.matcher(template.get().value());
        while (matcher.find()) {
            if (!PLACEHOLDERS.contains(matcher.group(1))) {
                throw parameters.invalid(
                        template.get(),
                        "may only name {" + String.join("}, {", new TreeSet<>(PLACEHOLDERS)) + "}");
            }
        }
    }

    /** The name for one order, as Moodle takes it: no tags, not too long. Empty for no group. */
    String of(Order order) {
        refuseUnknownPlaceholders();
        Map<String, String> values =
                Map.of(
                        "order", order.id(),
                        "buyer", Emails.key(order.buyer().email()),
                        "shop", order.shop(),
                        "transaction", order.transaction());
        String name =
                PLACEHOLDER
                        .matcher(parameters.text(Parameter.GROUP_NAME))
                        .replaceAll(found -> Matcher.quoteReplacement(values.get(found.group(1))))
                        .replaceAll("[<>]", "")
                        .strip();
        int end = Math.min(name.codePointCount(0, name.length()), MAX_LENGTH);
        return name.substring(0, name.offsetByCodePoints(0, end)).strip();
    }
}
