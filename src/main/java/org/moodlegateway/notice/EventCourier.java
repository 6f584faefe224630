package org.moodlegateway.notice;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import org.moodlegateway.ledger.Notice;
import org.moodlegateway.notice.NotDeliveredException.Hope;

/**
 * Publishes facts as events.
 *
 * <p>Source: CloudEvents 1.0, JSON format.
 */
final class EventCourier implements Courier {
    private static final String PREFIX = "org.moodlegateway.";

    private final EventStream stream;

    EventCourier(EventStream stream) {
        this.stream = stream;
    }

    @Override
    public void deliver(Notice notice) throws NotDeliveredException {
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        event.put("specversion", "1.0");
        event.put("id", notice.messageId());
        event.put("source", notice.shop().isEmpty() ? "/gateway" : "/shops/" + notice.shop());
        event.put("type", PREFIX + notice.kind());
        event.put("time", notice.notedAt().toString());
        event.put("datacontenttype", "application/json");
        event.set("data", NoticeJson.data(notice));
        try {
            stream.publish(event);
        } catch (IOException e) {
            throw new NotDeliveredException(Hope.RECEIVER_DOWN, "not-written", e);
        }
    }
}
