package org.moodlegateway.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.moodlegateway.order.Emails;

/**
 * What stands in the place of an erased person's e-mail. It tells nothing of the person, is no
 * address that Moodle or a mail server would take, and is the same everywhere, so that counts stay.
 *
 * @param key the e-mail's key, which is to disappear
 * @param name such as {@code erased-3f9a1c2b7d4e@invalid}
 */
record Pseudonym(String key, String name) {
    /** What begins every pseudonym. */
    static final String PREFIX = "erased-";

    /** What ends it: a domain that never is one (RFC 2606). */
    static final String SUFFIX = "@invalid";

    private static final String LOCAL_PART = "A-Za-z0-9!#$%&'*+/=?^_`{|}~.-";
    private static final int BYTES = 6;
    private static final SecureRandom RANDOM = new SecureRandom();

    /** A new one for a person. */
    static Pseudonym of(String email) {
        byte[] random = new byte[BYTES];
        RANDOM.nextBytes(random);
        return new Pseudonym(Emails.key(email), PREFIX + HexFormat.of().formatHex(random) + SUFFIX);
    }

    static boolean isPseudonym(String email) {
        return email.startsWith(PREFIX) && email.endsWith(SUFFIX);
    }

    boolean isOf(String email) {
        return Emails.key(email).equals(key);
    }

    /** Whether the text holds the e-mail, in whatever case. */
    boolean isIn(String text) {
        return address().matcher(text).find();
    }

    /** The text without the e-mail; longer addresses that end or begin like it stay. */
    String hide(String text) {
        return address().matcher(text).replaceAll(Matcher.quoteReplacement(name));
    }

    /** The same where the e-mail may be part of a name that a template made, such as a group's. */
    String hideWithin(String text) {
        return Pattern.compile(Pattern.quote(key), Pattern.CASE_INSENSITIVE)
                .matcher(text)
                .replaceAll(Matcher.quoteReplacement(name));
    }

    private Pattern address() {
        return Pattern.compile(
                "(?<!["
                        + LOCAL_PART
                        + "])"
                        + Pattern.quote(key)
                        + "(?![A-Za-z0-9-]|\\.[A-Za-z0-9])",
                Pattern.CASE_INSENSITIVE);
    }

    /**
     * The same JSON without the person: of an object with that e-mail only the role is left beside
     * the pseudonym.
     */
    JsonNode hide(JsonNode json) {
        if (json.isTextual()) {
            return new TextNode(hide(json.asText()));
        }
        if (json.isArray()) {
            ArrayNode list = JsonNodeFactory.instance.arrayNode();
            json.forEach(one -> list.add(hide(one)));
            return list;
        }
        if (!json.isObject()) {
            return json;
        }
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        if (json.path("email").isTextual() && isOf(json.path("email").asText())) {
            object.put("email", name);
            if (json.has("role")) {
                object.set("role", json.get("role"));
            }
            return object;
        }
        json.properties().forEach(field -> object.set(field.getKey(), hide(field.getValue())));
        return object;
    }
}
