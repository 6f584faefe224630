package org.moodlegateway.order;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an event says of itself, beside the order or subscription in it.
 *
 * <p>Source: CloudEvents 1.0.2. Refuses with {@link OrderRejectedException}, code {@code
 * event-invalid}.
 *
 * @param id the same for the same event, and for no other: its source and its id, at most 200
 *     visible characters and spaces
 * @param type {@code order.…} or {@code subscription.…}, without the domain of who named it
 */
public record CloudEvent(String id, String type) {
    /** The attributes without which there is no event. */
    public static final String VERSION = "specversion";

    public static final String SOURCE = "source";
    public static final String ID = "id";
    public static final String TYPE = "type";

    private static final int LONGEST = 200;
    private static final Pattern KNOWN =
            Pattern.compile(
                    "(?:[A-Za-z0-9_-]+\\.)*?((?:order|subscription)\\.[a-z][a-z_-]*)(?:\\.v[0-9]+)?");

    /**
     * Reads the attributes.
     *
     * @param attribute of a name, its value; empty if it isn't given or is no text
     * @param pointer of a name, where a person finds it
     */
    public static CloudEvent of(UnaryOperator<String> attribute, UnaryOperator<String> pointer) {
        if (!attribute.apply(VERSION).equals("1.0")) {
            throw refused(pointer, VERSION, "must be 1.0");
        }
        String source = attribute.apply(SOURCE);
        if (source.isEmpty() || !source.matches("[^\\s\\p{Cntrl}]+")) {
            throw refused(pointer, SOURCE, "must be an address, without spaces");
        }
        String id = attribute.apply(ID);
        if (id.isEmpty()) {
            throw refused(pointer, ID, "must be a text, not an empty one");
        }
        return new CloudEvent(unique(source + " " + id), type(attribute, pointer));
    }

    private static String type(UnaryOperator<String> attribute, UnaryOperator<String> pointer) {
        String given = attribute.apply(TYPE);
        Matcher known = KNOWN.matcher(given.length() > LONGEST ? "" : given);
        if (!known.matches()) {
            throw refused(
                    pointer,
                    TYPE,
                    "must be order.… or subscription.…, such as order.paid or"
                            + " com.example.order.paid");
        }
        return known.group(1);
    }

    /** A space keeps it apart from ids that senders give without a source. */
    private static String unique(String text) {
        boolean fits = text.length() <= LONGEST && text.matches("[\\x20-\\x7e]+");
        return fits ? text : "sha256 " + hash(text);
    }

    private static String hash(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }

    private static OrderRejectedException refused(
            UnaryOperator<String> pointer, String name, String sentence) {
        return new OrderRejectedException(
                "event-invalid", pointer.apply(name), "the event's " + name + " " + sentence);
    }
}
