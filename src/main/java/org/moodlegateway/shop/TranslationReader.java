package org.moodlegateway.shop;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.moodlegateway.order.Problem;

/**
 * Reads what a mapping answered: one object with one key. An answer of another shape is refused as
 * {@code mapping-failed}, for it is the mapping that is wrong.
 */
final class TranslationReader {
    private static final int MAX_PATHS = 20;
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_-]{0,39}");

    /** What can't leave the shop's own host: one slash first, no other pair of them, no dots. */
    private static final Pattern PATH =
            Pattern.compile(
                    "(?=.{1,2000}$)(?!.*//)(?!.*/\\.{1,2}(?:[/?]|$))"
                            + "/[A-Za-z0-9._~!$&'()*+,;=:@%/?-]*+");

    private static final Pattern CODE = Pattern.compile("[a-z][a-z0-9-]{1,59}");
    private static final Pattern POINTER = Pattern.compile("(?:/[^/]{0,100}){0,20}");

    private final String kind;

    TranslationReader(String kind) {
        this.kind = kind;
    }

    Translation read(JsonNode answer) {
        if (!answer.isObject() || answer.size() != 1) {
            return broken("must answer with an object of one key");
        }
        Map.Entry<String, JsonNode> only = answer.properties().iterator().next();
        return switch (only.getKey()) {
            case "order" -> order(only.getValue());
            case "subscription" -> subscription(only.getValue());
            case "fetch" -> fetch(only.getValue());
            case "ignore" -> ignore(only.getValue());
            case "refuse" -> refuse(only.getValue());
            default -> broken("must answer with order, subscription, fetch, ignore or refuse");
        };
    }

    /** Refuses for what is wrong with the mapping; {@code what} follows its name. */
    Translation.Refused broken(String what) {
        String sentence = "config/shops/" + kind + ".jq " + what;
        return new Translation.Refused(new Problem("mapping-failed", "", sentence));
    }

    private Translation order(JsonNode order) {
        return order.isObject() && !order.has("shop")
                ? new Translation.Canonical(order)
                : broken("must answer with an order that is an object without shop");
    }

    private Translation subscription(JsonNode subscription) {
        return subscription.isObject() && !subscription.has("shop")
                ? new Translation.Subscription(subscription)
                : broken("must answer with a subscription that is an object without shop");
    }

    private Translation fetch(JsonNode fetch) {
        if (!fetch.isObject() || fetch.isEmpty() || fetch.size() > MAX_PATHS) {
            return broken("must name from 1 to " + MAX_PATHS + " paths to fetch");
        }
        TreeMap<String, String> paths = new TreeMap<>();
        for (Map.Entry<String, JsonNode> part : fetch.properties()) {
            if (!NAME.matcher(part.getKey()).matches()) {
                return broken("names a part to fetch otherwise than in small letters");
            }
            if (!part.getValue().isTextual() || !isPath(part.getValue().textValue())) {
                return broken(
                        "fetches " + part.getKey() + " from what is no path of the shop's API");
            }
            paths.put(part.getKey(), part.getValue().textValue());
        }
        return new Translation.Fetch(paths);
    }

    private static boolean isPath(String path) {
        return PATH.matcher(path).matches();
    }

    private Translation ignore(JsonNode ignored) {
        JsonNode why = ignored.isObject() ? ignored.path("why") : ignored;
        return why.isTextual() && !why.textValue().isBlank()
                ? new Translation.Ignored(
                        new Problem("", "", why.textValue()).message(),
                        new Problem("", "", Scalars.textOf(ignored.path("type"))).message())
                : broken("must say why it ignores a message");
    }

    private Translation refuse(JsonNode refusal) {
        String code = refusal.path("code").asText("");
        String pointer = refusal.path("pointer").asText("");
        String message = refusal.path("message").asText("");
        boolean said =
                CODE.matcher(code).matches()
                        && POINTER.matcher(pointer).matches()
                        && !message.isBlank();
        return said
                ? new Translation.Refused(new Problem(code, pointer, message))
                : broken("must refuse with code, pointer and message");
    }
}
