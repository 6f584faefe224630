package org.moodlegateway.notice;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.TreeMap;
import org.moodlegateway.ledger.Notice;

/** What machines are told: type, time and data, as Standard Webhooks recommend. */
final class NoticeJson {
    private NoticeJson() {}

    static ObjectNode of(Notice notice) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("type", notice.kind());
        json.put("timestamp", notice.notedAt().toString());
        json.set("data", data(notice));
        return json;
    }

    /** The fact's data, and the order that it is about. */
    static ObjectNode data(Notice notice) {
        ObjectNode data = JsonNodeFactory.instance.objectNode();
        if (!notice.orderId().isEmpty()) {
            data.put("shop", notice.shop()).put("order", notice.orderId());
        }
        new TreeMap<>(notice.data()).forEach(data::put);
        return data;
    }
}
