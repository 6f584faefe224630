package org.moodlegateway.intake;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.Message;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * A record of a Kafka topic.
 *
 * @param headers all of them, as text, by name
 * @param body empty if the record has none
 */
record TopicRecord(
        String topic, int partition, long offset, Map<String, List<String>> headers, byte[] body) {
    private static final int LONGEST_TOPIC = 150;

    /** Reads what Camel says of a record; its headers come from the record itself. */
    static TopicRecord of(Message message) {
        Map<String, List<String>> headers = new TreeMap<>();
        for (Header header : message.getHeader(KafkaConstants.HEADERS, Headers.class)) {
            byte[] value = header.value() == null ? new byte[0] : header.value();
            headers.computeIfAbsent(header.key(), name -> new ArrayList<>())
                    .add(new String(value, UTF_8));
        }
        byte[] body = message.getBody(byte[].class);
        return new TopicRecord(
                message.getHeader(KafkaConstants.TOPIC, String.class),
                message.getHeader(KafkaConstants.PARTITION, int.class),
                message.getHeader(KafkaConstants.OFFSET, long.class),
                headers,
                body == null ? new byte[0] : body);
    }

    /** Where it lies, for people. */
    String sender() {
        String shown = topic.length() > LONGEST_TOPIC ? topic.substring(0, LONGEST_TOPIC) : topic;
        return "kafka " + shown + "/" + partition + "/" + offset;
    }

    List<String> header(String name) {
        return headers.getOrDefault(name, List.of());
    }

    /** What its headers say of the event in it. */
    EventHeaders event() {
        Map<String, List<String>> attributes = new TreeMap<>();
        EventHeaders.NAMES.forEach(name -> attributes.put(name, header("ce_" + name)));
        List<String> types = header("content-type");
        return new EventHeaders(types.size() == 1 ? types.get(0) : "", attributes);
    }

    @Override
    public String toString() {
        return sender();
    }
}
