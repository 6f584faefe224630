package org.moodlegateway.intake;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.moodlegateway.order.CloudEvent;
import org.moodlegateway.order.OrderRejectedException;

/**
 * What the headers of a message say of the event in its body.
 *
 * <p>Source: the bindings of CloudEvents 1.0.2 for HTTP and Kafka.
 *
 * @param type of the body, without parameters and in small letters; empty if nobody says it
 * @param attributes every header that is the event's, decoded, by the name of the attribute
 */
public record EventHeaders(String type, Map<String, List<String>> attributes) {
    /** Of a message that has no such headers. */
    public static final EventHeaders NONE = new EventHeaders("", Map.of());

    /** The attributes that are looked at. */
    static final List<String> NAMES =
            List.of(CloudEvent.VERSION, CloudEvent.SOURCE, CloudEvent.ID, CloudEvent.TYPE);

    private static final String STRUCTURED = "application/cloudevents+json";
    private static final String BATCH = "application/cloudevents-batch+json";

    public EventHeaders {
        type = type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        attributes = Map.copyOf(attributes);
    }

    /** Whether the body is a list of events. */
    boolean isBatch() {
        return type.equals(BATCH);
    }

    /** Whether the body is an event with all that it says of itself. */
    boolean isStructured() {
        return type.equals(STRUCTURED);
    }

    /** Whether the body is the bare order, and the headers say the rest. */
    boolean isBinary() {
        return !isBatch()
                && !isStructured()
                && attributes.values().stream().anyMatch(values -> !values.isEmpty());
    }

    /**
     * What the headers say.
     *
     * @throws OrderRejectedException if one is missing, given twice or can't be
     */
    CloudEvent event() {
        return CloudEvent.of(this::attribute, name -> "");
    }

    private String attribute(String name) {
        List<String> values = attributes.getOrDefault(name, List.of());
        return values.size() == 1 ? values.get(0) : "";
    }
}
